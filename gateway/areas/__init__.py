"""The tree of areas, answered by people."""
