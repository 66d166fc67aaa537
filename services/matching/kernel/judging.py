"""One pair judged: verdict, score, minutes and open questions; blocks leave early.

The outcome codes are ordered so that the worst outcome of all rules is the verdict.
Cheap rules come first: most pairs of a county are blocked by a few integer compares.
"""

from typing import NamedTuple

from services.matching.kernel.body import able
from services.matching.kernel.compiling import compiled
from services.matching.kernel.compiling import inlined
from services.matching.kernel.eligible import formal_age
from services.matching.kernel.eligible import in_group
from services.matching.kernel.eligible import licensed
from services.matching.kernel.eligible import not_barred
from services.matching.kernel.eligible import resident
from services.matching.kernel.eligible import schooled
from services.matching.kernel.eligible import spoken
from services.matching.kernel.eligible import wished_age
from services.matching.kernel.hours import DAY
from services.matching.kernel.hours import Hours
from services.matching.kernel.outcomes import ASK_AREA
from services.matching.kernel.outcomes import ASK_BIRTH
from services.matching.kernel.outcomes import ASK_BODY
from services.matching.kernel.outcomes import ASK_DEMANDS
from services.matching.kernel.outcomes import ASK_GROUPS
from services.matching.kernel.outcomes import ASK_HOURS
from services.matching.kernel.outcomes import ASK_LICENCES
from services.matching.kernel.outcomes import ASK_LIVE_IN
from services.matching.kernel.outcomes import ASK_PAY
from services.matching.kernel.outcomes import ASK_REACH
from services.matching.kernel.outcomes import ASK_SCHOOLING
from services.matching.kernel.outcomes import ASK_SKILLS
from services.matching.kernel.outcomes import BLOCK
from services.matching.kernel.outcomes import CAUTION
from services.matching.kernel.outcomes import REACH_LIVE_IN
from services.matching.kernel.outcomes import REACH_SCOPE
from services.matching.kernel.outcomes import UNFIT
from services.matching.kernel.outcomes import UNKNOWN
from services.matching.kernel.outcomes import WEEK_DAYS
from services.matching.kernel.pay import paid
from services.matching.kernel.reach import Way
from services.matching.kernel.reach import way_to
from services.matching.kernel.rows import Posts
from services.matching.kernel.rows import Row
from services.matching.kernel.rows import Workers
from services.matching.kernel.rules import Rules
from services.matching.kernel.scoring import points
from services.matching.kernel.scoring import shares_of
from services.matching.kernel.shifts import Worked
from services.matching.kernel.shifts import any_night
from services.matching.kernel.shifts import week_fit
from services.matching.kernel.skill import skilled
from services.matching.kernel.skill import wished_trade
from services.matching.kernel.standing import advert_clean
from services.matching.kernel.standing import below_retirement
from services.matching.kernel.standing import hazard_free
from services.matching.kernel.standing import minor_allowed
from services.matching.kernel.standing import not_refused
from services.matching.kernel.standing import old_enough
from services.matching.kernel.standing import post_open
from services.matching.kernel.standing import signal_heard
from services.matching.kernel.standing import wage_kept
from services.matching.kernel.standing import women_allowed
from services.matching.kernel.standing import worker_open
from services.matching.kernel.week import Timing
from services.matching.kernel.week import season_fit
from services.matching.kernel.week import season_wait

# A compromise that counts as two.
BIG = 2


class Judged(NamedTuple):
    """Verdict rank, score (thousandths of a point), minutes (-1 unknown), questions."""

    verdict: int
    score: int
    minutes: int
    asked: int


class Standing(NamedTuple):
    """The worst outcome so far, cautions that count for ease, and open questions."""

    worst: int
    cautions: int
    asked: int


@inlined
def ask(outcome: int, question: int) -> int:
    """The bit of a question if an outcome is unknown, else 0."""
    return (1 << question) if outcome == UNKNOWN else 0


@inlined
def add(so_far: Standing, outcome: int, eases: int, question: int) -> Standing:
    """One more outcome; `eases` 1 if its caution counts for ease."""
    caution = eases if outcome == CAUTION else 0
    return Standing(
        max(so_far.worst, outcome),
        so_far.cautions + caution,
        so_far.asked | ask(outcome, question),
    )


@compiled
def standing_of(worker: Row, post: Row, values: Row) -> Standing:
    """Open, law and safety as far as the two rows alone tell."""
    worst = max(post_open(post, values), advert_clean(post), worker_open(worker))
    worst = max(worst, hazard_free(worker, post), signal_heard(worker, post, values))
    worst = max(worst, women_allowed(worker, post, values))
    worst = max(worst, below_retirement(worker, values), wage_kept(post, values))
    so_far = Standing(worst, 0, 0)
    so_far = add(so_far, old_enough(worker, values), 0, ASK_BIRTH)
    body = ASK_BODY if worker["limits_known"] == 0 else ASK_DEMANDS
    so_far = add(so_far, able(worker, post, values), 0, body)
    so_far = add(so_far, resident(worker, post), 1, ASK_AREA)
    so_far = add(so_far, formal_age(worker, post, values), 1, ASK_BIRTH)
    so_far = add(so_far, wished_age(worker, post, values), 0, ASK_BIRTH)
    return add(so_far, schooled(worker, post), 1, ASK_SCHOOLING)


@compiled
def papers_of(
    workers: Workers, worker: Row, posts: Posts, post: Row, values: Row
) -> Standing:
    """Eligible, asks and veto as far as lists must be walked."""
    today = values["today"]
    worst = max(
        not_refused(worker, post, workers.words),
        not_barred(worker, workers.words, post, posts.words),
        spoken(worker, workers.words, post, posts.words),
        minor_allowed(worker, post, values, any_night(post, posts.shifts)),
    )
    so_far = Standing(worst, 0, 0)
    group = in_group(worker, workers.papers, post, posts.words, today)
    so_far = add(so_far, group, 1, ASK_GROUPS)
    licence = licensed(worker, workers.papers, post, posts.words, today)
    return add(so_far, licence, 1, ASK_LICENCES)


@inlined
def merged(one: Standing, other: Standing) -> Standing:
    """Two standings of the same pair as one."""
    return Standing(
        max(one.worst, other.worst),
        one.cautions + other.cautions,
        one.asked | other.asked,
    )


@inlined
def travel_by(way: Way, values: Row) -> tuple[int, int]:
    """(minutes one way for the week, 1 if the worker lives at the post)."""
    travel = way[6] if way[6] >= 0 else values["unknown_minutes"]
    lives = 1 if way[1] == REACH_LIVE_IN and way[6] == 0 else 0
    return min(travel, DAY), lives


@compiled
def reach_question(rule: int) -> int:
    """What to ask when the reach is unknown."""
    if rule == REACH_LIVE_IN:
        return ASK_LIVE_IN
    return ASK_AREA if rule == REACH_SCOPE else ASK_REACH


@compiled
def pay_weight(percent: int, values: Row) -> int:
    """How much a caution of pay counts: far below the floor is a big one."""
    return BIG if percent < values["pay_caution"] else 1


@compiled
def days_weight(time: Timing) -> int:
    """How much a caution of the week counts: more than one day short is a big one."""
    return BIG if time.rule == WEEK_DAYS and time.days < time.required - 1 else 1


@compiled
def add_week(so_far: Standing, season: int, work: Worked) -> Standing:
    """The four outcomes of the week."""
    time: Timing = work[0]
    so_far = add(so_far, season, 1, ASK_HOURS)
    so_far = add(so_far, time.outcome, days_weight(time), ASK_HOURS)
    so_far = add(so_far, work[1], 1, ASK_HOURS)
    return add(so_far, work[2], 1, ASK_HOURS)


@compiled
def judge(workers: Workers, i: int, posts: Posts, j: int, rules: Rules) -> Judged:
    """Worker i with post j; an unfit pair has score 0 and minutes -1 here."""
    worker, post = workers.rows[i], posts.rows[j]
    values = rules.values[post["region"]]
    unfit = Judged(UNFIT, 0, -1, 0)
    so_far = standing_of(worker, post, values)
    if so_far.worst == BLOCK:
        return unfit
    way = way_to(worker, post, posts.stops, values)
    if way[0] == BLOCK:
        return unfit
    so_far = merged(so_far, papers_of(workers, worker, posts, post, values))
    pay, percent = paid(worker, post, values)
    skill = skilled(worker, workers.skills, post, posts.needs, rules)[0]
    season = season_fit(worker, post, values)
    if max(so_far.worst, pay, skill, season) == BLOCK:
        return unfit
    travel, lives = travel_by(way, values)
    spans, shifts = workers.spans, posts.shifts
    work = week_fit(Hours(worker, post, spans, shifts, values, travel, lives))
    so_far = add(so_far, way[0], 1, reach_question(way[1]))
    so_far = add(so_far, pay, pay_weight(percent, values), ASK_PAY)
    so_far = add(so_far, skill, 1, ASK_SKILLS)
    so_far = add_week(so_far, season, work)
    if so_far.worst == BLOCK:
        return unfit
    shares = shares_of(workers, i, posts, j, rules)
    so_far = add(so_far, wished_trade(shares.wish), 1, ASK_SKILLS)
    wait = season_wait(worker, post, values)
    score = points(shares, (way, work[0], wait), so_far.cautions, values)
    return Judged(so_far.worst, score, way[2], so_far.asked)
