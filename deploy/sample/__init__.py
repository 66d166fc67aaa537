"""The sample county or prefecture: real area names, all else invented.

A seeded generator: the same seed and day give the same bytes. The population is drawn
to the shares in `data/shares.json`; `NOTICE.md` says where the area names come from.
"""
