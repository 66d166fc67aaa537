"""The family week for one worker and many posts at once, by cumulated minutes.

A group is what is judged together: all shifts of a post, or each by itself where the
worker chooses or the shifts rotate.
"""

from typing import Any
from typing import NamedTuple

import numpy as np

from benchmarks.peers.laid import CHOOSE
from benchmarks.peers.laid import DAY
from benchmarks.peers.laid import ROTATE
from benchmarks.peers.people import Person
from benchmarks.peers.people import inside
from services.matching.kernel.outcomes import BLOCK
from services.matching.kernel.outcomes import CAUTION
from services.matching.kernel.outcomes import PASS
from services.matching.kernel.outcomes import UNKNOWN

OK, TIGHT, NO, CARED = range(4)
FAR = 1_000_000
ASKED = -1


class Times(NamedTuple):
    """k posts with what their hours are judged by; `travel` minutes, `lives` bool."""

    columns: dict[str, Any]
    shifts: Any
    owner: Any
    travel: Any
    lives: Any


class Groups(NamedTuple):
    """g groups: the post of each, the fits (g, 7), -1 no shift, and the minutes."""

    post: Any
    fits: Any
    minutes: Any
    days: Any
    night: Any
    longest: Any


class Hours(NamedTuple):
    """Of a post or group: outcome, weight of a caution, share, night, long."""

    outcome: Any
    weight: Any
    share: Any
    night: Any
    long: Any


def spill_of(person: Person, travel: Any) -> Any:
    """Minutes of one way that count against spoken hours."""
    return np.maximum(0, travel - int(person.values["travel_grace"]))


def fits_of(person: Person, times: Times, day: int) -> tuple[Any, Any]:
    """(fit, minutes) of every shift on a day, whether it names the day or not."""
    columns, at, values = times.columns, times.owner, person.values
    travel, spill = times.travel[at], spill_of(person, times.travel)[at]
    start = day * DAY + times.shifts["start"].astype(np.int64)
    end = day * DAY + times.shifts["end"].astype(np.int64)
    clash = inside(person.cared, start - travel, end + travel)
    known = person.row["week_known"] == 1
    outside = (
        end - start + 2 * spill - inside(person.opened, start - spill, end + spill)
    )
    outside = outside if known else np.zeros_like(outside)
    fit = np.where(outside <= values["ok_minutes"], OK, NO)
    fit = np.where((fit == NO) & (outside <= values["tight_minutes"]), TIGHT, fit)
    fit, minutes = np.where(clash > 0, CARED, fit), np.where(clash > 0, clash, outside)
    if not known:
        return fit, minutes
    wanted, daily = end - start, columns["minutes_per_day"][at].astype(np.int64)
    wanted = np.where(daily >= 0, np.minimum(wanted, daily), wanted)
    got = inside(person.free, start, end) - 2 * spill
    tight = np.where(100 * got >= values["flexible_tight"] * wanted, TIGHT, NO)
    bent = np.where(100 * got >= values["flexible_ok"] * wanted, OK, tight)
    lacks = np.where(bent == OK, 0, np.where(bent == TIGHT, wanted - got,
                     wanted - np.maximum(got, 0)))  # fmt: skip
    flexible = columns["flexible"][at] == 1
    return np.where(flexible, bent, fit), np.where(flexible, lacks, minutes)


def grouped(person: Person, times: Times) -> Groups:
    """The groups of all posts with shifts."""
    pattern = times.columns["pattern"][times.owner]
    alone = (pattern == CHOOSE) | (pattern == ROTATE)
    new = np.ones(len(alone), bool)
    new[1:] = alone[1:] | (times.owner[1:] != times.owner[:-1])
    firsts = np.flatnonzero(new)
    post = times.owner[firsts]
    named = (times.shifts["days"][:, None] >> np.arange(7)) & 1
    worst = np.full((len(alone), 7), -1, np.int64)
    for day in range(7):
        fit, minutes = fits_of(person, times, day)
        worst[:, day] = np.where(named[:, day] == 1, fit * FAR + minutes, -1)
    every = np.maximum.reduceat(worst, firsts, axis=0) if len(firsts) else worst
    length = (times.shifts["end"] - times.shifts["start"]).astype(np.int64)
    by_day = np.add.reduceat(named * length[:, None], firsts, axis=0)
    longest = by_day.max(axis=1, initial=0)
    daily = times.columns["minutes_per_day"][post]
    bent = (times.columns["flexible"][post] == 1) & (daily >= 0)
    return Groups(
        post,
        np.where(every < 0, -1, every // FAR),
        np.where(every < 0, 0, every % FAR),
        np.bitwise_or.reduceat(times.shifts["days"], firsts),
        np.maximum.reduceat(times.shifts["night"], firsts),
        np.where(bent, np.minimum(longest, daily), longest),
    )


def timed(fits: Any, minutes: Any, required: Any, values: Any) -> Hours:
    """Outcomes of weeks that need `required` days, from fits (g, 7)."""
    ok, tight = (fits == OK).sum(axis=1), (fits == TIGHT).sum(axis=1)
    days = ok + tight
    kept = np.sort(np.where(fits == OK, minutes, 255), axis=1)
    place = np.clip(required - 1, 0, 6)
    over = np.where(required > 0, kept[np.arange(len(kept)), place], 0)
    slack = max(1, int(values["ok_minutes"]))
    share = (1000 * slack - 400 * over) // slack
    able = (fits == OK) | (fits == TIGHT)
    weekend = (required == 7) & able[:, 5] & able[:, 6]
    spare = np.where(required == 7, 2, 1)
    short = ((required >= 5) & (days >= required - spare)) | weekend
    outcome = np.where(short, CAUTION, BLOCK)
    weight = np.where(short & (days < required - 1), 2, 1)
    outcome = np.where(days >= required, CAUTION, outcome)
    weight = np.where(days >= required, 1, weight)
    outcome = np.where(ok >= required, PASS, outcome)
    share = np.where(outcome == PASS, share, np.where(outcome == CAUTION, 300, 0))
    nothing = np.zeros(len(fits), np.int64)
    return Hours(outcome, weight, share, nothing, nothing.copy())


def judged_groups(person: Person, times: Times, groups: Groups) -> Hours:
    """Every group with its night and its length."""
    row, values = person.row, person.values
    asked = times.columns["days_required"][groups.post].astype(np.int64)
    named = np.bitwise_count(groups.days).astype(np.int64)
    required = np.where(asked > 0, np.minimum(asked, named), named)
    hours = timed(groups.fits, groups.minutes, required, values)
    if row["week_known"] == 0:
        bent = times.columns["flexible"][groups.post] == 1
        lives = times.lives[groups.post]
        outcome = np.where(bent, PASS, UNKNOWN)
        hours = hours._replace(
            outcome=np.where(lives, hours.outcome, outcome),
            weight=np.where(lives, hours.weight, 1),
            share=np.where(lives, hours.share, ASKED),
        )
    unwilling = (row["night"] == 0) & (groups.night == 1)
    over = groups.longest - int(row["max_minutes"])
    long = np.where(over <= values["long_minutes"], CAUTION, BLOCK)
    bound = row["max_minutes"] >= 0
    return hours._replace(
        night=np.where(unwilling, BLOCK, PASS),
        long=np.where((over <= 0) | (not bound), PASS, long),
    )


def shiftless(person: Person, times: Times) -> Hours:
    """Every post as if it named no shift."""
    columns, row, values = times.columns, person.row, person.values
    count = len(times.travel)
    eased = (columns["flexible"] == 1) | (columns["home_based"] == 1)
    daily = columns["minutes_per_day"].astype(np.int64)
    daily = np.where(daily >= 0, daily, int(values["flexible_minutes"]))
    missing = (daily + 2 * spill_of(person, times.travel))[:, None] - row["longest"]
    opens = ((int(row["starts"]) >> np.arange(7)) & 1) == 1
    fits = np.where(opens, np.where(missing <= 0, OK, NO), -1)
    asked = columns["days_required"].astype(np.int64)
    required = np.where(asked > 0, asked, 1)
    hours = timed(fits, np.maximum(missing, 0), required, values)
    if row["week_known"] == 0:
        nothing = np.zeros(count, np.int64)
        outcome = np.where(eased, PASS, UNKNOWN)
        hours = Hours(outcome, nothing + 1, nothing + ASKED, nothing, nothing.copy())
    hours = hours._replace(
        outcome=np.where(eased, hours.outcome, UNKNOWN),
        weight=np.where(eased, hours.weight, 1),
        share=np.where(eased, hours.share, ASKED),
    )
    return hours._replace(
        outcome=np.where(times.lives, PASS, hours.outcome),
        share=np.where(times.lives, 1000, hours.share),
    )


def chosen_groups(times: Times, groups: Groups, hours: Hours) -> Any:
    """For each post with shifts the place of the group that counts."""
    pattern = times.columns["pattern"][groups.post]
    worst = np.maximum(np.maximum(hours.outcome, hours.night), hours.long)
    share = np.where(hours.share == ASKED, 500, hours.share)
    choose = pattern == CHOOSE
    first = np.where(choose, worst, -hours.outcome)
    second = np.where(choose, -share, share)
    order = np.lexsort((np.arange(len(first)), second, first, groups.post))
    posts, at = np.unique(groups.post[order], return_index=True)
    return posts, order[at]


def hours_of(person: Person, times: Times) -> Hours:
    """The hours of every post."""
    hours = shiftless(person, times)
    if not len(times.owner):
        return hours
    groups = grouped(person, times)
    judged = judged_groups(person, times, groups)
    posts, at = chosen_groups(times, groups, judged)
    for told, field in zip(hours, judged, strict=True):
        told[posts] = field[at]
    # Of rotating shifts any night counts, and the longest.
    turning = times.columns["pattern"][groups.post] == ROTATE
    np.maximum.at(hours.night, groups.post[turning], judged.night[turning])
    np.maximum.at(hours.long, groups.post[turning], judged.long[turning])
    return hours
