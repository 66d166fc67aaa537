"""What a user would pick instead of the product, held to the same rules and data."""
