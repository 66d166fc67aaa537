"""The only public door: who is calling, what they may see, one API for all clients.

The gateway owns accounts, their postings (role × area or employer × dates), sessions,
quotas and the read log. It keeps nothing about workers or posts: it asks the services
with a signed token that says for whom, and joins their answers.
"""
