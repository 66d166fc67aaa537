"""Minutes of a week as plain sets: 0 is Monday 00:00, and Sunday runs into Monday."""

from functools import lru_cache

from common.contracts.jobs import WorkTime
from common.contracts.people import Week
from common.contracts.values import Window
from tests.matching.oracle.values import Thresholds

DAY = 1440
WEEK = 7 * DAY
DAYS_UNNAMED = 6


def length_of(window: Window) -> int:
    """Minutes from start to end; an end not after its start passes midnight."""
    length = window.end_min - window.start_min
    return length if length > 0 else length + DAY


def minutes_of(window: Window, day: int, travel: int = 0) -> set[int]:
    """The minutes of the week of a window on one weekday, with travel on both ends."""
    start = (day - 1) * DAY + window.start_min
    span = range(start - travel, start + length_of(window) + travel)
    return {minute % WEEK for minute in span}


@lru_cache(maxsize=32)
def minutes_of_all(windows: tuple[Window, ...]) -> frozenset[int]:
    """The union of windows over all their weekdays."""
    union: set[int] = set()
    for window in windows:
        for day in window.days:
            union |= minutes_of(window, day)
    return frozenset(union)


def touches_night(shifts: tuple[Window, ...], rules: Thresholds) -> bool:
    """Whether any shift has a minute between the evening and morning limits."""
    return any(_is_night(minute, rules) for minute in minutes_of_all(shifts))


def _is_night(minute: int, rules: Thresholds) -> bool:
    return minute % DAY >= rules.night_from or minute % DAY < rules.night_until


def pieces_of(week: Week, weekday: int) -> list[int]:
    """Lengths of what care leaves of each window that starts on a weekday."""
    care = minutes_of_all(week.care)
    lengths = []
    for window in week.windows:
        if weekday not in window.days:
            continue
        start = (weekday - 1) * DAY + window.start_min
        run = 0
        for minute in range(start, start + length_of(window)):
            run = 0 if minute % WEEK in care else run + 1
            lengths.append(run)
    return lengths


def work_of(shift: Window, time: WorkTime) -> int:
    """Minutes of work of a shift; a flexible post asks at most its minutes per day."""
    length = length_of(shift)
    if time.flexible and time.minutes_per_day is not None:
        return min(length, time.minutes_per_day)
    return length


def weekly_minutes(time: WorkTime) -> int | None:
    """Minutes of work a week, rounded down; None when nobody knows."""
    if not time.shifts:
        if time.minutes_per_day is None:
            return None
        return time.minutes_per_day * (time.days_required or DAYS_UNNAMED)
    if time.pattern in ("choose", "rotate"):
        each = [
            work_of(shift, time) * required_of(time, shift.days)
            for shift in time.shifts
        ]
        return sum(each) // len(each)
    named = {day for shift in time.shifts for day in shift.days}
    total = sum(work_of(shift, time) * len(shift.days) for shift in time.shifts)
    return total * required_of(time, tuple(named)) // len(named) if named else None


def required_of(time: WorkTime, named: tuple[int, ...]) -> int:
    """The days that must be worked: never more than the shifts name."""
    count = len(set(named))
    return count if time.days_required is None else min(time.days_required, count)
