"""Routes about employers and sites, answered by jobs."""
