"""Ledgers on their way out: a workbook that comes back in and changes nothing."""
