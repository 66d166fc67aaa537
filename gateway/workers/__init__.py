"""Routes about workers, answered by people."""
