"""Family reach: living there, the way by one's own modes, or the employer's shuttle."""

from services.matching.kernel.compiling import compiled
from services.matching.kernel.outcomes import BLOCK
from services.matching.kernel.outcomes import CAUTION
from services.matching.kernel.outcomes import PASS
from services.matching.kernel.outcomes import REACH_ASKED
from services.matching.kernel.outcomes import REACH_DELIVERY
from services.matching.kernel.outcomes import REACH_HOME
from services.matching.kernel.outcomes import REACH_LIVE_IN
from services.matching.kernel.outcomes import REACH_SCOPE
from services.matching.kernel.outcomes import REACH_SHUTTLE
from services.matching.kernel.outcomes import UNKNOWN
from services.matching.kernel.rows import DELIVERY
from services.matching.kernel.rows import LODGING_ANYWHERE
from services.matching.kernel.rows import LODGING_COUNTY
from services.matching.kernel.rows import MODE_SHUTTLE
from services.matching.kernel.rows import SCOPE_HOME
from services.matching.kernel.rows import SCOPE_TOWNSHIP
from services.matching.kernel.rows import SCOPE_VILLAGE
from services.matching.kernel.rows import SHUTTLE
from services.matching.kernel.rows import Row
from services.matching.kernel.rows import Rows
from services.matching.kernel.travel import commute
from services.matching.kernel.travel import metres_between
from services.matching.kernel.travel import minutes_by
from services.matching.kernel.travel import nearness
from services.matching.kernel.travel import road_km
from services.matching.kernel.travel import sooner
from services.matching.kernel.travel import within
from services.matching.kernel.ways import going
from services.matching.kernel.ways import inside

NOT_TRIED = -1
NEUTRAL = 500
LIVING_THERE = 600
TOWNSHIP = 1_000
COUNTY = 1_000_000

# outcome, rule, minutes (-1 unknown), mode (-1 none), metres (-1 unknown), nearness,
# and the minutes that the week counts (-1 unknown): the soonest way that is open, so
# that one more mode never takes hours away.
Way = tuple[int, int, int, int, int, int, int]


@compiled
def living(worker: Row, post: Row) -> int:
    """Whether the person would live there; NOT_TRIED if that is not on offer."""
    forced = post["live_in"] == 1 or post["outside"] == 1
    if not forced and post["lodging"] == 0:
        return NOT_TRIED
    if worker["lodging"] < 0:
        return UNKNOWN
    if worker["lodging"] == LODGING_ANYWHERE:
        return PASS
    if worker["lodging"] == LODGING_COUNTY and post["outside"] == 0:
        return PASS
    return BLOCK if forced else NOT_TRIED


@compiled
def in_scope(worker: Row, post: Row) -> int:
    """`reach.scope`: the farthest area the person goes to, by digits."""
    scope = worker["scope"]
    if scope < 0:
        return PASS
    if scope == SCOPE_HOME:
        return PASS if post["home_based"] == 1 else BLOCK
    if worker["area"] < 0 or post["area"] < 0:
        return UNKNOWN
    cut = COUNTY
    if scope == SCOPE_VILLAGE:
        cut = 1
    elif scope == SCOPE_TOWNSHIP:
        cut = TOWNSHIP
    return PASS if worker["area"] // cut == post["area"] // cut else BLOCK


@compiled
def boards(worker: Row, stop: Row, values: Row) -> bool:
    """Whether the worker can get to a stop: there, near by, or in own reach."""
    if inside(worker, stop):
        return True
    if stop["placed"] == 0:
        return False
    metres = metres_between(worker, stop)
    if metres <= values["stop_metres"]:
        return True
    return commute(worker, metres, values)[0] == PASS


@compiled
def by_shuttle(
    worker: Row, post: Row, stops: Rows, metres: int, values: Row
) -> tuple[int, int, int]:
    """(outcome, minutes, nearness) by the employer's shuttle; minutes -1: none."""
    for at in range(post["stops"][SHUTTLE], post["stops"][SHUTTLE + 1]):
        if not boards(worker, stops[at], values):
            continue
        terrain = worker["terrain"]
        road = road_km(metres, terrain, values)
        ride = minutes_by(MODE_SHUTTLE, road, terrain, values)
        minutes = values["stop_minutes"] + ride
        limit = worker["mode_minutes"][MODE_SHUTTLE]
        if limit < 0:
            return PASS, minutes, nearness(minutes, values["shuttle_minutes"])
        return within(minutes, limit, values), minutes, nearness(minutes, limit)
    return BLOCK, -1, 0


@compiled
def travelled(worker: Row, post: Row, stops: Rows, values: Row) -> Way:
    """The better of commute and shuttle; the fewer minutes among equals."""
    metres = metres_between(worker, post)
    own, minutes, mode, share, soonest, rule = going(
        worker, post, stops, metres, values
    )
    ridden, ride, near = by_shuttle(worker, post, stops, metres, values)
    if ridden < BLOCK:
        share = max(share, near)
        soonest = sooner(soonest, ride)
    soonest = soonest if soonest >= 0 else sooner(minutes, ride)
    faster = ride >= 0 and (minutes < 0 or ride < minutes)
    if ridden < own or (ridden == own and faster):
        return ridden, REACH_SHUTTLE, ride, MODE_SHUTTLE, metres, share, soonest
    return own, rule, minutes, mode, metres, share, soonest


@compiled
def daily(worker: Row, post: Row, stops: Rows, values: Row) -> Way:
    """Going there each day: the scope, then what is known of the way."""
    scope = in_scope(worker, post)
    if scope != PASS:
        return scope, REACH_SCOPE, -1, -1, -1, 0, -1
    known = worker["reach_known"] == 1
    if known and worker["placed"] == 1 and post["placed"] == 1:
        return travelled(worker, post, stops, values)
    known = worker["area"] >= 0 and worker["area"] % TOWNSHIP > 0
    if known and worker["area"] == post["area"]:
        minutes = values["village_minutes"]
        share = nearness(minutes, values["ride_minutes"])
        return PASS, REACH_ASKED, minutes, -1, -1, share, minutes
    return UNKNOWN, REACH_ASKED, -1, -1, -1, 0, -1


@compiled
def away(worker: Row, post: Row, stops: Rows, values: Row) -> Way:
    """Living there first, then going there; the best outcome wins."""
    lives = living(worker, post)
    if lives == PASS:
        return PASS, REACH_LIVE_IN, 0, -1, -1, LIVING_THERE, 0
    if post["live_in"] == 1 or post["outside"] == 1:
        # Who would have to live there has no way to and fro, whatever the answer is.
        return lives, REACH_LIVE_IN, -1, -1, -1, 0, 0 if lives == UNKNOWN else -1
    way = daily(worker, post, stops, values)
    if lives == UNKNOWN and way[0] >= UNKNOWN:
        return UNKNOWN, REACH_LIVE_IN, -1, -1, -1, 0, -1
    return way


@compiled
def delivered(worker: Row, post: Row, stops: Rows) -> int:
    """1 nothing is brought, 2 it is brought to the worker's area, 0 it is not."""
    start, end = post["stops"][DELIVERY], post["stops"][DELIVERY + 1]
    if start == end:
        return 1
    for at in range(start, end):
        if inside(worker, stops[at]):
            return 2
    return 0


@compiled
def fetched(worker: Row, post: Row, values: Row) -> Way:
    """Home work whose material is not brought here: near by it can be fetched."""
    if worker["placed"] == 0 or post["placed"] == 0:
        return UNKNOWN, REACH_DELIVERY, 0, -1, -1, NEUTRAL, 0
    metres = metres_between(worker, post)
    if metres <= values["fetch_metres"]:
        return CAUTION, REACH_DELIVERY, 0, -1, metres, 1000, 0
    return BLOCK, REACH_DELIVERY, 0, -1, metres, 0, 0


@compiled
def way_to(worker: Row, post: Row, stops: Rows, values: Row) -> Way:
    """The family's one outcome with its numbers; home work takes no minutes."""
    if post["home_based"] == 1:
        brought = delivered(worker, post, stops)
        if brought > 0:
            rule = REACH_HOME if brought == 1 else REACH_DELIVERY
            return PASS, rule, 0, -1, -1, 1000, 0
        return fetched(worker, post, values)
    way = away(worker, post, stops, values)
    share = NEUTRAL if way[0] == UNKNOWN else way[5]
    return way[0], way[1], way[2], way[3], way[4], share, way[6]
