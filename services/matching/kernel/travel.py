"""From two points to metres, and from metres to minutes by each mode and terrain."""

from math import asin
from math import ceil
from math import exp
from math import sqrt

from services.matching.kernel.compiling import compiled
from services.matching.kernel.compiling import inlined
from services.matching.kernel.outcomes import BLOCK
from services.matching.kernel.outcomes import CAUTION
from services.matching.kernel.outcomes import PASS
from services.matching.kernel.rows import Row

EARTH_METRES = 6_371_008.8
CURVE_METRES = 5_000.0
WALKED = (0, 5)  # walk and wheelchair


@inlined
def metres_between(one: Row, other: Row) -> int:
    """Great-circle metres between two unit vectors, rounded half up."""
    x = one["x"] - other["x"]
    y = one["y"] - other["y"]
    z = one["z"] - other["z"]
    half_chord = min(1.0, sqrt(x * x + y * y + z * z) / 2.0)
    return int(2.0 * EARTH_METRES * asin(half_chord) + 0.5)


@inlined
def knows_way(worker: Row) -> bool:
    """Whether the way to a post with a place is computed at all."""
    return bool(worker["reach_known"] == 1 and worker["placed"] == 1)


@inlined
def road_km(metres: int, terrain: int, values: Row) -> float:
    """Kilometres of road for a straight line of `metres`.

    Roads are longer than lines, most so near by, and more so in the hills.
    """
    bend = 1.0 + values["curve"][terrain] * exp(-metres / CURVE_METRES)
    return float(metres * values["detour"][terrain] * bend / 1000.0)


@inlined
def minutes_by(mode: int, road: float, terrain: int, values: Row) -> int:
    """Door-to-door minutes over `road` kilometres, rounded up."""
    riding = float(road / values["speed"][mode, terrain] * 60.0)
    return ceil(riding + float(values["fixed"][mode]))


@inlined
def sooner(one: int, other: int) -> int:
    """The fewer of two minutes; -1 is none."""
    if one < 0 or other < 0:
        return max(one, other)
    return min(one, other)


@inlined
def within(value: int, limit: int, values: Row) -> int:
    """PASS up to the limit, CAUTION a little over it, else BLOCK."""
    if value <= limit:
        return PASS
    return CAUTION if 100 * value <= (100 + values["over_percent"]) * limit else BLOCK


@inlined
def nearness(value: int, limit: int) -> int:
    """Thousandths 1000 - 700 u - 300 u^2, u = value / limit, floored, at least 0."""
    if limit == 0:
        return 1000 if value == 0 else 0
    square = limit * limit
    share = (1000 * square - 700 * value * limit - 300 * value * value) // square
    return max(0, share)


@inlined
def mode_limit(worker: Row, mode: int, values: Row) -> int:
    """The minutes a mode may take; -1 if only the kilometres bind it."""
    if worker["mode_minutes"][mode] >= 0:
        return int(worker["mode_minutes"][mode])
    if worker["max_metres"] >= 0:
        return -1
    if mode in WALKED:
        return int(values["walk_minutes"])
    return int(values["ride_minutes"])


@inlined
def limited(
    worker: Row, mode: int, metres: int, minutes: int, values: Row
) -> tuple[int, int]:
    """(outcome, nearness) of so many metres and minutes by one mode."""
    limit = mode_limit(worker, mode, values)
    outcome = PASS
    share = 0
    if limit >= 0:
        outcome = within(minutes, limit, values)
        share = nearness(minutes, limit)
    if worker["max_metres"] >= 0:
        outcome = max(outcome, within(metres, worker["max_metres"], values))
        share = nearness(metres, worker["max_metres"])
    return outcome, share


@inlined
def by_mode(
    worker: Row, mode: int, metres: int, road: float, values: Row
) -> tuple[int, int, int]:
    """(outcome, minutes, nearness) of going `metres`, `road` km long, by one mode."""
    minutes = minutes_by(mode, road, worker["terrain"], values)
    outcome, share = limited(worker, mode, metres, minutes, values)
    return outcome, minutes, share


@compiled
def commute(worker: Row, metres: int, values: Row) -> tuple[int, int, int, int, int]:
    """(outcome, minutes, mode, nearness, soonest): the best outcome, then the minutes.

    By the model alone, as to a stop of the shuttle. Nearness is the best over the
    modes; `soonest` the fewest minutes of those that do not block, -1 if all do.
    Without a mode: BLOCK, -1, -1, 0, -1.
    """
    best, fewest, chosen, share, soonest = BLOCK, -1, -1, 0, -1
    road = road_km(metres, worker["terrain"], values)
    for mode in range(6):
        if (worker["modes"] >> mode) & 1 == 0:
            continue
        outcome, minutes, near = by_mode(worker, mode, metres, road, values)
        share = max(share, near)
        if chosen < 0 or outcome < best or (outcome == best and minutes < fewest):
            best, fewest, chosen = outcome, minutes, mode
        if outcome < BLOCK:
            soonest = sooner(soonest, minutes)
    return best, fewest, chosen, share, soonest
