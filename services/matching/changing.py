"""The single changes that might open a blocked post, smallest first, per rule."""

from collections.abc import Callable
from collections.abc import Iterator
from typing import Any

from common.contracts.codes import ACCOMMODATIONS
from common.contracts.jobs import Post
from common.contracts.people import Dated
from common.contracts.people import Worker
from common.contracts.values import Stop
from common.contracts.values import Window
from services.matching.found import Change
from services.matching.found import Number
from services.matching.found import Ruling

STEP_MIN = 30
MOST_SHIFTED_MIN = 120
TRAINING_DAYS = 7
ADULT_AGE = 18
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


def _nothing(worker: Worker, post: Post, ruling: Ruling) -> Iterator[Trial]:
    yield from ()


def _of_post(key: str, post: Post, numbers: dict[str, Number], **change: Any) -> Any:
    return Change(key, "employer", numbers), post.model_copy(update=change)


def _shuttle(worker: Worker, post: Post, ruling: Ruling) -> Iterator[Trial]:
    if worker.area and not post.outside_county:
        township = worker.area[:9] + "000"
        change, moved = _of_post(
            "shuttle", post, {"area": township}, shuttle=(Stop(area=township),)
        )
        yield change, worker, moved


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


def _shifted(post: Post, later: int, earlier: int) -> Post:
    shifts = tuple(
        Window(
            days=shift.days,
            start_min=(shift.start_min + later) % 1440,
            end_min=(shift.end_min - earlier) % 1440,
        )
        for shift in post.time.shifts
    )
    time = post.time.model_copy(update={"shifts": shifts})
    return post.model_copy(update={"time": time})


def _hours(worker: Worker, post: Post, ruling: Ruling) -> Iterator[Trial]:
    if post.time.pattern not in ("single", "choose"):
        return
    for minutes in range(STEP_MIN, MOST_SHIFTED_MIN + 1, STEP_MIN):
        told: dict[str, Number] = {"minutes": minutes}
        later, earlier = _shifted(post, minutes, 0), _shifted(post, 0, minutes)
        yield Change("start_later", "employer", told), worker, later
        yield Change("end_earlier", "employer", told), worker, earlier


def _days(worker: Worker, post: Post, ruling: Ruling) -> Iterator[Trial]:
    named = len({day for shift in post.time.shifts for day in shift.days})
    usual = post.time.days_required or named
    for fewer in range(1, usual):
        time = post.time.model_copy(update={"days_required": usual - fewer})
        change, moved = _of_post("fewer_days", post, {"days": fewer}, time=time)
        yield change, worker, moved


def _pay(worker: Worker, post: Post, ruling: Ruling) -> Iterator[Trial]:
    if post.pay is None:
        return
    for yuan in PAY_STEPS.get(post.pay.unit, ()):
        told: dict[str, Number] = {"yuan": yuan, "unit": post.pay.unit}
        pay = post.pay.model_copy(update={"max": post.pay.max + yuan})
        change, moved = _of_post("pay_up", post, told, pay=pay)
        yield change, worker, moved


def _training(worker: Worker, post: Post, ruling: Ruling) -> Iterator[Trial]:
    told: dict[str, Number] = {"skill": str(ruling.numbers.get("skill", ""))}
    change, moved = _of_post("training", post, told, training_days=TRAINING_DAYS)
    yield change, worker, moved


def _age_wish(worker: Worker, post: Post, ruling: Ruling) -> Iterator[Trial]:
    age = ruling.numbers.get("age")
    # Nobody is asked to take on a minor where the post begins at eighteen.
    if not isinstance(age, int) or age < ADULT_AGE:
        return
    above = post.age_max is not None and age > post.age_max
    field = "age_max" if above else "age_min"
    change, moved = _of_post("age_wish", post, {"age": age}, **{field: age})
    yield change, worker, moved


def _schooling(worker: Worker, post: Post, ruling: Ruling) -> Iterator[Trial]:
    level = worker.schooling or "none"
    told: dict[str, Number] = {"schooling": level}
    change, moved = _of_post("schooling", post, told, schooling=level)
    yield change, worker, moved


def _accommodation(worker: Worker, post: Post, ruling: Ruling) -> Iterator[Trial]:
    for code in ACCOMMODATIONS:
        offered = (*post.accommodations, code)
        told: dict[str, Number] = {"accommodation": code}
        change, moved = _of_post("accommodation", post, told, accommodations=offered)
        yield change, worker, moved


def _licence(worker: Worker, post: Post, ruling: Ruling) -> Iterator[Trial]:
    code = str(ruling.numbers.get("licences", ""))
    held = (*(worker.licences or ()), Dated(code=code))
    change = Change("licence", "worker", {"licence": code})
    yield change, worker.model_copy(update={"licences": held}), post


TRIALS: dict[str, Trials] = {
    "reach.commute": _shuttle,
    "reach.shuttle": _shuttle,
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
