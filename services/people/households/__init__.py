"""People who live together."""
