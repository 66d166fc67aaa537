"""The way to a post: by the minutes that somebody knows, else by those of the model."""

from typing import NamedTuple

from services.matching.kernel.compiling import compiled
from services.matching.kernel.outcomes import BLOCK
from services.matching.kernel.outcomes import CAUTION
from services.matching.kernel.outcomes import PASS
from services.matching.kernel.outcomes import REACH_BUS
from services.matching.kernel.outcomes import REACH_COMMUTE
from services.matching.kernel.outcomes import REACH_KNOWN
from services.matching.kernel.rows import KNOWN
from services.matching.kernel.rows import MODE_BUS
from services.matching.kernel.rows import MODE_SHUTTLE
from services.matching.kernel.rows import NEVER
from services.matching.kernel.rows import Row
from services.matching.kernel.rows import Rows
from services.matching.kernel.travel import limited
from services.matching.kernel.travel import minutes_by
from services.matching.kernel.travel import road_km
from services.matching.kernel.travel import sooner


class Trip(NamedTuple):
    """A worker who goes to a post, the straight metres and the kilometres of road."""

    worker: Row
    post: Row
    stops: Rows
    metres: int
    road: float
    values: Row


@compiled
def inside(worker: Row, stop: Row) -> bool:
    """Whether the worker's area lies inside that of a stop, a delivery or a way."""
    return bool(worker["area"] >= 0 and worker["area"] // stop["cut"] == stop["area"])


@compiled
def way_known(worker: Row, post: Row, stops: Rows, mode: int) -> int:
    """Where in `stops` the known way by a mode from the worker's area is; -1: none.

    The most specific area comes first.
    """
    for at in range(post["stops"][KNOWN], post["stops"][KNOWN + 1]):
        if stops[at]["mode"] == mode and inside(worker, stops[at]):
            return at
    return -1


@compiled
def bus_runs(trip: Trip, at: int) -> int:
    """Whether buses run when the shifts begin and end; `at` is the known way or -1.

    Hours that somebody knows may block, those that are only usual never do.
    """
    first, last, runs = -1, -1, PASS
    if at >= 0:
        way = trip.stops[at]
        first, last, runs = way["first"], way["last"], way["runs"]
    early = first < 0 and trip.post["earliest"] < trip.values["bus_first"]
    late = last < 0 and trip.post["latest"] > trip.values["bus_last"]
    return max(runs, CAUTION) if early or late else runs


@compiled
def by_way(trip: Trip, mode: int) -> tuple[int, int, int, int]:
    """(outcome, minutes, nearness, rule) by one mode; NEVER minutes: no such way."""
    at = way_known(trip.worker, trip.post, trip.stops, mode)
    if at >= 0:
        rule, minutes = REACH_KNOWN, int(trip.stops[at]["minutes"])
        if minutes < 0:
            return BLOCK, NEVER, 0, rule
    else:
        rule = REACH_COMMUTE
        minutes = minutes_by(mode, trip.road, trip.worker["terrain"], trip.values)
    outcome, share = limited(trip.worker, mode, trip.metres, minutes, trip.values)
    if mode != MODE_BUS:
        return outcome, minutes, share, rule
    runs = bus_runs(trip, at)
    if runs == BLOCK:
        share = 0
    if runs > outcome:
        return runs, minutes, share, REACH_BUS
    return outcome, minutes, share, rule


@compiled
def going(
    worker: Row, post: Row, stops: Rows, metres: int, values: Row
) -> tuple[int, int, int, int, int, int]:
    """(outcome, minutes, mode, nearness, soonest, rule) as `commute`, to the post.

    Minutes are -1 where every mode that the worker has leads nowhere.
    """
    road = road_km(metres, worker["terrain"], values)
    trip = Trip(worker, post, stops, metres, road, values)
    best, fewest, chosen, share, soonest = BLOCK, NEVER, -1, 0, -1
    rule = REACH_COMMUTE
    for mode in range(MODE_SHUTTLE):
        if (worker["modes"] >> mode) & 1 == 0:
            continue
        outcome, minutes, near, why = by_way(trip, mode)
        share = max(share, near)
        if chosen < 0 or outcome < best or (outcome == best and minutes < fewest):
            best, fewest, chosen, rule = outcome, minutes, mode, why
        if outcome < BLOCK:
            soonest = sooner(soonest, minutes)
    return best, fewest if fewest < NEVER else -1, chosen, share, soonest, rule
