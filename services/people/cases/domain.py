"""When two sources disagree, and what a decision makes of it.

A newer word is no quarrel: people change. Two sources that speak of the same weeks and
say different things are, and an officer of the township or the county decides.
"""

from common.problems import Conflict

# Statements nearer than this speak of the same time.
SAME_TIME_DAYS = 30
# A free sentence never agrees with another, and a home moves by a few metres.
NEVER = ("said", "place", "age", "age_on", "said_on")
DECIDERS = ("township", "county")


class NothingToDecide(Conflict):
    """No two sources disagree about this fact any longer."""
