"""Merges: two rows of one person become one by two officers, and two again."""
