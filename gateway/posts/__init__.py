"""Routes about posts, answered by jobs."""
