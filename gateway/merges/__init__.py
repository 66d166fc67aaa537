"""Routes about two rows of one person, answered by people."""
