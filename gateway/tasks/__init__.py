"""Tasks: what officers and employers have to do today about people."""
