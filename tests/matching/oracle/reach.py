"""The family reach: at home, living there, within the scope, by a mode, by shuttle."""

from dataclasses import dataclass
from dataclasses import replace
from decimal import ROUND_HALF_UP
from decimal import Decimal
from fractions import Fraction
from math import floor

from common.contracts.codes import MODES
from common.contracts.codes import Outcome
from common.contracts.jobs import Post
from common.contracts.people import ModeReach
from common.contracts.people import Reach
from common.contracts.people import Worker
from common.contracts.values import Place
from common.contracts.values import Stop
from tests.matching.oracle.calendar import lies_in
from tests.matching.oracle.travel import metres_between
from tests.matching.oracle.travel import minutes_by
from tests.matching.oracle.values import RANK
from tests.matching.oracle.values import Thresholds
from tests.matching.oracle.values import worst
from tests.matching.oracle.ways import bus_says
from tests.matching.oracle.ways import known_way

UNKNOWN_MINUTES = 60
LONGEST = 10**9


@dataclass(frozen=True, slots=True)
class Way:
    """How one gets there. `share` is the score's share; None when nobody knows.

    `soonest` are the week's minutes where they are others than those of the way.
    """

    rule: str
    outcome: Outcome
    minutes: int | None = None
    mode: str | None = None
    share: int | None = None
    soonest: int | None = None

    @property
    def travel(self) -> int:
        """Minutes of one way for the week."""
        if self.soonest is not None:
            return self.soonest
        return UNKNOWN_MINUTES if self.minutes is None else self.minutes

    @property
    def lives_there(self) -> bool:
        """Whether no way to and fro counts, because one would live there."""
        return self.rule == "reach.live_in" and self.travel == 0


def way_to(worker: Worker, post: Post, rules: Thresholds) -> Way:
    """The best way there; the first in the page's order among equals."""
    if not post.home_based:
        return _away(worker, post, rules)
    if not post.delivery:
        return Way("reach.home", Outcome.PASS, 0, None, 1000)
    if any(lies_in(worker.area, area) for area in post.delivery):
        return Way("reach.delivery", Outcome.PASS, 0, None, 1000)
    if worker.place is None or post.place is None:
        return Way("reach.delivery", Outcome.UNKNOWN, 0)
    if metres_between(worker.place, post.place) <= rules.fetch_m:
        return Way("reach.delivery", Outcome.CAUTION, 0, None, 1000)
    return Way("reach.delivery", Outcome.BLOCK, 0, None, 0)


def _away(worker: Worker, post: Post, rules: Thresholds) -> Way:
    must_live = post.time.live_in or post.outside_county
    if not (must_live or post.lodging):
        return _commute(worker, post, rules)
    living = _living(worker, post)
    if must_live and living.outcome == Outcome.UNKNOWN:
        return replace(living, soonest=0)
    if must_live or living.outcome == Outcome.PASS:
        return living
    going = _commute(worker, post, rules)
    if living.outcome == Outcome.BLOCK:
        return going
    return min([living, going], key=lambda way: RANK.index(way.outcome))


def _living(worker: Worker, post: Post) -> Way:
    lodging = None if worker.reach is None else worker.reach.lodging
    near = lodging == "county" and not post.outside_county
    if lodging == "anywhere" or near:
        return Way("reach.live_in", Outcome.PASS, 0, None, 600)
    if lodging is None:
        return Way("reach.live_in", Outcome.UNKNOWN)
    return Way("reach.live_in", Outcome.BLOCK, None, None, 0)


def _commute(worker: Worker, post: Post, rules: Thresholds) -> Way:
    reach = worker.reach
    if reach is None or not (reach.modes or reach.max_km is not None or reach.scope):
        return _same_village(worker, post)
    scope = _scope(reach, worker.area, post)
    if scope is not None:
        return scope
    if worker.place is None or post.place is None:
        return _same_village(worker, post)
    if not reach.modes:
        reach = reach.model_copy(update={"modes": (ModeReach(mode="ebike"),)})
    trip = Trip(worker, reach, worker.place, post.place, rules)
    ways = [_known(ride, mode, trip, post) for mode, ride in _rides(trip).items()]
    if any(_boards(trip, stop) for stop in post.shuttle):
        ways.append(_shuttle(trip))
    if not ways:
        return Way("reach.commute", Outcome.BLOCK, None, None, 0)
    won = min(ways, key=_rank_of_way)
    open_ways = [way.travel for way in ways if way.outcome != Outcome.BLOCK]
    share = max(way.share or 0 for way in ways)
    return replace(won, share=share, soonest=min(open_ways, default=None))


def _rank_of_way(way: Way) -> tuple[int, int, int]:
    minutes = LONGEST if way.minutes is None else way.minutes
    return RANK.index(way.outcome), minutes, MODES.index(way.mode or "walk")


def _same_village(worker: Worker, post: Post) -> Way:
    area = worker.area
    if area is not None and area == post.area and not area.endswith("000"):
        return Way("reach.asked", Outcome.PASS, 15, None, _share(15, 60))
    return Way("reach.asked", Outcome.UNKNOWN)


def _scope(reach: Reach, area: str | None, post: Post) -> Way | None:
    """What the scope forbids or leaves open; None when the way goes on."""
    if reach.scope is None:
        return None
    if reach.scope == "home":
        return Way("reach.scope", Outcome.BLOCK, None, None, 0)
    if area is None or post.area is None:
        return Way("reach.scope", Outcome.UNKNOWN)
    digits = {"village": 12, "township": 9, "county": 6}[reach.scope]
    if area[:digits] == post.area[:digits]:
        return None
    return Way("reach.scope", Outcome.BLOCK, None, None, 0)


@dataclass(frozen=True, slots=True)
class Trip:
    """Somebody who goes from one place to another within a reach."""

    worker: Worker
    reach: Reach
    home: Place
    goal: Place
    rules: Thresholds

    @property
    def metres(self) -> int:
        """The straight line in whole metres."""
        return metres_between(self.home, self.goal)

    def minutes(self, mode: str) -> int:
        """Whole minutes one way by a mode."""
        return minutes_by(mode, self.metres, self.worker.terrain, self.rules)


def _rides(trip: Trip) -> dict[ModeReach, Way]:
    """One way for each mode but the shuttle, within the limits or not."""
    return {
        mode: _ride(trip, mode, trip.minutes(mode.mode))
        for mode in trip.reach.modes
        if mode.mode != "shuttle"
    }


def _ride(trip: Trip, mode: ModeReach, minutes: int) -> Way:
    limits = _limits(trip.reach, mode, trip.rules)
    values = [(trip.metres if u == "m" else minutes, most) for u, most in limits]
    outcome = worst([_within(value, most, trip.rules) for value, most in values])
    return Way("reach.commute", outcome, minutes, mode.mode, _share(*values[0]))


def _known(ride: Way, mode: ModeReach, trip: Trip, post: Post) -> Way:
    """A ride with what somebody knows of it: its minutes, and when its bus runs."""
    known = known_way(trip.worker.area, mode.mode, post)
    if known is not None and known.minutes is None:
        return Way("reach.known", Outcome.BLOCK, None, mode.mode, 0)
    if known is not None and known.minutes is not None:
        ride = replace(_ride(trip, mode, known.minutes), rule="reach.known")
    if mode.mode != "bus":
        return ride
    bus = bus_says(post, known, trip.rules)
    if bus == Outcome.BLOCK:
        ride = replace(ride, share=0)
    if RANK.index(bus) > RANK.index(ride.outcome):
        return replace(ride, rule="reach.bus", outcome=bus)
    return ride


def _limits(reach: Reach, mode: ModeReach, rules: Thresholds) -> list[tuple[str, int]]:
    """The limits given, metres first; the mode's default when none is given."""
    limits = []
    if reach.max_km is not None:
        exact = Decimal(str(reach.max_km)) * 1000
        limits.append(("m", int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP))))
    if mode.max_min is not None:
        limits.append(("min", mode.max_min))
    on_foot = mode.mode in ("walk", "wheelchair")
    default = rules.walk_default_min if on_foot else rules.ride_default_min
    return limits or [("min", default)]


def _within(value: int, limit: int, rules: Thresholds) -> Outcome:
    if value <= limit:
        return Outcome.PASS
    if value * 100 <= limit * (100 + rules.over_pct):
        return Outcome.CAUTION
    return Outcome.BLOCK


def _share(value: int, limit: int) -> int:
    """1000 at the door, falling ever faster to 0 at the limit."""
    if limit == 0:
        return 1000 if value == 0 else 0
    u = Fraction(value, limit)
    return max(0, floor(1000 - 700 * u - 300 * u * u))


def _boards(trip: Trip, stop: Stop) -> bool:
    if lies_in(trip.worker.area, stop.area):
        return True
    if stop.place is None:
        return False
    there = replace(trip, goal=stop.place)
    passes = any(way.outcome == Outcome.PASS for way in _rides(there).values())
    return there.metres <= trip.rules.stop_walk_m or passes


def _shuttle(trip: Trip) -> Way:
    """By shuttle: ten minutes to the stop, then the shuttle over the straight line."""
    minutes = 10 + trip.minutes("shuttle")
    given = [
        mode.max_min
        for mode in trip.reach.modes
        if mode.mode == "shuttle" and mode.max_min is not None
    ]
    outcome = worst([_within(minutes, limit, trip.rules) for limit in given])
    share = _share(minutes, given[0] if given else trip.rules.shuttle_default_min)
    if outcome == Outcome.BLOCK:
        share = 0
    return Way("reach.shuttle", outcome, minutes, "shuttle", share)
