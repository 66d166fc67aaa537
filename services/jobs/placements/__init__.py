"""Placements: spells of work, one channel each, looked after for half a year."""
