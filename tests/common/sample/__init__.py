"""A tiny member for the tests of common: posts with needs, scoped by area."""
