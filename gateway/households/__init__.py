"""Routes about households, answered by people."""
