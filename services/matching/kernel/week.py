"""Family week: days and hours of a post against a worker's, alternatives included."""

from typing import NamedTuple

from services.matching.kernel.compiling import compiled
from services.matching.kernel.compiling import inlined
from services.matching.kernel.hours import IN_CARE
from services.matching.kernel.hours import NO
from services.matching.kernel.hours import OK
from services.matching.kernel.hours import TIGHT
from services.matching.kernel.hours import Hours
from services.matching.kernel.hours import day_fit
from services.matching.kernel.hours import open_day_fit
from services.matching.kernel.outcomes import BLOCK
from services.matching.kernel.outcomes import CAUTION
from services.matching.kernel.outcomes import PASS
from services.matching.kernel.outcomes import UNKNOWN
from services.matching.kernel.outcomes import WEEK_ASKED
from services.matching.kernel.outcomes import WEEK_CARE
from services.matching.kernel.outcomes import WEEK_DAYS
from services.matching.kernel.outcomes import WEEK_HOURS
from services.matching.kernel.rows import CHOOSE
from services.matching.kernel.rows import ROTATE
from services.matching.kernel.rows import Row

ENOUGH_DAYS = 5
TIGHT_SHARE = 300
SLACK_LOST = 400
NEUTRAL = 500
BYTE = 255
WEEKEND = 0b110_0000

# Why a day fails, weakest first: no window at all, the hours, care at home.
MISSING = 1
CLASH = 2
CARED = 3


class Tally(NamedTuple):
    """The days of one week counted; overhangs hold one byte a day, 255 if not ok."""

    ok: int
    tight: int
    overhangs: int
    tight_day: int
    tight_minutes: int
    failing: int
    day: int
    minutes: int
    weekend: int


class Timing(NamedTuple):
    """What the hours of one alternative say; day from 0 (Monday), share thousandths."""

    outcome: int
    rule: int
    day: int
    minutes: int
    days: int
    required: int
    share: int


@compiled
def season_fit(worker: Row, post: Row, values: Row) -> int:
    """`week.season`: months of the work against months of the worker."""
    free, worked = worker["months"], post["season"]
    if free < 0:
        begun = worked < 0 or (worked >> (values["month"] - 1)) & 1 == 1
        return PASS if begun and worked != 0 else (CAUTION if worked > 0 else BLOCK)
    if free == 0 or worked == 0:
        return BLOCK
    if worked < 0:
        eased = post["flexible"] == 1 or post["pattern"] == CHOOSE
        return CAUTION if eased else BLOCK
    shared = months_in(free & worked)
    if shared == months_in(worked):
        return PASS
    return CAUTION if shared > 0 and 2 * shared >= months_in(worked) else BLOCK


@compiled
def season_wait(worker: Row, post: Row, values: Row) -> int:
    """Months until the season begins; 0 now, or where the worker named the months."""
    if worker["months"] >= 0 or post["season"] <= 0:
        return 0
    for wait in range(12):
        if (post["season"] >> ((values["month"] - 1 + wait) % 12)) & 1 == 1:
            return wait
    return 0


@inlined
def months_in(mask: int) -> int:
    """How many bits of a mask are set."""
    count = 0
    for bit in range(12):
        count += (mask >> bit) & 1
    return count


@inlined
def days_in(mask: int) -> int:
    """How many of the seven days a mask names."""
    return months_in(mask & 127)


@inlined
def why_failing(hours: Hours, day: int, fit: int) -> int:
    """Why a day that does not fit fails."""
    if fit == IN_CARE:
        return CARED
    return CLASH if (hours.worker["starts"] >> day) & 1 == 1 else MISSING


@inlined
def tally_week(hours: Hours, first: int, last: int) -> Tally:
    """The days of shifts[first:last]; with none, those open to flexible work."""
    ok, tight, overhangs = 0, 0, 0
    tight_day, tight_minutes, failing, bad_day, bad_minutes = 0, 0, 0, 0, 0
    able = 0
    for day in range(7):
        if first < last:
            fit, minutes = day_fit(hours, first, last, day)
        else:
            fit, minutes = open_day_fit(hours, day)
        kept = minutes if fit == OK else BYTE
        able |= (1 << day) if fit in (OK, TIGHT) else 0
        overhangs |= kept << (8 * day)
        if fit == OK:
            ok += 1
        elif fit == TIGHT:
            if tight == 0:
                tight_day, tight_minutes = day, minutes
            tight += 1
        elif fit >= NO:
            why = why_failing(hours, day, fit)
            if why > failing:
                failing, bad_day, bad_minutes = why, day, minutes
    return Tally(
        ok,
        tight,
        overhangs,
        tight_day,
        tight_minutes,
        failing,
        bad_day,
        bad_minutes,
        1 if able & WEEKEND == WEEKEND else 0,
    )


@inlined
def kept_overhang(overhangs: int, required: int) -> int:
    """The overhang that `required` days keep to: the required-th smallest."""
    least = BYTE if required > 0 else 0
    for day in range(7):
        over = (overhangs >> (8 * day)) & BYTE
        if least == 0:
            break
        if over >= least:
            continue
        count = 0
        for other in range(7):
            count += 1 if (overhangs >> (8 * other)) & BYTE <= over else 0
        if count >= required:
            least = over
    return least


@inlined
def timing_of(tally: Tally, required: int, values: Row) -> Timing:
    """The outcome of a week that needs `required` days."""
    days = tally.ok + tally.tight
    if tally.ok >= required:
        slack = max(1, values["ok_minutes"])
        over = kept_overhang(tally.overhangs, required)
        share = (1000 * slack - SLACK_LOST * over) // slack
        return Timing(PASS, WEEK_HOURS, 0, over, days, required, share)
    day, minutes = tally.tight_day, tally.tight_minutes
    if days >= required:
        return Timing(CAUTION, WEEK_HOURS, day, minutes, days, required, TIGHT_SHARE)
    day, minutes = tally.day, tally.minutes
    spare = 2 if required == 7 else 1
    weekend = required == 7 and tally.weekend == 1
    if (required >= ENOUGH_DAYS and days >= required - spare) or weekend:
        return Timing(CAUTION, WEEK_DAYS, day, minutes, days, required, TIGHT_SHARE)
    rule = WEEK_DAYS
    if tally.failing == CARED:
        rule = WEEK_CARE
    elif tally.failing == CLASH:
        rule = WEEK_HOURS
    return Timing(BLOCK, rule, day, minutes, days, required, 0)


@inlined
def required_days(hours: Hours, first: int, last: int) -> int:
    """Days a week that shifts[first:last] ask for, never more than they name."""
    asked = hours.post["days_required"]
    if first == last:
        return asked if asked > 0 else 1
    mask = 0
    for at in range(first, last):
        mask |= hours.shifts[at]["days"]
    named = days_in(mask)
    return min(asked, named) if asked > 0 else named


@compiled
def timing(hours: Hours, first: int, last: int) -> Timing:
    """The hours of shifts[first:last] taken together, or a question."""
    known = hours.worker["week_known"] == 1
    eased = hours.post["flexible"] == 1 or (
        hours.post["home_based"] == 1 and first == last
    )
    if hours.lives == 1:
        if first == last:
            return Timing(PASS, WEEK_HOURS, 0, 0, 0, 0, 1000)
    elif not known:
        outcome = PASS if eased else UNKNOWN
        return Timing(outcome, WEEK_ASKED, 0, 0, 0, 0, NEUTRAL)
    elif first == last and not eased:
        return Timing(UNKNOWN, WEEK_ASKED, 0, 0, 0, 0, NEUTRAL)
    required = required_days(hours, first, last)
    return timing_of(tally_week(hours, first, last), required, hours.values)


@compiled
def rotated(hours: Hours, first: int, last: int) -> Timing:
    """The worst of all shifts, each on its own days."""
    worst = timing(hours, first, first + 1)
    for at in range(first + 1, last):
        one = timing(hours, at, at + 1)
        lower = one.outcome == worst.outcome and one.share < worst.share
        if one.outcome > worst.outcome or lower:
            worst = one
    return worst


@compiled
def together(hours: Hours, first: int, last: int) -> Timing:
    """All shifts of a post that is not for choosing."""
    if hours.post["pattern"] == ROTATE and last > first:
        return rotated(hours, first, last)
    return timing(hours, first, last)
