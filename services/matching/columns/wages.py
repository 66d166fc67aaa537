"""What a post pays at best, as the legal minimum wage is told: by month or by hour.

Only paid employment counts: work done at home by the piece, for a household, a
cooperative or a platform has no minimum wage, and public-welfare posts are paid by the
rules of their programme.
"""

from fractions import Fraction
from math import ceil

from common.contracts.jobs import Post
from common.contracts.jobs import PostKind
from common.contracts.jobs import WorkTime
from services.matching.columns.encoding import fen

NOT_LOOKED_AT, BY_MONTH, BY_HOUR = range(3)
EMPLOYING: tuple[PostKind, ...] = ("enterprise", "workshop", "export")
# Part-time work by law: up to 24 hours a week, paid by the hour.
PART_TIME_MIN = 24 * 60
FULL_WEEK_MIN = 40 * 60
WEEKS_A_MONTH = Fraction(433, 100)
USUAL_DAYS = 6


def wage_of(post: Post, weekly: int) -> tuple[int, int]:
    """(how it is compared, fen): the top of the range, rounded up.

    `weekly` minutes of work, -1 unknown. Part-time work comes as fen an hour, all other
    as fen a month of normal hours: a month's pay for less than a full week is raised in
    proportion, for a longer week nothing is taken off, since overtime is not known.
    """
    pay = post.pay
    employs = post.kind in EMPLOYING and not post.home_based
    if not employs or pay is None or pay.unit == "piece" or weekly <= 0:
        return NOT_LOOKED_AT, 0
    top, hours = Fraction(fen(pay.max)), Fraction(weekly, 60)
    if pay.unit == "hour":
        a_week = top * hours
    elif pay.unit == "day":
        a_week = top * days_a_week(post.time)
    else:
        a_week = top / WEEKS_A_MONTH
    if weekly <= PART_TIME_MIN:
        return BY_HOUR, ceil(a_week / hours)
    counted = Fraction(min(weekly, FULL_WEEK_MIN), FULL_WEEK_MIN)
    return BY_MONTH, ceil(a_week * WEEKS_A_MONTH / counted)


def days_a_week(time: WorkTime) -> int:
    """The days of work a week; of shifts to choose from the most days count."""
    if not time.shifts:
        return time.days_required or USUAL_DAYS
    alone = time.pattern in ("choose", "rotate")
    named = [set(shift.days) for shift in time.shifts]
    most = max(map(len, named)) if alone else len(set().union(*named))
    return min(time.days_required or most, most)
