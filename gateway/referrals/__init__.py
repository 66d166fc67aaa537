"""Referrals as each of their sides may see them: the person, officers, the employer."""
