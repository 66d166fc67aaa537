"""Other ways to lay the hours of a post: half days, a choice, no nights, no weekend."""

from collections.abc import Callable
from collections.abc import Iterator

from common.contracts.jobs import Post
from common.contracts.jobs import WorkTime
from common.contracts.values import Pay
from common.contracts.values import Window
from services.matching.changing import DAY_MIN
from services.matching.changing import minutes_of
from services.matching.changing import timed
from services.matching.found import Number

HALF_DAY_MIN = 240
# A shift up to this long is a half day already.
SHORT_DAY_MIN = 300
SLIDE_MIN = 60
NIGHT_FROM, NIGHT_UNTIL = 1320, 360
WEEKEND = (6, 7)
PAID_BY_TIME = ("month", "day")
# What other hours or another place of work may take from a post's traits.
CIRCUMSTANCES = ("night", "early", "rotating", "live_in", "factory", "line_work")

Laid = tuple[str, Callable[[Post], Post], dict[str, Number]]


def times_of(post: Post) -> Iterator[Laid]:
    """What may be tried with this post's hours: key, how it is made, numbers."""
    time = post.time
    if not time.shifts:
        return
    fixed = time.pattern in ("single", "choose") and not time.flexible
    if fixed and min(map(minutes_of, time.shifts)) > SHORT_DAY_MIN:
        yield "part_time", half_days, {"hours": HALF_DAY_MIN // 60}
    if fixed and time.pattern == "single" and len(time.shifts) == 1:
        yield "choose_start", sliding, {"minutes": SLIDE_MIN}
    if time.pattern == "rotate" and len(time.shifts) > 1:
        yield "fixed_shift", one_shift, {}
    if not time.flexible:
        yield "flexible", flexible, {}
    nights = [touches_night(shift) for shift in time.shifts]
    if any(nights) and not all(nights) and time.pattern in ("choose", "rotate"):
        yield "no_night", without_nights, {}


def half_days(post: Post) -> Post:
    """Every shift four hours long; pay by time falls with the hours, to whole yuan."""
    shifts = tuple(
        shift.model_copy(update={"end_min": (shift.start_min + HALF_DAY_MIN) % DAY_MIN})
        for shift in post.time.shifts
    )
    time = post.time.model_copy(update={"shifts": shifts, "minutes_per_day": None})
    longest = max(map(minutes_of, post.time.shifts))
    return timed(post, time, pay=_for_hours(post.pay, longest))


def _for_hours(pay: Pay | None, minutes: int) -> Pay | None:
    if pay is None or pay.unit not in PAID_BY_TIME:
        return pay
    low = round(pay.min * HALF_DAY_MIN / minutes)
    high = round(pay.max * HALF_DAY_MIN / minutes)
    return pay.model_copy(update={"min": low, "max": high})


def sliding(post: Post) -> Post:
    """The same shift an hour earlier or later, as each one chooses."""
    shift = post.time.shifts[0]
    moved = [_moved(shift, by) for by in (0, -SLIDE_MIN, SLIDE_MIN)]
    return _laid(post, pattern="choose", shifts=tuple(moved))


def _moved(shift: Window, by: int) -> Window:
    if by == 0:
        return shift
    start, end = (shift.start_min + by) % DAY_MIN, (shift.end_min + by) % DAY_MIN
    return shift.model_copy(update={"start_min": start, "end_min": end})


def one_shift(post: Post) -> Post:
    """Nobody changes shifts: each one chooses one and keeps it."""
    return _laid(post, pattern="choose")


def flexible(post: Post) -> Post:
    """Come and go within the hours, as long as the work gets done."""
    return _laid(post, flexible=True)


def without_nights(post: Post) -> Post:
    """Only the shifts that touch no night."""
    kept = tuple(shift for shift in post.time.shifts if not touches_night(shift))
    return _laid(post, shifts=kept or post.time.shifts)


def has_weekend(post: Post) -> bool:
    """Whether the hours name a Saturday or Sunday, and other days in every shift."""
    days = [set(shift.days) for shift in post.time.shifts]
    return any(one & set(WEEKEND) for one in days) and all(
        one - set(WEEKEND) for one in days
    )


def without_weekend(post: Post) -> Post:
    """No work on Saturday and Sunday; not more days are asked than are left."""
    shifts = tuple(
        shift.model_copy(
            update={"days": tuple(d for d in shift.days if d not in WEEKEND)}
        )
        for shift in post.time.shifts
    )
    left = len({day for shift in shifts for day in shift.days})
    required = post.time.days_required
    fewer = None if required is None else min(required, left)
    return _laid(post, shifts=shifts, days_required=fewer)


def touches_night(shift: Window) -> bool:
    """Whether a minute of it lies between 22:00 and 06:00."""
    end = shift.start_min + minutes_of(shift)
    return shift.start_min < NIGHT_UNTIL or end > NIGHT_FROM


def _laid(post: Post, **change: object) -> Post:
    time: WorkTime = post.time.model_copy(update=change)
    return timed(post, time)
