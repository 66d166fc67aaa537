"""How one shift on one day lies in a worker's circular week of 10,080 minutes."""

from typing import NamedTuple

from services.matching.kernel.compiling import inlined
from services.matching.kernel.rows import CARE
from services.matching.kernel.rows import FREE
from services.matching.kernel.rows import OPEN
from services.matching.kernel.rows import Row
from services.matching.kernel.rows import Rows

DAY = 1440
WEEK = 7 * DAY

# How a shift fits, worst last.
OK = 0
TIGHT = 1
NO = 2
IN_CARE = 3


class Hours(NamedTuple):
    """What the hours of one pair are judged from; travel in minutes, one way.

    `lives` is 1 where the worker lives at the post, so that no window is asked.
    """

    worker: Row
    post: Row
    spans: Rows
    shifts: Rows
    values: Row
    travel: int
    lives: int


@inlined
def common_minutes(spans: Rows, first: int, last: int, start: int, end: int) -> int:
    """Minutes of [start, end) inside spans[first:last], within one week."""
    total = 0
    for at in range(first, last):
        if spans[at]["start"] >= end:
            break
        low = max(start, spans[at]["start"])
        high = min(end, spans[at]["end"])
        if high > low:
            total += high - low
    return total


@inlined
def covered_minutes(hours: Hours, which: int, start: int, end: int) -> int:
    """Minutes of [start, end) inside the list OPEN, CARE or FREE; the week wraps.

    The stretch begins within a week around this one and is at most a week long. The
    row knows where the spans of each day begin, so that earlier days are not walked.
    """
    first = hours.worker["spans"][which]
    last = hours.worker["spans"][which + 1]
    if first == last:
        return 0
    begin = start
    if begin < 0:
        begin += WEEK
    elif begin >= WEEK:
        begin -= WEEK
    stop = begin + end - start
    near = first + hours.worker["day_spans"][which, begin // DAY]
    total = common_minutes(hours.spans, near, last, begin, min(stop, WEEK))
    if stop > WEEK:
        total += common_minutes(hours.spans, first, last, 0, stop - WEEK)
    return total


@inlined
def spill(hours: Hours) -> int:
    """Minutes of one way that count against spoken hours; care counts all of it."""
    return int(max(0, hours.travel - hours.values["travel_grace"]))


@inlined
def flexible_fit(hours: Hours, shift: Row, day: int) -> tuple[int, int]:
    """(fit, minutes missing) of a shift whose hours the worker chooses within it."""
    start = day * DAY + shift["start"]
    end = day * DAY + shift["end"]
    wanted = end - start
    if hours.post["minutes_per_day"] >= 0:
        wanted = min(wanted, hours.post["minutes_per_day"])
    got = covered_minutes(hours, FREE, start, end) - 2 * spill(hours)
    if 100 * got >= hours.values["flexible_ok"] * wanted:
        return OK, 0
    if 100 * got >= hours.values["flexible_tight"] * wanted:
        return TIGHT, wanted - got
    return NO, wanted - max(got, 0)


@inlined
def fixed_fit(hours: Hours, shift: Row, day: int) -> tuple[int, int]:
    """(fit, minutes) of a shift with travel at both ends: overhang, or clash."""
    start = day * DAY + shift["start"] - hours.travel
    end = day * DAY + shift["end"] + hours.travel
    clash = covered_minutes(hours, CARE, start, end)
    if clash > 0:
        return IN_CARE, clash
    if hours.worker["week_known"] == 0:
        return OK, 0
    start += hours.travel - spill(hours)
    end -= hours.travel - spill(hours)
    overhang = end - start - covered_minutes(hours, OPEN, start, end)
    if overhang <= hours.values["ok_minutes"]:
        return OK, overhang
    return (TIGHT if overhang <= hours.values["tight_minutes"] else NO), overhang


@inlined
def shift_fit(hours: Hours, shift: Row, day: int) -> tuple[int, int]:
    """(fit, minutes) of a shift that names `day`, flexible or fixed."""
    if hours.post["flexible"] == 1 and hours.worker["week_known"] == 1:
        return flexible_fit(hours, shift, day)
    return fixed_fit(hours, shift, day)


@inlined
def day_fit(hours: Hours, first: int, last: int, day: int) -> tuple[int, int]:
    """(worst fit, its minutes) of shifts[first:last] on a day; -1 if none names it."""
    worst = -1
    minutes = 0
    for at in range(first, last):
        shift = hours.shifts[at]
        if (shift["days"] >> day) & 1 == 0:
            continue
        fit, over = shift_fit(hours, shift, day)
        if fit > worst or (fit == worst and over > minutes):
            worst, minutes = fit, over
    return worst, minutes


@inlined
def open_day_fit(hours: Hours, day: int) -> tuple[int, int]:
    """(fit, minutes missing) of a day for flexible work without shifts; -1: closed."""
    if (hours.worker["starts"] >> day) & 1 == 0:
        return -1, 0
    wanted = hours.post["minutes_per_day"]
    if wanted < 0:
        wanted = hours.values["flexible_minutes"]
    missing = wanted + 2 * spill(hours) - hours.worker["longest"][day]
    return (OK, 0) if missing <= 0 else (NO, missing)
