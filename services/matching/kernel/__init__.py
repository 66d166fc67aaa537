"""The pure matching: arrays in, arrays out; no web, no SQL, no clock, no settings.

One row of a structured array is one worker or one post, so that a rule touches a few
cache lines; facts of varying length lie in flat arrays beside them, found by offsets.
Rules are small compiled functions over two rows; `docs/matching.md` says what they
mean.
"""
