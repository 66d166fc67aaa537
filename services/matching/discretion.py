"""What of a count an employer may know: coarse enough that nobody stands out.

Fewer than five people are not told at all, others are rounded down to fives. What an
accommodation brings are people with a limit of the body, so there it is only told
whether it is five or twenty. One person more or less then hardly ever shows.
"""

from collections.abc import Iterable

from services.matching.found import Change

FEWEST = 5
MANY = 20


def coarse(count: int) -> int | None:
    """Rounded down to fives; None for fewer than five."""
    return None if count < FEWEST else count - count % FEWEST


def coarse_gain(changes: Iterable[Change], count: int) -> int | None:
    """At least how many a change brings, as an employer may know it."""
    of_body = any(change.key == "accommodation" for change in changes)
    if of_body and count >= FEWEST:
        return MANY if count >= MANY else FEWEST
    return coarse(count)
