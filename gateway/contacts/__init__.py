"""Calls and visits, and what a yes in one of them leads to."""
