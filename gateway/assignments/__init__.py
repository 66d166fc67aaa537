"""Several people and posts arranged together: proposals, with names joined."""
