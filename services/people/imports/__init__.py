"""Workbooks of people: read apart, looked at first, committed, marked, undone."""
