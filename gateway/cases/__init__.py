"""Cases: facts that two sources tell differently, and who decides."""
