"""Needs of a household: its identification by era, and care at home."""
