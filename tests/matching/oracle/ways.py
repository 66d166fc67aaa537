"""What somebody knows of a way: the most specific one by a mode, and its buses."""

from collections.abc import Iterable

from common.contracts.codes import Outcome
from common.contracts.jobs import Post
from common.contracts.values import KnownWay
from common.contracts.values import Window
from tests.matching.oracle.calendar import lies_in
from tests.matching.oracle.values import Thresholds


def known_way(area: str | None, mode: str, post: Post) -> KnownWay | None:
    """The way by a mode from the smallest area in which somebody lives."""
    fitting = [
        way
        for way in post.known_ways
        if way.mode == mode and lies_in(area, way.from_area)
    ]
    zeros = [len(way.from_area) - len(way.from_area.rstrip("0")) for way in fitting]
    least = min(zeros, default=0)
    return next((w for w, z in zip(fitting, zeros, strict=True) if z <= least), None)


def bus_says(post: Post, way: KnownWay | None, rules: Thresholds) -> Outcome:
    """Whether there is a bus when work begins and ends."""
    first = None if way is None else way.first_min
    last = None if way is None else way.last_min
    shifts = post.time.shifts
    missed = [shift for shift in shifts if _misses(shift, first, last)]
    if missed:
        return Outcome.BLOCK if missed == list(shifts) else Outcome.CAUTION
    usual_first = rules.bus_first_min if first is None else first
    usual_last = rules.bus_last_min if last is None else last
    doubtful = any(_misses(shift, usual_first, usual_last) for shift in shifts)
    return Outcome.CAUTION if doubtful else Outcome.PASS


def _misses(shift: Window, first: int | None, last: int | None) -> bool:
    """Whether a shift begins or ends at a time of day without a bus."""
    return _outside((shift.start_min, shift.end_min), first, last)


def _outside(minutes: Iterable[int], first: int | None, last: int | None) -> bool:
    return any(
        (first is not None and minute < first) or (last is not None and minute > last)
        for minute in minutes
    )
