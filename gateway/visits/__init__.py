"""Monthly monitoring, and the visits by which its facts are found out."""
