"""The tree of areas: twelve digits, and local groups below a village."""
