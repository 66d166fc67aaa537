"""Day by day: does a shift fit a person's day, and do enough days fit."""

from dataclasses import dataclass

from common.contracts.codes import Outcome
from common.contracts.jobs import WorkTime
from common.contracts.people import Week
from common.contracts.values import Window
from tests.matching.oracle.clock import minutes_of
from tests.matching.oracle.clock import minutes_of_all
from tests.matching.oracle.clock import pieces_of
from tests.matching.oracle.clock import required_of
from tests.matching.oracle.clock import work_of
from tests.matching.oracle.values import Thresholds

GRADES = ("ok", "tight", "no")
EVERY_DAY = (1, 2, 3, 4, 5, 6, 7)


@dataclass(frozen=True, slots=True)
class Day:
    """How one day goes: ok, tight or no, and why not: care, hours or days."""

    weekday: int
    grade: str
    overhang: int = 0
    why: str = ""

    @property
    def rank(self) -> tuple[int, bool, int]:
        """Best first; to fail by care is worse than to fail by hours."""
        return GRADES.index(self.grade), self.why == "care", self.overhang


@dataclass(frozen=True, slots=True)
class Fit:
    """What the days of some shifts come to; `short` are the days that are lacking."""

    rule: str
    outcome: Outcome
    share: int | None
    short: int = 0


@dataclass(frozen=True, slots=True)
class Person:
    """When somebody is free: windows, care, minutes of the way, and whose rules."""

    week: Week
    travel: int
    rules: Thresholds

    @property
    def spill(self) -> int:
        """Minutes of the way beyond those that spoken hours leave free."""
        return max(0, self.travel - self.rules.travel_grace_min)


def fit_of(person: Person, time: WorkTime, shifts: tuple[Window, ...]) -> Fit:
    """Some shifts that are worked together, each on its own days."""
    named = sorted({day for shift in shifts for day in shift.days})
    days = []
    for weekday in named:
        parts = [
            _part(person, time, shift, weekday)
            for shift in shifts
            if weekday in shift.days
        ]
        days.append(max(parts, key=lambda part: part.rank))
    return _tally(days, required_of(time, tuple(named)), person.rules)


def fit_at_any_time(person: Person, time: WorkTime) -> Fit:
    """No shifts: the longest free piece of each day must hold the day's work."""
    asked = time.minutes_per_day
    needed = person.rules.flexible_min if asked is None else asked
    days = []
    for weekday in EVERY_DAY:
        pieces = pieces_of(person.week, weekday)
        if pieces and max(pieces) >= needed + 2 * person.spill:
            days.append(Day(weekday, "ok"))
        else:
            days.append(Day(weekday, "no", why=_lack(person, weekday)))
    return _tally(days, time.days_required or 1, person.rules)


def _tally(days: list[Day], required: int, rules: Thresholds) -> Fit:
    days = sorted(days, key=lambda day: day.rank)
    ok = sum(day.grade == "ok" for day in days)
    good = sum(day.grade != "no" for day in days)
    if ok >= required:
        overhang = days[required - 1].overhang if required else 0
        grace = rules.grace_min
        return Fit("week.hours", Outcome.PASS, (1000 * grace - 400 * overhang) // grace)
    if good >= required:
        return Fit("week.hours", Outcome.CAUTION, 300)
    if _few_missing(days, required, required - good):
        return Fit("week.days", Outcome.CAUTION, 300, required - good)
    why = {day.why for day in days}
    named = "care" if "care" in why else ("hours" if "hours" in why else "days")
    return Fit(f"week.{named}", Outcome.BLOCK, 0)


def _few_missing(days: list[Day], required: int, short: int) -> bool:
    """Whether the lacking days can be talked about."""
    weekend = {day.weekday for day in days if day.grade != "no"} >= {6, 7}
    if required == 7:
        return short <= 2 or weekend
    return required >= 5 and short == 1


def _lack(person: Person, weekday: int) -> str:
    starts = any(weekday in window.days for window in person.week.windows)
    return "hours" if starts else "days"


def _part(person: Person, time: WorkTime, shift: Window, weekday: int) -> Day:
    if time.flexible:
        return _flexible(person, time, shift, weekday)
    rules = person.rules
    gone = minutes_of(shift, weekday, person.travel)
    if gone & minutes_of_all(person.week.care):
        return Day(weekday, "no", why="care")
    needed = minutes_of(shift, weekday, person.spill)
    overhang = len(needed - minutes_of_all(person.week.windows))
    if overhang > rules.tight_min:
        return Day(weekday, "no", why=_lack(person, weekday))
    return Day(weekday, "ok" if overhang <= rules.grace_min else "tight", overhang)


def _flexible(person: Person, time: WorkTime, shift: Window, weekday: int) -> Day:
    rules = person.rules
    free = minutes_of_all(person.week.windows) - minutes_of_all(person.week.care)
    usable = len(minutes_of(shift, weekday) & free) - 2 * person.spill
    whole = work_of(shift, time)
    if usable * 100 >= whole * rules.flexible_ok_pct:
        return Day(weekday, "ok")
    if usable * 100 >= whole * rules.flexible_tight_pct:
        return Day(weekday, "tight")
    return Day(weekday, "no", why=_lack(person, weekday))
