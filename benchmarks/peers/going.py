"""The family reach for one worker and many posts at once.

`UNSEEN` stands for what is not there: no minutes, no way.
"""

from typing import Any
from typing import NamedTuple

import numpy as np

from benchmarks.peers.laid import DAY
from benchmarks.peers.laid import Chosen
from benchmarks.peers.laid import metres_between
from benchmarks.peers.people import Person
from services.matching.kernel.outcomes import BLOCK
from services.matching.kernel.outcomes import CAUTION
from services.matching.kernel.outcomes import PASS
from services.matching.kernel.outcomes import UNKNOWN

BUS, SHUTTLE = 3, 6
WALKED = (0, 5)
UNSEEN = 1 << 40
HOME, VILLAGE, TOWNSHIP = range(3)
LODGED_IN_COUNTY, LODGED_ANYWHERE = 1, 2


class Way(NamedTuple):
    """k posts: outcome, share (-1 unknown), minutes for the week, living there."""

    outcome: Any
    share: Any
    travel: Any
    lives: Any

    def kept(self, at: Any) -> "Way":
        """Only some of them."""
        return Way(*(column[at] for column in self))


class Going(NamedTuple):
    """k ways there and back each day: outcome, minutes, share, and the soonest."""

    outcome: Any
    minutes: Any
    share: Any
    soonest: Any


def within(person: Person, value: Any, limit: int) -> Any:
    """A pass up to the limit, a caution a little over it."""
    over = 100 * value <= (100 + int(person.values["over_percent"])) * limit
    return np.where(value <= limit, PASS, np.where(over, CAUTION, BLOCK))


def nearness(value: Any, limit: int) -> Any:
    """The share of a distance against its limit."""
    if limit == 0:
        return np.where(value == 0, 1000, 0)
    square = limit * limit
    share = (1000 * square - 700 * value * limit - 300 * value * value) // square
    return np.maximum(0, share)


def road_of(person: Person, metres: Any) -> Any:
    """Kilometres of road for straight metres."""
    row, values = person.row, person.values
    bend = 1.0 + values["curve"][row["terrain"]] * np.exp(-metres / 5000.0)
    return metres * values["detour"][row["terrain"]] * bend / 1000.0


def minutes_by(person: Person, mode: int, road: Any) -> Any:
    """Door-to-door minutes, rounded up."""
    speed = person.values["speed"][mode, person.row["terrain"]]
    fixed = float(person.values["fixed"][mode])
    return np.ceil(road / speed * 60.0 + fixed).astype(np.int64)


def limited(person: Person, mode: int, metres: Any, minutes: Any) -> tuple[Any, Any]:
    """(outcome, share) of so many metres and minutes by one mode."""
    row, values = person.row, person.values
    most, far = int(row["mode_minutes"][mode]), int(row["max_metres"])
    if most < 0 and far < 0:
        most = int(values["walk_minutes" if mode in WALKED else "ride_minutes"])
    outcome, share = np.zeros(len(metres), np.int64), np.zeros(len(metres), np.int64)
    if most >= 0:
        outcome, share = within(person, minutes, most), nearness(minutes, most)
    if far >= 0:
        outcome = np.maximum(outcome, within(person, metres, far))
        share = nearness(metres, far)
    return outcome, share


def modes_of(person: Person) -> list[int]:
    """The worker's own modes, but for the shuttle."""
    return [mode for mode in range(SHUTTLE) if (int(person.row["modes"]) >> mode) & 1]


def best_of(count: int, tried: list[tuple[Any, Any, Any]]) -> Going:
    """Of (outcome, minutes, share) by mode the best outcome, then the soonest."""
    outcome, minutes = np.full(count, BLOCK), np.full(count, UNSEEN)
    share, soonest = np.zeros(count, np.int64), np.full(count, UNSEEN)
    for told, took, near in tried:
        better = (told < outcome) | ((told == outcome) & (took < minutes))
        outcome = np.where(better, told, outcome)
        minutes = np.where(better, took, minutes)
        share = np.maximum(share, near)
        soonest = np.where(told < BLOCK, np.minimum(soonest, took), soonest)
    return Going(outcome, minutes, share, soonest)


def commute(person: Person, metres: Any) -> Going:
    """By the model alone."""
    road, tried = road_of(person, metres), []
    for mode in modes_of(person):
        minutes = minutes_by(person, mode, road)
        outcome, share = limited(person, mode, metres, minutes)
        tried.append((outcome, minutes, share))
    return best_of(len(metres), tried)


def inside(person: Person, stops: Any) -> Any:
    """Whether the worker's area lies in those of stops."""
    area = int(person.row["area"])
    return (area >= 0) & (area // stops["cut"] == stops["area"])


def known_by(person: Person, posts: Chosen, mode: int) -> tuple[Any, Any]:
    """(entries, place of each post's own, -1 none): the most specific known way."""
    ways, owner = posts.flat("known")
    at = np.flatnonzero((ways["mode"] == mode) & inside(person, ways))
    place = np.full(len(posts.places), -1)
    place[owner[at][::-1]] = at[::-1]
    return ways, place


def buses(person: Person, posts: Chosen, way: Any, known: Any) -> Any:
    """Whether buses run at both ends of the shifts."""
    first = np.where(known, way["first"], -1)
    last = np.where(known, way["last"], -1)
    early = (first < 0) & (posts["earliest"] < person.values["bus_first"])
    late = (last < 0) & (posts["latest"] > person.values["bus_last"])
    runs = np.where(known, way["runs"], PASS)
    return np.maximum(runs, np.where(early | late, CAUTION, PASS))


def by_way(person: Person, posts: Chosen, mode: int, metres: Any) -> Any:
    """(outcome, minutes, share) by one mode, by what is known or else by the model."""
    minutes = minutes_by(person, mode, road_of(person, metres))
    ways, place = known_by(person, posts, mode)
    known = place >= 0
    blank = np.zeros(1, ways.dtype)
    way = np.concatenate((ways, blank))[place]
    none = known & (way["minutes"] < 0)
    minutes = np.where(known, way["minutes"], minutes)
    outcome, share = limited(person, mode, metres, minutes)
    if mode == BUS:
        runs = buses(person, posts, way, known)
        share = np.where(runs == BLOCK, 0, share)
        outcome = np.maximum(outcome, runs)
    blocked = np.where(none, BLOCK, outcome)
    return blocked, np.where(none, UNSEEN, minutes), np.where(none, 0, share)


def shuttled(person: Person, posts: Chosen, metres: Any) -> tuple[Any, Any, Any]:
    """(outcome, minutes, share) by the employer's shuttle."""
    stops, owner = posts.flat("shuttle")
    away = metres_between(person.row, stops)
    near = away <= person.values["stop_metres"]
    near |= commute(person, away).outcome == PASS
    boards = inside(person, stops) | ((stops["placed"] == 1) & near)
    rides = np.zeros(len(posts.places), bool)
    rides[owner[boards]] = True
    ride = minutes_by(person, SHUTTLE, road_of(person, metres))
    minutes = int(person.values["stop_minutes"]) + ride
    limit = int(person.row["mode_minutes"][SHUTTLE])
    if limit < 0:
        outcome = np.zeros(len(minutes), np.int64)
        share = nearness(minutes, int(person.values["shuttle_minutes"]))
    else:
        outcome, share = within(person, minutes, limit), nearness(minutes, limit)
    return (
        np.where(rides, outcome, BLOCK),
        np.where(rides, minutes, UNSEEN),
        np.where(rides, share, 0),
    )


def travelled(person: Person, posts: Chosen) -> Going:
    """The better of commute and shuttle, by points and minutes."""
    metres = metres_between(person.row, {axis: posts[axis] for axis in "xyz"})
    tried = [by_way(person, posts, mode, metres) for mode in modes_of(person)]
    own = best_of(len(metres), tried)
    ridden, ride, near = shuttled(person, posts, metres)
    open_ride = np.where(ridden < BLOCK, ride, UNSEEN)
    soonest = np.minimum(own.soonest, open_ride)
    either = np.minimum(own.minutes, ride)
    return Going(
        np.minimum(own.outcome, ridden),
        either,
        np.where(ridden < BLOCK, np.maximum(own.share, near), own.share),
        np.where(soonest < UNSEEN, soonest, either),
    )


def scope_of(person: Person, posts: Chosen) -> Any:
    """`reach.scope`."""
    row, count = person.row, len(posts.places)
    scope, area = int(row["scope"]), int(row["area"])
    if scope < 0:
        return np.full(count, PASS)
    if scope == HOME:
        return np.where(posts["home_based"] == 1, PASS, BLOCK)
    cut = {VILLAGE: 1, TOWNSHIP: 1_000}.get(scope, 1_000_000)
    there = posts["area"]
    told = np.where(area // cut == there // cut, PASS, BLOCK)
    return np.where((area < 0) | (there < 0), UNKNOWN, told)


def daily(person: Person, posts: Chosen) -> Going:
    """Going there each day."""
    row, values, count = person.row, person.values, len(posts.places)
    told, soonest = np.full(count, UNKNOWN), np.full(count, UNSEEN)
    share = np.zeros(count, np.int64)
    if row["area"] >= 0 and row["area"] % 1_000 > 0:
        same, minutes = posts["area"] == row["area"], int(values["village_minutes"])
        told = np.where(same, PASS, told)
        share = np.where(same, nearness(minutes, int(values["ride_minutes"])), share)
        soonest = np.where(same, minutes, soonest)
    if row["reach_known"] == 1 and row["placed"] == 1:
        at = np.flatnonzero(posts["placed"] == 1)
        way = travelled(person, posts.kept(at))
        told[at], share[at], soonest[at] = way.outcome, way.share, way.soonest
    scope = scope_of(person, posts)
    held = scope != PASS
    return Going(
        np.where(held, scope, told),
        soonest,
        np.where(held, 0, share),
        np.where(held, UNSEEN, soonest),
    )


def living(person: Person, posts: Chosen) -> tuple[Any, Any]:
    """(outcome, -1 not tried; whether one must) of living there."""
    forced = (posts["live_in"] == 1) | (posts["outside"] == 1)
    lodging = int(person.row["lodging"])
    told = np.where(forced, BLOCK, -1)
    if lodging < 0:
        told = np.full(len(forced), UNKNOWN)
    elif lodging == LODGED_ANYWHERE:
        told = np.full(len(forced), PASS)
    elif lodging == LODGED_IN_COUNTY:
        told = np.where(posts["outside"] == 0, PASS, told)
    return np.where(forced | (posts["lodging"] == 1), told, -1), forced


def way_of(person: Person, posts: Chosen) -> Way:
    """The family's outcome, its share, and what the week counts."""
    values, count = person.values, len(posts.places)
    lives, forced = living(person, posts)
    way = daily(person, posts)
    open_bed = (lives == UNKNOWN) & (way.outcome >= UNKNOWN)
    outcome = np.where(open_bed, UNKNOWN, way.outcome)
    soonest = np.where(open_bed, UNSEEN, way.soonest)
    settled = forced | (lives == PASS)
    outcome = np.where(settled, lives, outcome)
    share = np.where(lives == PASS, 600, np.where(forced, 0, way.share))
    there = settled & (lives < BLOCK)
    soonest = np.where(there, 0, np.where(settled, UNSEEN, soonest))
    travel = np.where(soonest < UNSEEN, soonest, int(values["unknown_minutes"]))
    told = Way(outcome, share, np.minimum(travel, DAY), there)
    at = np.flatnonzero(posts["home_based"] == 1)
    fetched, near = at_home(person, posts.kept(at))
    told.outcome[at], told.share[at] = fetched, near
    told.travel[at], told.lives[at] = 0, False
    share = np.where(told.outcome == UNKNOWN, -1, told.share)
    return Way(told.outcome, share, told.travel, told.lives.reshape(count))


def at_home(person: Person, posts: Chosen) -> tuple[Any, Any]:
    """(outcome, share) of home work, by where its material is brought."""
    count = len(posts.places)
    stops, owner = posts.flat("delivery")
    brought = np.ones(count, bool)
    brought[owner] = False
    brought[owner[inside(person, stops)]] = True
    metres = metres_between(person.row, {axis: posts[axis] for axis in "xyz"})
    near = metres <= person.values["fetch_metres"]
    placed = (person.row["placed"] == 1) & (posts["placed"] == 1)
    told = np.where(placed, np.where(near, CAUTION, BLOCK), UNKNOWN)
    share = np.where(told == CAUTION, 1000, 0)
    return np.where(brought, PASS, told), np.where(brought, 1000, share)
