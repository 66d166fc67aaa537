"""Family week, continued: night, length of the day, and choosing the best shift."""

from services.matching.kernel.compiling import compiled
from services.matching.kernel.hours import Hours
from services.matching.kernel.outcomes import BLOCK
from services.matching.kernel.outcomes import CAUTION
from services.matching.kernel.outcomes import PASS
from services.matching.kernel.rows import CHOOSE
from services.matching.kernel.rows import ROTATE
from services.matching.kernel.rows import Row
from services.matching.kernel.rows import Rows
from services.matching.kernel.week import Timing
from services.matching.kernel.week import timing
from services.matching.kernel.week import together

UNWILLING = 0

# The hours, the outcomes of night and length, and the minutes over the longest day.
Worked = tuple[Timing, int, int, int]


@compiled
def any_night(post: Row, shifts: Rows) -> int:
    """1 if any shift of the post touches the night."""
    for at in range(post["shifts"][0], post["shifts"][1]):
        if shifts[at]["night"] == 1:
            return 1
    return 0


@compiled
def night_fit(hours: Hours, first: int, last: int) -> int:
    """`week.night`."""
    if hours.worker["night"] != UNWILLING:
        return PASS
    for at in range(first, last):
        if hours.shifts[at]["night"] == 1:
            return BLOCK
    return PASS


@compiled
def longest_day(hours: Hours, first: int, last: int) -> int:
    """Minutes of the longest working day of shifts[first:last]."""
    longest = 0
    apart = hours.post["pattern"] == ROTATE
    for day in range(7):
        total = 0
        for at in range(first, last):
            shift = hours.shifts[at]
            if (shift["days"] >> day) & 1 == 1:
                length = shift["end"] - shift["start"]
                total = max(total, length) if apart else total + length
        longest = max(longest, total)
    if hours.post["flexible"] == 1 and hours.post["minutes_per_day"] >= 0:
        longest = min(longest, hours.post["minutes_per_day"])
    return longest


@compiled
def length_fit(hours: Hours, first: int, last: int) -> tuple[int, int]:
    """`week.long`: (outcome, minutes over what the worker said)."""
    if hours.worker["max_minutes"] < 0:
        return PASS, 0
    over = longest_day(hours, first, last) - hours.worker["max_minutes"]
    if over <= 0:
        return PASS, 0
    return (CAUTION if over <= hours.values["long_minutes"] else BLOCK), over


@compiled
def worked(hours: Hours, first: int, last: int) -> Worked:
    """All three rules of shifts[first:last] as one alternative."""
    length, over = length_fit(hours, first, last)
    return together(hours, first, last), night_fit(hours, first, last), length, over


@compiled
def chosen(hours: Hours, first: int, last: int) -> Worked:
    """The best single shift: the least bad outcome, then the higher share."""
    best = one_shift(hours, first)
    for at in range(first + 1, last):
        other = one_shift(hours, at)
        mine = max(best[0].outcome, best[1], best[2])
        theirs = max(other[0].outcome, other[1], other[2])
        if theirs < mine or (theirs == mine and other[0].share > best[0].share):
            best = other
    return best


@compiled
def one_shift(hours: Hours, at: int) -> Worked:
    """The three rules of one shift by itself."""
    length, over = length_fit(hours, at, at + 1)
    return timing(hours, at, at + 1), night_fit(hours, at, at + 1), length, over


@compiled
def week_fit(hours: Hours) -> Worked:
    """The hours, night and length of a post's week for a worker."""
    first, last = hours.post["shifts"]
    if hours.post["pattern"] == CHOOSE and last > first:
        return chosen(hours, first, last)
    return worked(hours, first, last)
