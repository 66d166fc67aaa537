"""Tasks: what is due about people of a village, read from what is known of them."""
