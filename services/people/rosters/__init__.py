"""Rosters: everybody of a village with what the office's five lists need."""
