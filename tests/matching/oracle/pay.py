"""The family pay: what can be earned in a month against the least acceptable."""

from decimal import ROUND_HALF_UP
from decimal import Decimal
from fractions import Fraction

from common.contracts.codes import Outcome
from common.contracts.jobs import Post
from common.contracts.people import Worker
from tests.matching.oracle.values import Number
from tests.matching.oracle.values import Outcomes
from tests.matching.oracle.values import Thresholds

DAYS_PER_MONTH = 26
HOURS_PER_MONTH = 208
FULL_TIME_HOURS = 174
PART_TIME_WEEK_MIN = 30 * 60


def cents(yuan: float) -> int:
    """Whole fen, rounded half up."""
    exact = Decimal(str(yuan)) * 100
    return int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def pays(
    worker: Worker, post: Post, week_min: int | None, rules: Thresholds
) -> tuple[Outcomes, int | None]:
    """Family `pay` and the score's share; None when it is not known."""
    floor = _floor(worker, week_min)
    if floor is None:
        return {"pay.floor": (Outcome.PASS, {})}, None
    if post.pay is None or post.pay.unit == "piece":
        if worker.pay_floor is not None and worker.pay_floor.min == 0:
            return {"pay.floor": (Outcome.PASS, {})}, None
        return {"pay.asked": (Outcome.UNKNOWN, {})}, None
    if floor == 0:
        return {"pay.floor": (Outcome.PASS, {})}, 1000
    unit = _per_month(post.pay.unit, week_min)
    top = cents(post.pay.max) * unit
    middle = (cents(post.pay.min) + cents(post.pay.max)) * unit / 2
    caution = Fraction(rules.pay_caution_pct, 100)
    far: dict[str, Number] = {"far": 1} if top / floor < caution else {}
    return {"pay.floor": (_outcome(top / floor, rules), far)}, _share(middle / floor)


def _hours(week_min: int | None) -> Fraction:
    if week_min is None:
        return Fraction(HOURS_PER_MONTH)
    return Fraction(week_min * 433, 6000)


def _per_month(unit: str, week_min: int | None) -> Fraction:
    if unit == "hour":
        return _hours(week_min)
    return Fraction(DAYS_PER_MONTH if unit == "day" else 1)


def _floor(worker: Worker, week_min: int | None) -> Fraction | None:
    """The floor in cents a month, as asked of this post's hours."""
    floor = worker.pay_floor
    if floor is None or floor.unit == "piece":
        return None
    amount = Fraction(cents(floor.min))
    part_time = week_min is not None and week_min < PART_TIME_WEEK_MIN
    if floor.unit == "month" and part_time:
        return amount / FULL_TIME_HOURS * _hours(week_min)
    return amount * _per_month(floor.unit, week_min)


def _outcome(ratio: Fraction, rules: Thresholds) -> Outcome:
    if ratio >= 1:
        return Outcome.PASS
    far = Fraction(rules.pay_far_pct, 100)
    return Outcome.CAUTION if ratio >= far else Outcome.BLOCK


def _share(ratio: Fraction) -> int:
    """0 at half the floor, 700 at the floor, 1000 at one and a half, linear between."""
    if ratio < 1:
        return max(0, int((ratio - Fraction(1, 2)) * 1400))
    return min(1000, int(700 + (ratio - 1) * 600))
