"""The sample county: real area names, invented people, employers and posts.

A seeded generator: the same seed and day give the same bytes. The population is drawn
to the shares in `data/shares.json`; `NOTICE.md` says where the area names come from.
"""
