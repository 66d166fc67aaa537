"""Shortlists with names, pay and whom to call joined to the matches."""
