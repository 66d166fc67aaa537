"""Signing in and out: opaque tokens of which only the hash is kept."""
