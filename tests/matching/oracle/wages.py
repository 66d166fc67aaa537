"""The rule `law.wage`: the best pay of a post against the least that is lawful."""

from decimal import ROUND_HALF_UP
from decimal import Decimal
from fractions import Fraction

from common.contracts.codes import Outcome
from common.contracts.jobs import Post
from common.contracts.jobs import WorkTime
from tests.matching.oracle.clock import required_of
from tests.matching.oracle.clock import weekly_minutes
from tests.matching.oracle.values import Situation

WEEKS = Fraction(433, 100)


def is_paid_lawfully(post: Post, now: Situation) -> Outcome:
    """Pass unless the top of the range lies below the minimum of the post's area."""
    here = [
        wage
        for wage in now.rules.wages
        if (post.area or "").startswith(wage.area) and wage.since <= now.today
    ]
    minutes = weekly_minutes(post.time)
    if not here or not minutes or post.kind not in ("enterprise", "workshop", "export"):
        return Outcome.PASS
    if post.home_based or post.pay is None or post.pay.unit == "piece":
        return Outcome.PASS
    least = max(here, key=lambda wage: (len(wage.area), wage.since))
    hours = Fraction(minutes, 60)
    fen = Decimal(str(post.pay.max)) * 100
    top = Fraction(int(fen.quantize(Decimal(1), rounding=ROUND_HALF_UP)))
    weekly = {
        "hour": top * hours,
        "day": top * _days(post.time),
        "month": top / WEEKS,
    }[post.pay.unit]
    if hours <= 24:
        enough = _up(weekly / hours) >= Fraction(least.an_hour) * 100
    else:
        full = weekly * WEEKS * 40 / min(hours, Fraction(40))
        enough = _up(full) >= Fraction(least.a_month) * 100
    if enough:
        return Outcome.PASS
    return Outcome.BLOCK if now.rules.wage_firm else Outcome.CAUTION


def _up(fen: Fraction) -> int:
    return -(-fen.numerator // fen.denominator)


def _days(time: WorkTime) -> int:
    if not time.shifts:
        return time.days_required or 6
    if time.pattern in ("choose", "rotate"):
        return max(required_of(time, shift.days) for shift in time.shifts)
    named = {day for shift in time.shifts for day in shift.days}
    return required_of(time, tuple(named))
