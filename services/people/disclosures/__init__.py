"""Disclosures: a person's word that one employer may call them about one post."""
