"""One pair explained: every rule's outcome with its numbers, and every part.

`answers` is (42, 4): the outcome of each rule, -1 where the rule does not answer, and
up to three numbers which `NUMBERS` names.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from services.matching.kernel import outcomes as rule
from services.matching.kernel.body import able
from services.matching.kernel.body import struck
from services.matching.kernel.body import unasked
from services.matching.kernel.compiling import compiled
from services.matching.kernel.eligible import first_lacking
from services.matching.kernel.eligible import first_unspoken
from services.matching.kernel.eligible import formal_age
from services.matching.kernel.eligible import in_group
from services.matching.kernel.eligible import licensed
from services.matching.kernel.eligible import not_barred
from services.matching.kernel.eligible import resident
from services.matching.kernel.eligible import schooled
from services.matching.kernel.eligible import spoken
from services.matching.kernel.eligible import wished_age
from services.matching.kernel.hours import Hours
from services.matching.kernel.judging import Judged
from services.matching.kernel.judging import travel_by
from services.matching.kernel.notes import ASKED
from services.matching.kernel.notes import both
from services.matching.kernel.notes import cautions_in
from services.matching.kernel.notes import note_of
from services.matching.kernel.notes import worst_of
from services.matching.kernel.noting import days_weight
from services.matching.kernel.noting import pay_weight
from services.matching.kernel.pay import paid
from services.matching.kernel.pay import pay_share
from services.matching.kernel.reach import Way
from services.matching.kernel.reach import way_to
from services.matching.kernel.rows import Posts
from services.matching.kernel.rows import Row
from services.matching.kernel.rows import Workers
from services.matching.kernel.rules import Rules
from services.matching.kernel.saying import ASKS
from services.matching.kernel.saying import EASES
from services.matching.kernel.scoring import distance_share
from services.matching.kernel.scoring import ease_share
from services.matching.kernel.scoring import part
from services.matching.kernel.scoring import skills_share
from services.matching.kernel.scoring import terms_share
from services.matching.kernel.scoring import week_share
from services.matching.kernel.shifts import Worked
from services.matching.kernel.shifts import any_night
from services.matching.kernel.shifts import week_fit
from services.matching.kernel.skill import skilled
from services.matching.kernel.skill import wish_share
from services.matching.kernel.skill import wished_trade
from services.matching.kernel.standing import advert_clean
from services.matching.kernel.standing import age_of
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

Answers = NDArray[np.int64]
ANSWERS = (len(rule.RULES), 4)
PARTED = (len(rule.PARTS), 2)


class Pair(NamedTuple):
    """Worker i of some workers with post j of some posts, under rules."""

    workers: Workers
    i: int
    posts: Posts
    j: int
    rules: Rules


@compiled
def answer_first(pair: Pair, answers: Answers) -> None:
    """Open, law, safety, veto."""
    worker, post = pair.workers.rows[pair.i], pair.posts.rows[pair.j]
    values = pair.rules.values[post["region"]]
    night = any_night(post, pair.posts.shifts)
    age = age_of(worker, values)
    answers[rule.OPEN_POST, 0] = post_open(post, values)
    answers[rule.OPEN_ADVERT, 0] = advert_clean(post)
    answers[rule.OPEN_WORKER, 0] = worker_open(worker)
    answers[rule.LAW_CHILD, 0] = old_enough(worker, values)
    answers[rule.LAW_CHILD, 1] = age
    answers[rule.LAW_MINOR, 0] = minor_allowed(worker, post, values, night)
    answers[rule.LAW_MINOR, 1] = age
    answers[rule.LAW_WOMEN, 0] = women_allowed(worker, post, values)
    answers[rule.LAW_OVER_AGE, 0] = below_retirement(worker, values)
    answers[rule.LAW_WAGE, 0] = wage_kept(post, values)
    answers[rule.LAW_WAGE, 1] = post["earned"]
    answers[rule.SAFETY_HAZARD, 0] = hazard_free(worker, post)
    answers[rule.SAFETY_SIGNAL, 0] = signal_heard(worker, post, values)
    answers[rule.VETO_REFUSED, 0] = not_refused(worker, post, pair.workers.words)


@compiled
def answer_formal(pair: Pair, answers: Answers) -> None:
    """Eligible, asks."""
    workers, posts = pair.workers, pair.posts
    worker, post = workers.rows[pair.i], posts.rows[pair.j]
    values = pair.rules.values[post["region"]]
    today = values["today"]
    age = age_of(worker, values)
    papers, words = workers.papers, posts.words
    own = workers.words
    group = in_group(worker, papers, post, words, today)
    licence = licensed(worker, papers, post, words, today)
    lacking = first_lacking(worker, papers, post, words, today)
    answers[rule.ELIGIBLE_GROUP, 0] = group
    answers[rule.ELIGIBLE_RESIDENCE, 0] = resident(worker, post)
    answers[rule.ELIGIBLE_AGE, 0] = formal_age(worker, post, values)
    answers[rule.ELIGIBLE_AGE, 1] = age
    answers[rule.ELIGIBLE_LICENCE, 0] = licence
    answers[rule.ELIGIBLE_LICENCE, 1] = lacking
    answers[rule.ELIGIBLE_BACKGROUND, 0] = not_barred(worker, own, post, words)
    answers[rule.ASKS_AGE, 0] = wished_age(worker, post, values)
    answers[rule.ASKS_AGE, 1] = age
    answers[rule.ASKS_SCHOOLING, 0] = schooled(worker, post)
    answers[rule.ASKS_LANGUAGE, 0] = spoken(worker, own, post, words)
    answers[rule.ASKS_LANGUAGE, 1] = first_unspoken(worker, own, post, words)


@compiled
def answer_body(pair: Pair, answers: Answers) -> None:
    """Body, as one outcome; the masks tell which demands."""
    worker, post = pair.workers.rows[pair.i], pair.posts.rows[pair.j]
    values = pair.rules.values[post["region"]]
    outcome = able(worker, post, values)
    if worker["limits_known"] == 0 and outcome == rule.UNKNOWN:
        answers[rule.BODY_ASKED, 0] = outcome
        answers[rule.BODY_ASKED, 1] = unasked(post, values)
        return
    answers[rule.BODY_DEMANDS, 0] = outcome
    if worker["limits_known"] == 1 and post["demands_known"] == 1:
        blocked, careful = struck(worker, post, values)
        answers[rule.BODY_DEMANDS, 1] = blocked
        answers[rule.BODY_DEMANDS, 2] = careful


@compiled
def answer_week(season: int, work: Worked, answers: Answers) -> None:
    """Season, hours, night and length."""
    time: Timing = work[0]
    answers[rule.WEEK_SEASON, 0] = season
    answers[time.rule, 0] = time.outcome
    answers[time.rule, 1] = time.day
    answers[time.rule, 2] = time.minutes
    answers[time.rule, 3] = time.required
    if time.rule == rule.WEEK_DAYS:
        answers[time.rule, 1] = time.days
        answers[time.rule, 2] = time.required
    answers[rule.WEEK_NIGHT, 0] = work[1]
    answers[rule.WEEK_LONG, 0] = work[2]
    answers[rule.WEEK_LONG, 1] = work[3]


@compiled
def answer_work(pair: Pair, wish: int, answers: Answers) -> None:
    """Pay, skill and trade; `wish` is the share of that part."""
    worker, post = pair.workers.rows[pair.i], pair.posts.rows[pair.j]
    skills, needs = pair.workers.skills, pair.posts.needs
    pay, percent = paid(worker, post, pair.rules.values[post["region"]])
    at = rule.PAY_ASKED if pay == rule.UNKNOWN else rule.PAY_FLOOR
    answers[at, 0] = pay
    answers[at, 1] = percent
    skill, need = skilled(worker, skills, post, needs, pair.rules)
    at = rule.SKILL_ASKED if skill == rule.UNKNOWN else rule.SKILL_MUST
    answers[at, 0] = skill
    answers[at, 1] = need
    answers[rule.SKILL_TRADE, 0] = wished_trade(wish)


@compiled
def answer_way(way: Way, answers: Answers) -> None:
    """Reach, as one outcome with minutes, mode and metres."""
    answers[way[1], 0] = way[0]
    answers[way[1], 1] = way[2]
    answers[way[1], 2] = way[3]
    answers[way[1], 3] = way[4]


@compiled
def summed(answers: Answers, time: Timing, values: Row) -> int:
    """All outcomes as one note, without points."""
    note = 0
    for at in range(ANSWERS[0]):
        if answers[at, 0] < 0:
            continue
        eases = EASES[at]
        if at == rule.WEEK_DAYS:
            eases = days_weight(time)
        elif at == rule.PAY_FLOOR:
            eases = pay_weight(answers[at, 1], values)
        note = both(note, note_of(answers[at, 0], eases, ASKS[at]))
    return note


@compiled
def trace(pair: Pair, answers: Answers, parts: NDArray[np.int64]) -> Judged:
    """Fills `answers` (42, 4) and `parts` (7, 2): points and share, -1 unknown.

    Nothing leaves early here, so an unfit pair has all its outcomes and a score too.
    """
    workers, posts, rules = pair.workers, pair.posts, pair.rules
    worker, post = workers.rows[pair.i], posts.rows[pair.j]
    values = rules.values[post["region"]]
    answers[:, :] = -1
    answer_first(pair, answers)
    answer_formal(pair, answers)
    answer_body(pair, answers)
    way = way_to(worker, post, posts.stops, values)
    answer_way(way, answers)
    travel, lives = travel_by(way, values)
    spans, shifts = workers.spans, posts.shifts
    work = week_fit(Hours(worker, post, spans, shifts, values, travel, lives))
    answer_week(season_fit(worker, post, values), work, answers)
    wish = wish_share(worker, post, workers.words, rules)
    answer_work(pair, wish, answers)
    note = summed(answers, work[0], values)
    shares = (
        distance_share(way),
        skills_share(worker, (workers.skills, workers.words), post, posts.needs, rules),
        week_share(work[0], season_wait(worker, post, values)),
        pay_share(worker, post, values),
        wish,
        terms_share(post),
        ease_share(cautions_in(note)),
    )
    score = 0
    for at in range(7):
        parts[at, 0] = part(shares[at], values["most"][at])
        parts[at, 1] = shares[at]
        score += parts[at, 0]
    return Judged(worst_of(note), score, way[2], note & ASKED)
