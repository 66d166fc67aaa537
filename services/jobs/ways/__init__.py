"""Known ways: what people say of the way from their village to a site."""
