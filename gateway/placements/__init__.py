"""Placements: work on file, looked after, and what is learnt when it is lost."""
