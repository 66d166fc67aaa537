"""Call sheets: drawn up from what matching finds, printed, and taken in again."""
