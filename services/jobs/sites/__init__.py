"""Sites: where an employer's work is done; a workshop is a site."""
