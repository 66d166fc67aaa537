"""The single changes that might open a blocked post, smallest first, per rule."""

from collections.abc import Callable
from collections.abc import Iterator
from typing import Any

from common.contracts.codes import ACCOMMODATIONS
from common.contracts.jobs import Post
from common.contracts.jobs import WorkTime
from common.contracts.people import Dated
from common.contracts.people import Worker
from common.contracts.values import Stop
from common.contracts.values import Window
from common.intake.posts import EARLY
from common.intake.posts import is_night
from services.matching.found import Change
from services.matching.found import Number
from services.matching.found import Ruling

STEP_MIN = 30
MOST_SHIFTED_MIN = 120
# What is left of a shift that is cut; less is no day's work.
LEAST_SHIFT_MIN = 60
TRAINING_DAYS = 7
ADULT_AGE = 18
DAY_MIN = 1440
# Yuan more, by what pay is counted; round steps, so that posts can be told together.
PAY_STEPS = {
    "month": (100, 200, 300, 500, 800, 1000),
    "day": (10, 20, 30, 50),
    "hour": (1, 2, 3, 5),
}

Trial = tuple[Change, Worker, Post]
Trials = Callable[[Worker, Post, Ruling], Iterator[Trial]]


def trials(worker: Worker, post: Post, ruling: Ruling) -> Iterator[Trial]:
    """The changes worth trying for the one rule that blocks; none for most rules."""
    if ruling.rule.startswith("body.") and ruling.rule[5:].isupper():
        yield from _accommodation(worker, post, ruling)
    else:
        yield from TRIALS.get(ruling.rule, _nothing)(worker, post, ruling)


def timed(post: Post, time: WorkTime, **more: Any) -> Post:
    """The post with other working time, and without what only the old time brought.

    Nights, early starts and changing shifts are traits that people refuse; they go
    when the hours that brought them go.
    """
    gone = _brought(post.time) - _brought(time)
    come = sorted(_brought(time) - set(post.traits))
    kept = [trait for trait in post.traits if trait not in gone]
    changed = {"time": time, "traits": (*kept, *come), **more}
    return post.model_copy(update=changed)


def _brought(time: WorkTime) -> set[str]:
    circumstances = {
        "night": any(map(is_night, time.shifts)),
        "early": any(shift.start_min < EARLY for shift in time.shifts),
        "rotating": time.pattern == "rotate",
        "live_in": time.live_in,
    }
    return {trait for trait, is_so in circumstances.items() if is_so}


def minutes_of(shift: Window) -> int:
    """How long a shift lasts; one that ends when it starts lasts a day."""
    return (shift.end_min - shift.start_min - 1) % DAY_MIN + 1


def shifted(post: Post, later: int, earlier: int) -> Post | None:
    """All shifts begin later and end earlier; None where too little would be left."""
    shifts = post.time.shifts
    cut = later + earlier
    if not shifts or min(map(minutes_of, shifts)) - cut < LEAST_SHIFT_MIN:
        return None
    moved = tuple(
        Window(
            days=shift.days,
            start_min=(shift.start_min + later) % DAY_MIN,
            end_min=(shift.end_min - earlier) % DAY_MIN,
        )
        for shift in shifts
    )
    return timed(post, post.time.model_copy(update={"shifts": moved}))


def paid_more(post: Post, yuan: int) -> Post:
    """The most that the post pays raised; as it is where no pay is told."""
    if post.pay is None:
        return post
    pay = post.pay.model_copy(update={"max": post.pay.max + yuan})
    return post.model_copy(update={"pay": pay})


def usual_days(post: Post) -> int:
    """The days a week that the post asks for."""
    named = len({day for shift in post.time.shifts for day in shift.days})
    return post.time.days_required or named


def fewer_days(post: Post, fewer: int) -> Post:
    """So many days a week less."""
    days = usual_days(post) - fewer
    return timed(post, post.time.model_copy(update={"days_required": days}))


def with_stop(post: Post, township: str) -> Post:
    """The shuttle comes to one more township."""
    stops = (*post.shuttle, Stop(area=township))
    return post.model_copy(update={"shuttle": stops})


def with_accommodation(post: Post, code: str) -> Post:
    """One more accommodation is offered."""
    offered = (*post.accommodations, code)
    return post.model_copy(update={"accommodations": offered})


def wishing_age(post: Post, age: int) -> Post:
    """The employer's wish widened so that it holds this age."""
    above = post.age_max is not None and age > post.age_max
    return post.model_copy(update={"age_max" if above else "age_min": age})


def township_of(area: str) -> str:
    """The code of the township that an area lies in."""
    return area[:9] + "000"


def _nothing(worker: Worker, post: Post, ruling: Ruling) -> Iterator[Trial]:
    yield from ()


def _by_employer(key: str, **numbers: Number) -> Change:
    return Change(key, "employer", numbers)


def _shuttle(worker: Worker, post: Post, ruling: Ruling) -> Iterator[Trial]:
    if worker.area and not post.outside_county:
        township = township_of(worker.area)
        change = _by_employer("shuttle", area=township)
        yield change, worker, with_stop(post, township)


def _lodging(worker: Worker, post: Post, ruling: Ruling) -> Iterator[Trial]:
    # Who said no to living away has refused it, and is not asked again here.
    if worker.reach is None or worker.reach.lodging == "no":
        return
    where = "anywhere" if post.outside_county else "county"
    reach = worker.reach.model_copy(update={"lodging": where})
    yield (
        Change("lodging", "worker", {}),
        worker.model_copy(update={"reach": reach}),
        post,
    )


def _hours(worker: Worker, post: Post, ruling: Ruling) -> Iterator[Trial]:
    if post.time.pattern not in ("single", "choose"):
        return
    for minutes in range(STEP_MIN, MOST_SHIFTED_MIN + 1, STEP_MIN):
        later, earlier = shifted(post, minutes, 0), shifted(post, 0, minutes)
        if later is not None and earlier is not None:
            yield _by_employer("start_later", minutes=minutes), worker, later
            yield _by_employer("end_earlier", minutes=minutes), worker, earlier


def _days(worker: Worker, post: Post, ruling: Ruling) -> Iterator[Trial]:
    for fewer in range(1, usual_days(post)):
        yield _by_employer("fewer_days", days=fewer), worker, fewer_days(post, fewer)


def _pay(worker: Worker, post: Post, ruling: Ruling) -> Iterator[Trial]:
    if post.pay is None:
        return
    for yuan in PAY_STEPS.get(post.pay.unit, ()):
        change = _by_employer("pay_up", yuan=yuan, unit=post.pay.unit)
        yield change, worker, paid_more(post, yuan)


def _training(worker: Worker, post: Post, ruling: Ruling) -> Iterator[Trial]:
    change = _by_employer("training", skill=str(ruling.numbers.get("skill", "")))
    yield change, worker, post.model_copy(update={"training_days": TRAINING_DAYS})


def _age_wish(worker: Worker, post: Post, ruling: Ruling) -> Iterator[Trial]:
    age = ruling.numbers.get("age")
    # Nobody is asked to take on a minor where the post begins at eighteen.
    if isinstance(age, int) and age >= ADULT_AGE:
        yield _by_employer("age_wish", age=age), worker, wishing_age(post, age)


def _schooling(worker: Worker, post: Post, ruling: Ruling) -> Iterator[Trial]:
    level = worker.schooling or "none"
    change = _by_employer("schooling", schooling=level)
    yield change, worker, post.model_copy(update={"schooling": level})


def _accommodation(worker: Worker, post: Post, ruling: Ruling) -> Iterator[Trial]:
    for code in ACCOMMODATIONS:
        change = _by_employer("accommodation", accommodation=code)
        yield change, worker, with_accommodation(post, code)


def _licence(worker: Worker, post: Post, ruling: Ruling) -> Iterator[Trial]:
    code = str(ruling.numbers.get("licences", ""))
    yield Change("licence", "worker", {"licence": code}), holding(worker, code), post


def holding(worker: Worker, licence: str) -> Worker:
    """The worker with one more licence."""
    held = (*(worker.licences or ()), Dated(code=licence))
    return worker.model_copy(update={"licences": held})


def _bus(worker: Worker, post: Post, ruling: Ruling) -> Iterator[Trial]:
    """Hours at which there is a bus, else a shuttle of the employer's own."""
    yield from _hours(worker, post, ruling)
    yield from _shuttle(worker, post, ruling)


TRIALS: dict[str, Trials] = {
    "reach.commute": _shuttle,
    "reach.shuttle": _shuttle,
    "reach.known": _shuttle,
    "reach.bus": _bus,
    "reach.live_in": _lodging,
    "week.hours": _hours,
    "week.care": _hours,
    "week.days": _days,
    "pay.floor": _pay,
    "skill.must": _training,
    "asks.age": _age_wish,
    "asks.schooling": _schooling,
    "eligible.licence": _licence,
}
