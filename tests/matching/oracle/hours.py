"""The family week: season, shifts against windows and care, days, night and length."""

from dataclasses import dataclass

from common.contracts.codes import Outcome
from common.contracts.jobs import Post
from common.contracts.jobs import WorkTime
from common.contracts.people import Week
from common.contracts.people import Worker
from common.contracts.values import Window
from tests.matching.oracle.clock import length_of
from tests.matching.oracle.clock import touches_night
from tests.matching.oracle.days import Fit
from tests.matching.oracle.days import Person
from tests.matching.oracle.days import fit_at_any_time
from tests.matching.oracle.days import fit_of
from tests.matching.oracle.reach import Way
from tests.matching.oracle.values import RANK
from tests.matching.oracle.values import Outcomes
from tests.matching.oracle.values import Situation
from tests.matching.oracle.values import worst

PASS, CAUTION = Outcome.PASS, Outcome.CAUTION
UNKNOWN, BLOCK = Outcome.UNKNOWN, Outcome.BLOCK
MOST_TRAVEL = 1440
WAIT_COST = 40


@dataclass(frozen=True, slots=True)
class Alternative:
    """Some shifts with their fit, and what night and length say of them."""

    fit: Fit
    night: Outcome
    long: Outcome

    @property
    def rank(self) -> tuple[int, int]:
        """Best outcome first, then the greatest share."""
        together = worst([self.fit.outcome, self.night, self.long])
        return RANK.index(together), -(self.fit.share or 0)


def is_free(
    worker: Worker, post: Post, way: Way, now: Situation
) -> tuple[Outcomes, int | None]:
    """Family `week` and the score's share; None when the hours are not known."""
    taken = _taken(worker, post, way, now)
    share = taken.fit.share
    if share is not None:
        share = max(0, share - WAIT_COST * _wait(worker, post, now))
    outcomes: Outcomes = {
        "week.season": (_season(worker, post, now), {}),
        taken.fit.rule: (taken.fit.outcome, {"short": taken.fit.short}),
        "week.night": (taken.night, {}),
        "week.long": (taken.long, {}),
    }
    return outcomes, share


def _season(worker: Worker, post: Post, now: Situation) -> Outcome:
    season = _months(post.time.season_months)
    months = _months(_own_months(worker, now))
    if months is None:
        if season is None:
            return PASS
        here = CAUTION if now.today.month not in season else PASS
        return here if season else BLOCK
    if season is None:
        eased = post.time.flexible or post.time.pattern == "choose"
        return CAUTION if months and eased else BLOCK
    both = len(season & months)
    if both == 0:
        return BLOCK
    half = CAUTION if 2 * both >= len(season) else BLOCK
    return PASS if season <= months else half


def _own_months(worker: Worker, now: Situation) -> tuple[int, ...] | None:
    """The months the worker named, or what the calendar of the village leaves."""
    week = worker.week
    if week is None or week.months is not None or week.farm is None:
        return None if week is None else week.months
    area = worker.area or ""
    known = [one for one in now.rules.farm if area.startswith(one[0])]
    if not known:
        return None
    busy = max(known, key=lambda one: len(one[0]))[1]
    if week.farm == "busy":
        return busy
    return tuple(month for month in range(1, 13) if month not in busy)


def _months(named: tuple[int, ...] | None) -> set[int] | None:
    """The months given; all twelve are the same as none given."""
    if named is None or set(named) == set(range(1, 13)):
        return None
    return set(named)


def _taken(worker: Worker, post: Post, way: Way, now: Situation) -> Alternative:
    """The alternative that counts: the best to choose, the worst to rotate."""
    shifts = post.time.shifts
    if not shifts or post.time.pattern in ("single", "split"):
        return _alternative(worker, post, way, now, shifts)
    each = [_alternative(worker, post, way, now, (shift,)) for shift in shifts]
    if post.time.pattern == "choose":
        return min(each, key=lambda one: one.rank)
    hours = max(each, key=lambda one: (RANK.index(one.fit.outcome), one.rank[1])).fit
    return Alternative(
        hours, worst([one.night for one in each]), worst([one.long for one in each])
    )


def _alternative(
    worker: Worker, post: Post, way: Way, now: Situation, shifts: tuple[Window, ...]
) -> Alternative:
    refused = worker.night is False and touches_night(shifts, now.rules)
    return Alternative(
        _fit(worker, post, way, now, shifts),
        BLOCK if refused else PASS,
        _long(worker.week, post.time, shifts),
    )


def _long(week: Week | None, time: WorkTime, shifts: tuple[Window, ...]) -> Outcome:
    """The longest day: shifts that stand together on a day add up."""
    if week is None or week.max_minutes is None:
        return PASS
    over = -week.max_minutes
    for weekday in range(1, 8):
        whole = sum(length_of(shift) for shift in shifts if weekday in shift.days)
        if time.flexible and time.minutes_per_day is not None:
            whole = min(whole, time.minutes_per_day)
        over = max(over, whole - week.max_minutes)
    return PASS if over <= 0 else (CAUTION if over <= 60 else BLOCK)


def _fit(
    worker: Worker, post: Post, way: Way, now: Situation, shifts: tuple[Window, ...]
) -> Fit:
    time = post.time
    living = way.lives_there
    at_home = post.home_based and not shifts
    if living and (worker.week is None or not shifts):
        return Fit("week.hours", PASS, 1000)
    if worker.week is None:
        anytime = time.flexible or at_home
        return Fit("week.asked", PASS if anytime else UNKNOWN, None)
    person = Person(worker.week, min(MOST_TRAVEL, way.travel), now.rules)
    if shifts:
        return fit_of(person, time, shifts)
    if time.flexible or at_home:
        return fit_at_any_time(person, time)
    return Fit("week.asked", UNKNOWN, None)


def _wait(worker: Worker, post: Post, now: Situation) -> int:
    """Months until the season begins, where the worker named no months."""
    season = _months(post.time.season_months)
    if not season or _months(_own_months(worker, now)) is not None:
        return 0
    return min((month - now.today.month) % 12 for month in season)
