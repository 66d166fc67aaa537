"""The rules that matches follow: in force, and tried before they are."""
