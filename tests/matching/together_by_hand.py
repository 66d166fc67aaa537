"""Two people and one post by hand: sets of minutes, and every choice of days tried."""

from itertools import combinations
from itertools import product
from random import Random
from typing import Any
from uuid import UUID

from common.contracts.codes import Verdict
from common.contracts.jobs import Post
from common.contracts.people import ModeReach
from common.contracts.people import Worker
from common.contracts.values import Window
from services.matching.index import Index
from tests.matching.builders import SIX_DAYS
from tests.matching.builders import TODAY
from tests.matching.builders import WEEKDAYS
from tests.matching.builders import a_post
from tests.matching.builders import a_worker
from tests.matching.builders import free
from tests.matching.builders import north
from tests.matching.builders import shifts
from tests.matching.builders import span

Facts = dict[str, Any]
HOME = UUID(int=9)
HE, SHE = UUID(int=1), UUID(int=2)
ALL_DAY = span("05:00-22:00", (1, 2, 3, 4, 5, 6, 7))
WALK, EBIKE, MOTO, CAR = ({"mode": m} for m in ("walk", "ebike", "moto", "car"))
WEEK_MIN = 7 * 1440

CARES = ("16:30-17:30", "11:30-12:30", "06:00-08:00", "05:00-21:00")
# Days that a post of so many named days asks for, in the random pairs below.
REQUIRED = {6: 5, 4: 3}


def him(*modes: Facts, **facts: Any) -> Worker:
    """Free from five to ten, and goes up to 12 km by these modes."""
    reach = {"modes": modes, "max_km": 12.0, "lodging": "no"}
    told = {"reach": reach, "week": free(ALL_DAY), "household": HOME, **facts}
    return a_worker(id=HE, sex="male", **told)


def her(*modes: Facts, **facts: Any) -> Worker:
    """The same with 3 km."""
    reach = {"modes": modes, "max_km": 3.0, "lodging": "no"}
    told = {"reach": reach, "week": free(ALL_DAY), "household": HOME, **facts}
    return a_worker(id=SHE, **told)


def at(number: int, km: float, *spans: Facts, **facts: Any) -> Post:
    """A post so many kilometres away."""
    time = {"time": shifts(*spans)} if spans else {}
    return a_post(id=UUID(int=1000 + number), place=north(km), **time, **facts)


def minutes_of(window: Window, day: int, travel: int = 0) -> set[int]:
    """The minutes of the week of a window on a day, with the way on both ends."""
    length = (window.end_min - window.start_min) % 1440 or 1440
    start = (day - 1) * 1440 + window.start_min
    return {m % WEEK_MIN for m in range(start - travel, start + length + travel)}


def can_go(
    index: Index, people: tuple[Worker, Worker], posts: tuple[Post, Post]
) -> bool:
    """Whether each can take the own post together, by trying everything."""
    if posts[0].id == posts[1].id and posts[0].openings < 2:
        return False
    care = {
        minute
        for person in people
        for window in (person.week.care if person.week else ())
        for day in window.days
        for minute in minutes_of(window, day)
    }
    ways = [ways_alone(index, people, at, posts[at]) for at in (0, 1)]
    return any(
        weeks_meet(one, other, care)
        for one, other in product(*ways)
        if {one[0], other[0]} in ({"free"}, {"free", "driver"})
        or (one[1] == other[1] and {one[0], other[0]} == {"driver", "passenger"})
    )


def ways_alone(
    index: Index, people: tuple[Worker, Worker], at: int, post: Post
) -> list[tuple[str, str, Window, int, set[int]]]:
    """(role, vehicle, shift, minutes, days that can be worked) of one of them."""
    person, partner = people[at], people[1 - at]
    assert person.reach and partner.reach and person.week
    named = person.reach.modes or (ModeReach(mode="ebike"),)
    own = [m for m in named if m.mode in ("ebike", "moto", "car")]
    feet = [m for m in named if m not in own] or [ModeReach(mode="shuttle")]
    lifts = [m for m in partner.reach.modes if m.mode in ("moto", "car")]
    tried = [("free", "", tuple(feet), person.reach.max_km)]
    tried += [("driver", m.mode, (m,), person.reach.max_km) for m in own]
    tried += [("passenger", m.mode, (m,), partner.reach.max_km) for m in lifts]
    week = person.week.model_copy(update={"care": ()})
    found = []
    for role, vehicle, modes, max_km in tried:
        reach = person.reach.model_copy(update={"modes": modes, "max_km": max_km})
        alone = person.model_copy(update={"reach": reach, "week": week})
        for shift in post.time.shifts:
            verdicts = {}
            for days in [shift.days, *((day,) for day in shift.days)]:
                one = shift.model_copy(update={"days": days})
                update: Facts = {"shifts": (one,), "pattern": "single"}
                if len(days) == 1:
                    update["days_required"] = 1
                time = post.time.model_copy(update=update)
                offered = post.model_copy(update={"time": time})
                verdicts[days] = index.explain(alone, offered, TODAY)
            whole = verdicts[shift.days]
            if whole.verdict is Verdict.UNFIT or (vehicle and whole.mode != vehicle):
                continue
            able = {d for d in shift.days if verdicts[d,].verdict is not Verdict.UNFIT}
            found.append((role, vehicle, shift, whole.minutes or 0, able))
    return found


def weeks_meet(one: Any, other: Any, care: set[int]) -> bool:
    """Whether some days of both, enough for each, leave nobody and nothing alone."""
    for mine, theirs in product(day_choices(one), day_choices(other)):
        away = [
            {m for d in days for m in minutes_of(way[2], d, way[3])}
            for way, days in ((one, mine), (other, theirs))
        ]
        if away[0] & away[1] & care:
            continue
        if "passenger" in (one[0], other[0]):
            driven, driving = (theirs, mine) if one[0] == "driver" else (mine, theirs)
            late = max(
                abs(one[2].start_min - other[2].start_min),
                abs(ends(one[2]) - ends(other[2])),
            )
            if not driven <= driving or (driven and late > 30):
                continue
        return True
    return False


def day_choices(way: Any) -> list[set[int]]:
    """Every set of days that is enough."""
    named, required = sorted(way[4]), REQUIRED.get(len(way[2].days), len(way[2].days))
    least = min(required, len(named))
    return [
        set(days)
        for count in range(least, len(named) + 1)
        for days in combinations(named, count)
    ]


def ends(window: Window) -> int:
    """When a window ends, past midnight beyond 1440."""
    return window.start_min + ((window.end_min - window.start_min) % 1440 or 1440)


def a_random_pair(rng: Random) -> tuple[Worker, Worker]:
    """Two people with hours, care and modes that often collide."""

    def week() -> Facts:
        windows = [
            span(rng.choice(("05:00-22:00", "07:00-18:00", "06:00-15:00")), days)
            for days in (rng.choice(((1, 2, 3, 4, 5, 6, 7), WEEKDAYS)),)
        ]
        care = [
            span(
                rng.choice(
                    ("16:30-17:30", "11:30-12:30", "06:00-08:00", "05:00-21:00")
                ),
                rng.choice(((1, 2, 3, 4, 5), (3,), (6, 7))),
            )
            for _ in range(rng.choice((0, 0, 1)))
        ]
        return free(*windows, care=care)

    def modes() -> tuple[Facts, ...]:
        return tuple(rng.sample((WALK, EBIKE, MOTO, CAR), rng.choice((0, 1, 1, 2, 3))))

    return him(*modes(), week=week()), her(*modes(), week=week())


def random_posts(rng: Random) -> tuple[Post, Post]:
    """Two posts at one place."""
    km = rng.choice((0.5, 2.5, 6.0, 6.0, 9.0, 9.0, 14.0))
    return a_random_post(rng, 1, km), a_random_post(rng, 2, km)


def a_random_post(rng: Random, number: int, km: float) -> Post:
    """A post whose hours, days and distance collide with them."""
    hours = ("08:00-17:00", "08:30-17:00", "06:00-13:00", "13:30-20:00", "21:00-05:00")
    days = rng.choice((SIX_DAYS, WEEKDAYS, (1, 3, 5, 6)))
    spans = [span(one, days) for one in rng.sample(hours, rng.choice((1, 1, 2)))]
    post = at(number, km, *spans)
    changed: Facts = {"pattern": "choose" if len(spans) > 1 else "single"}
    if len(days) in REQUIRED:
        changed["days_required"] = REQUIRED[len(days)]
    time = post.time.model_copy(update=changed)
    return post.model_copy(update={"time": time, "openings": rng.choice((1, 2, 2))})
