"""Employers: who offers work, and whether an officer has looked at their papers."""
