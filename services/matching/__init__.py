"""Matching owns who fits what: rules, words' corrections, exposures, saved assignments.

It follows the feeds of people and jobs, keeps their facts as columns in memory, and
answers both questions: what can this worker do, and who can fill this post.
"""
