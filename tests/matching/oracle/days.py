"""Day by day: does a shift fit a person's day, and do enough days fit."""

from dataclasses import dataclass

from common.contracts.codes import Outcome
from common.contracts.jobs import WorkTime
from common.contracts.people import Week
from common.contracts.values import Window
from tests.matching.oracle.clock import DAY
from tests.matching.oracle.clock import minutes_of
from tests.matching.oracle.clock import minutes_of_all
from tests.matching.oracle.clock import pieces_of
from tests.matching.oracle.clock import required_of
from tests.matching.oracle.clock import work_of
from tests.matching.oracle.values import Thresholds

GRADES = ("ok", "tight", "no")
EVERY_DAY = (1, 2, 3, 4, 5, 6, 7)
WHOLE_WEEK = Window(days=EVERY_DAY, start_min=0, end_min=DAY)


@dataclass(frozen=True, slots=True)
class Day:
    """How one day goes: ok, tight or no, and why not: care, hours or days."""

    grade: str
    overhang: int = 0
    why: str = ""

    @property
    def rank(self) -> tuple[int, bool, int]:
        """Best first; to fail by care is worse than to fail by hours."""
        return GRADES.index(self.grade), self.why == "care", self.overhang


@dataclass(frozen=True, slots=True)
class Fit:
    """What the days of some shifts come to: a rule, its outcome, the score's share."""

    rule: str
    outcome: Outcome
    share: int | None


@dataclass(frozen=True, slots=True)
class Person:
    """When somebody is free: windows, care, minutes of the way, and whose rules."""

    week: Week
    travel: int
    living: bool
    rules: Thresholds

    @property
    def windows(self) -> tuple[Window, ...]:
        """The windows; who lives there is not asked for any."""
        return (WHOLE_WEEK,) if self.living else self.week.windows


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
    if person.living:
        return Fit("week.hours", Outcome.PASS, 1000)
    asked = time.minutes_per_day
    needed = person.rules.flexible_min if asked is None else asked
    days = []
    for weekday in EVERY_DAY:
        pieces = pieces_of(person.week, weekday)
        if pieces and max(pieces) >= needed + 2 * person.travel:
            days.append(Day("ok"))
        else:
            days.append(Day("no", why=_lack(person, weekday)))
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
    if good == required - 1 and required >= 5:
        return Fit("week.days", Outcome.CAUTION, 300)
    why = {day.why for day in days}
    named = "care" if "care" in why else ("hours" if "hours" in why else "days")
    return Fit(f"week.{named}", Outcome.BLOCK, 0)


def _lack(person: Person, weekday: int) -> str:
    starts = any(weekday in window.days for window in person.windows)
    return "hours" if starts else "days"


def _part(person: Person, time: WorkTime, shift: Window, weekday: int) -> Day:
    if time.flexible and not person.living:
        return _flexible(person, time, shift, weekday)
    rules = person.rules
    needed = minutes_of(shift, weekday, person.travel)
    if needed & minutes_of_all(person.week.care):
        return Day("no", why="care")
    overhang = len(needed - minutes_of_all(person.windows))
    if overhang > rules.tight_min:
        return Day("no", why=_lack(person, weekday))
    return Day("ok" if overhang <= rules.grace_min else "tight", overhang)


def _flexible(person: Person, time: WorkTime, shift: Window, weekday: int) -> Day:
    rules = person.rules
    free = minutes_of_all(person.windows) - minutes_of_all(person.week.care)
    usable = len(minutes_of(shift, weekday) & free) - 2 * person.travel
    whole = work_of(shift, time)
    if usable * 100 >= whole * rules.flexible_ok_pct:
        return Day("ok")
    if usable * 100 >= whole * rules.flexible_tight_pct:
        return Day("tight")
    return Day("no", why=_lack(person, weekday))
