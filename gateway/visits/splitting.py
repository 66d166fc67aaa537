"""A village's visits among its staff: neighbours together, no household twice."""

from collections.abc import Sequence
from itertools import groupby
from typing import Literal

from common.contracts.rosters import RosterLine

Who = Literal["due", "away", "all"]
AT_WORK = ("away", "working")


def to_visit(people: Sequence[RosterLine], who: Who) -> list[RosterLine]:
    """Whom to see: not asked in this half-year, at work, or everybody."""
    if who == "due":
        return [one for one in people if not one.fresh]
    if who == "away":
        return [one for one in people if one.state in AT_WORK]
    return list(people)


def split(people: Sequence[RosterLine], staff: int) -> list[list[RosterLine]]:
    """So many parts, as even as households allow, each in the order of the roster."""
    homes = [
        list(members)
        for _, members in groupby(people, lambda one: one.household or one.worker)
    ]
    parts: list[list[RosterLine]] = []
    left = len(people)
    for free in range(staff, 0, -1):
        part: list[RosterLine] = []
        fair = -(-left // free)
        while homes and (not part or len(part) + len(homes[0]) <= fair):
            part += homes.pop(0)
        left -= len(part)
        parts.append(part)
    parts[-1] += [one for home in homes for one in home]
    return parts
