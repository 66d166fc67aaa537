"""Needs of a household: its identification by era, and who must be cared for."""
