"""Known ways as rows of the kernel: minutes, and whether shifts fit between buses."""

from typing import get_args

from common.contracts.codes import MODES
from common.contracts.jobs import Post
from common.contracts.values import KnownWay
from common.contracts.values import WaySource
from common.contracts.values import Window
from services.matching.columns import encoding as number
from services.matching.kernel.outcomes import BLOCK
from services.matching.kernel.outcomes import CAUTION
from services.matching.kernel.outcomes import PASS

SOURCES: tuple[str, ...] = get_args(WaySource)
DAY = 1440
# What a row of stops holds beyond an area and a point where it is no way.
NO_WAY = (-1, -1, -1, PASS, -1, -1)

Way = tuple[int | float, ...]


def known_ways(post: Post) -> list[Way]:
    """The ways to a post, from the most specific areas first; no shuttle is one."""
    ways = [way for way in post.known_ways if way.mode != "shuttle"]
    ways.sort(key=lambda way: number.area_prefix(way.from_area)[1])
    return [_way(way, post.time.shifts) for way in ways]


def clocks(shifts: tuple[Window, ...]) -> tuple[int, int]:
    """The earliest and the latest time of day at which a shift begins or ends."""
    told = [minute for one in shifts for minute in (one.start_min, one.end_min)]
    return min(told, default=DAY), max(told, default=0)


def _way(way: KnownWay, shifts: tuple[Window, ...]) -> Way:
    of_bus = way.mode == "bus"
    return (
        *number.area_prefix(way.from_area),
        *(*number.NOWHERE, 0),
        number.bounded(way.minutes, 0, number.MOST_MINUTES),
        number.bounded(way.first_min if of_bus else None, 0, DAY),
        number.bounded(way.last_min if of_bus else None, 0, DAY),
        _runs(way, shifts) if of_bus else PASS,
        MODES.index(way.mode),
        SOURCES.index(way.source),
    )


def _runs(way: KnownWay, shifts: tuple[Window, ...]) -> int:
    """PASS if both ends of every shift lie within the hours, BLOCK if of none do."""
    first = 0 if way.first_min is None else way.first_min
    last = DAY if way.last_min is None else way.last_min
    within = [
        first <= min(one.start_min, one.end_min)
        and max(one.start_min, one.end_min) <= last
        for one in shifts
    ]
    if all(within):
        return PASS
    return CAUTION if any(within) else BLOCK
