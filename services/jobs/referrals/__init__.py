"""Referrals: workers put forward to posts, step by step, with who took each."""
