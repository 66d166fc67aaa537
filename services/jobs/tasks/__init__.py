"""Tasks: what is due about referrals and placements, read from them, stored nowhere."""
