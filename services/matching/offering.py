"""What an employer could change about a post: single changes, smallest first.

Only what an employer may change at all: never a rule of law, safety, eligibility or
anybody's refusal. Changes of one kind exclude each other; two of different kinds make
a pair, the earlier one of this order applied first.
"""

from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from common.contracts.codes import ACCOMMODATIONS
from common.contracts.codes import SCHOOLING
from common.contracts.jobs import Post
from common.contracts.values import Place
from common.intake.titles import titles
from services.matching.changing import ADULT_AGE
from services.matching.changing import MOST_SHIFTED_MIN
from services.matching.changing import PAY_STEPS
from services.matching.changing import STEP_MIN
from services.matching.changing import TRAINING_DAYS
from services.matching.changing import fewer_days
from services.matching.changing import paid_more
from services.matching.changing import shifted
from services.matching.changing import usual_days
from services.matching.changing import wishing_age
from services.matching.changing import with_accommodation
from services.matching.changing import with_stop
from services.matching.columns.posts import LIFTS
from services.matching.found import Change
from services.matching.found import Number
from services.matching.retiming import has_weekend
from services.matching.retiming import times_of
from services.matching.retiming import without_weekend

AGE_STEPS = (5, 10)
OLDEST_WISH = 80
HOME = "HOME"
# What work at home does not bring, whatever the workshop brings.
OF_THE_SITE = ("factory", "line_work", "live_in")

LODGERS = "lodgers"

Applied = Callable[[Post], Post]


@dataclass(frozen=True, slots=True)
class Offer:
    """One change: what it is called, its kind, and how it is made.

    `whom`: it changes something for some people only: the code of their township, or
    `LODGERS`, those who have not said no to living away.
    """

    change: Change
    kind: str
    apply: Applied
    whom: str | None = None


@dataclass(frozen=True, slots=True)
class Town:
    """A township where people live, and the middle of their homes if enough do."""

    area: str
    centre: Place | None = None


def offers_of(post: Post, towns: Sequence[Town]) -> list[Offer]:
    """All single changes worth trying, in the order in which pairs are applied."""
    return [
        *_times(post),
        *_days(post),
        *_places(post),
        *_towns(post, towns),
        *_pay(post),
        *_training(post),
        *_ages(post),
        *_asks(post),
        *_accommodations(post),
    ]


def _offer(kind: str, key: str, apply: Applied, **numbers: Number) -> Offer:
    return Offer(Change(key, "employer", numbers), kind, apply)


def _with(**change: Any) -> Applied:
    return lambda post: post.model_copy(update=change)


def _cut(later: int, earlier: int) -> Applied:
    return lambda post: shifted(post, later, earlier) or post


def _times(post: Post) -> Iterator[Offer]:
    if post.time.pattern in ("single", "choose"):
        for minutes in range(STEP_MIN, MOST_SHIFTED_MIN + 1, STEP_MIN):
            if shifted(post, minutes, 0) is not None:
                told: dict[str, Number] = {"minutes": minutes}
                yield _offer("time", "start_later", _cut(minutes, 0), **told)
                yield _offer("time", "end_earlier", _cut(0, minutes), **told)
    for key, apply, numbers in times_of(post):
        yield _offer("time", key, apply, **numbers)


def _days(post: Post) -> Iterator[Offer]:
    for fewer in range(1, min(3, usual_days(post))):
        yield _offer("days", "fewer_days", partial(fewer_days, fewer=fewer), days=fewer)
    if has_weekend(post):
        yield _offer("days", "weekend_off", without_weekend)


def _places(post: Post) -> Iterator[Offer]:
    if post.home_based or post.outside_county:
        return
    if post.time.live_in:
        yield _offer("place", "daily_return", _returning)
    elif not post.lodging:
        change = Change("lodging_offered", "employer", {})
        yield Offer(change, "place", _with(lodging=True), LODGERS)
    title = titles().get(post.title_code or "")
    if title and HOME in title.patterns:
        yield _offer("place", "home_work", _at_home)


def _returning(post: Post) -> Post:
    time = post.time.model_copy(update={"live_in": False})
    traits = tuple(trait for trait in post.traits if trait != "live_in")
    return post.model_copy(update={"time": time, "traits": traits, "lodging": True})


def _at_home(post: Post) -> Post:
    time = post.time.model_copy(update={"live_in": False})
    traits = tuple(trait for trait in post.traits if trait not in OF_THE_SITE)
    at_home = {"home_based": True, "delivery": (), "time": time, "traits": traits}
    return post.model_copy(update=at_home)


def _towns(post: Post, towns: Sequence[Town]) -> Iterator[Offer]:
    if post.home_based or post.outside_county:
        return
    for town in towns:
        if not post.time.live_in and post.place is not None:
            change = Change("shuttle_to", "employer", {"area": town.area})
            yield Offer(
                change, "place", partial(with_stop, township=town.area), town.area
            )
    for town in towns:
        away = (post.area or "")[:9] != town.area[:9]
        if town.centre is not None and away and post.kind != "public_welfare":
            where: dict[str, Number] = {
                "area": town.area,
                "lat": town.centre.lat,
                "lng": town.centre.lng,
            }
            moved = _with(area=town.area, place=town.centre)
            yield _offer("place", "site", moved, **where)


def _pay(post: Post) -> Iterator[Offer]:
    if post.pay is None:
        return
    unit = post.pay.unit
    for yuan in PAY_STEPS.get(unit, ()):
        yield _offer(
            "pay", "pay_up", partial(paid_more, yuan=yuan), yuan=yuan, unit=unit
        )


def _training(post: Post) -> Iterator[Offer]:
    if post.training_days is None and any(need.must for need in post.needs):
        training = _with(training_days=TRAINING_DAYS)
        yield _offer("training", "training_offered", training, days=TRAINING_DAYS)


def _ages(post: Post) -> Iterator[Offer]:
    """Wider wishes; an age that a rule fixes is no wish, and none goes below 18."""
    if post.formal_age:
        return
    least, most = post.age_min, post.age_max
    older = [most + step for step in AGE_STEPS] if most is not None else []
    younger = [least - step for step in AGE_STEPS] if least is not None else []
    for age in dict.fromkeys(min(age, OLDEST_WISH) for age in older):
        if most is not None and age > most:
            yield _wish("age_most", age)
    for age in dict.fromkeys(max(age, ADULT_AGE) for age in younger):
        if least is not None and age < least:
            yield _wish("age_least", age)


def _wish(kind: str, age: int) -> Offer:
    return _offer(kind, "age_wish", partial(wishing_age, age=age), age=age)


def _asks(post: Post) -> Iterator[Offer]:
    wanted = SCHOOLING.index(post.schooling or SCHOOLING[0])
    for level in reversed(SCHOOLING[:wanted]):
        lower = _with(schooling=level)
        yield _offer("schooling", "schooling", lower, schooling=level)
    if any(need.years for need in post.needs):
        needs = tuple(n.model_copy(update={"years": None}) for n in post.needs)
        yield _offer("experience", "experience_dropped", _with(needs=needs))
    if post.languages:
        yield _offer("language", "language_dropped", _with(languages=()))


def _accommodations(post: Post) -> Iterator[Offer]:
    asked = {code for code, level in (post.demands or {}).items() if level >= 1}
    for code in ACCOMMODATIONS:
        if code not in post.accommodations and asked & set(LIFTS.get(code, ())):
            yield _offer(
                "accommodation",
                "accommodation",
                partial(with_accommodation, code=code),
                accommodation=code,
            )
