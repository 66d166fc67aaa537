"""Contacts: every call or visit with its outcome, and the lists of whom to ring."""
