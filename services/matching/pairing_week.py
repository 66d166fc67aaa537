"""Whether two weeks go together: somebody at home when care is due, and one vehicle.

All times are minutes of a circular week of 10,080; days count from 0, Monday.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from common.contracts.values import Window

DAY = 1440
WEEK = 7 * DAY
# Who ride together may come or go so much apart; the earlier one waits.
WAIT_MINUTES = 30

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class WorkDay:
    """One day's shift and how long somebody is away for it, both ways included."""

    starts: int
    ends: int
    leaves: int
    returns: int


@dataclass(frozen=True, slots=True)
class Away:
    """When somebody is away: by day, and on how many of these days they must be."""

    days: dict[int, WorkDay]
    required: int


@dataclass(frozen=True, slots=True)
class Clash:
    """Why two weeks do not go together: which day, and from when to when."""

    key: str
    day: int
    start: int
    end: int


def away_for(shifts: Iterable[Window], days: Iterable[int], travel: int) -> Away:
    """Away for these shifts on some days, from the way to the first to that home."""
    found: dict[int, WorkDay] = {}
    wanted = set(days)
    for shift in shifts:
        length = (shift.end_min - shift.start_min) % DAY or DAY
        for day in (named - 1 for named in shift.days):
            if day not in wanted:
                continue
            starts = day * DAY + shift.start_min
            held = found.get(day)
            first = min(starts, held.starts) if held else starts
            last = max(starts + length, held.ends) if held else starts + length
            found[day] = WorkDay(first, last, first - travel, last + travel)
    return Away(found, len(found))


def spans_of(windows: Iterable[Window]) -> Iterator[Span]:
    """Each window on each of its days."""
    for window in windows:
        length = (window.end_min - window.start_min) % DAY or DAY
        for day in window.days:
            start = (day - 1) * DAY + window.start_min
            yield start, start + length


def common(one: Span, other: Span) -> Span | None:
    """The first stretch that two spans of the circular week share."""
    for turn in (-WEEK, 0, WEEK):
        start, end = max(one[0], other[0] + turn), min(one[1], other[1] + turn)
        if start < end:
            return start, end
    return None


def unwatched(one: WorkDay, other: WorkDay, care: Iterable[Span]) -> Clash | None:
    """When nobody is at home although care is due; the first such stretch."""
    both = common((one.leaves, one.returns), (other.leaves, other.returns))
    if both is None:
        return None
    for due in care:
        if gap := common(both, due):
            day, start = divmod(gap[0] % WEEK, DAY)
            return Clash("care", day, start, start + gap[1] - gap[0])
    return None


def apart(one: WorkDay, other: WorkDay) -> Clash | None:
    """Where hours of the same day lie too far apart to ride together."""
    late = max(abs(one.starts - other.starts), abs(one.ends - other.ends))
    if late <= WAIT_MINUTES:
        return None
    day = one.starts // DAY
    first = min(one.starts, other.starts) - day * DAY
    return Clash("ride", day, first, first + late)


@dataclass(frozen=True, slots=True)
class Household:
    """What two people share: spans in which one must be at home, and who drives.

    `drives` 0 or 1: that one takes the other along; None: each has a way of their own.
    """

    care: tuple[Span, ...]
    drives: int | None = None

    def clash(self, day: int, other_day: int, weeks: tuple[Away, Away]) -> Clash | None:
        """Why the first on one day and the second on another do not go together."""
        one, other = weeks[0].days[day], weeks[1].days[other_day]
        found = unwatched(one, other, self.care)
        if found is None and self.drives is not None and day == other_day:
            found = apart(one, other)
        return found


def clash_of(weeks: tuple[Away, Away], home: Household) -> Clash | None:
    """None if enough days of both go together; else the first reason why not."""
    clashes = {
        (day, other): found
        for day in sorted(weeks[0].days)
        for other in sorted(weeks[1].days)
        if (found := home.clash(day, other, weeks))
    }
    if not clashes and not stranded(set(weeks[0].days), set(weeks[1].days), home):
        return None
    for mine in choices(weeks[0]):
        for theirs in choices(weeks[1]):
            free = all((d, e) not in clashes for d in mine for e in theirs)
            if free and not stranded(set(mine), set(theirs), home):
                return None
    if clashes:
        return min(clashes.values(), key=lambda one: (one.day, one.start))
    lonely = stranded(set(weeks[0].days), set(weeks[1].days), home)
    return Clash("driver", min(lonely), 0, 0)


def choices(week: Away) -> Iterator[tuple[int, ...]]:
    """Days on which somebody may work: all of them, or fewer down to the required."""
    named = sorted(week.days)
    for count in range(len(named), min(week.required, len(named)) - 1, -1):
        yield from combinations(named, count)


def stranded(mine: set[int], theirs: set[int], home: Household) -> set[int]:
    """Days on which the one who is taken along works and the driver does not."""
    if home.drives is None:
        return set()
    return theirs - mine if home.drives == 0 else mine - theirs
