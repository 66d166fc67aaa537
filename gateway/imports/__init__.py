"""Many rows at once, each sent to the service that owns it."""
