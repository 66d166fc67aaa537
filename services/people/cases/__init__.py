"""Cases: facts of which two sources say different things at the same time."""
