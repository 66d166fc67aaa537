"""What each group of rules says of one pair, as a note.

A group reads only some facts of a post, which `facets` names: posts alike in them share
the note, so it is written once for each worker.
"""

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
from services.matching.kernel.hours import Hours
from services.matching.kernel.notes import BLOCKED
from services.matching.kernel.notes import both
from services.matching.kernel.notes import is_blocked
from services.matching.kernel.notes import note_of
from services.matching.kernel.notes import worth
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
from services.matching.kernel.outcomes import DISTANCE
from services.matching.kernel.outcomes import PAY
from services.matching.kernel.outcomes import REACH_LIVE_IN
from services.matching.kernel.outcomes import REACH_SCOPE
from services.matching.kernel.outcomes import SKILLS
from services.matching.kernel.outcomes import TERMS
from services.matching.kernel.outcomes import WEEK
from services.matching.kernel.outcomes import WEEK_DAYS
from services.matching.kernel.outcomes import WISH
from services.matching.kernel.pay import paid
from services.matching.kernel.pay import pay_share
from services.matching.kernel.reach import Way
from services.matching.kernel.rows import Row
from services.matching.kernel.rows import Rows
from services.matching.kernel.rules import Rules
from services.matching.kernel.scoring import distance_share
from services.matching.kernel.scoring import part
from services.matching.kernel.scoring import skills_share
from services.matching.kernel.scoring import terms_share
from services.matching.kernel.scoring import week_share
from services.matching.kernel.shifts import Worked
from services.matching.kernel.shifts import week_fit
from services.matching.kernel.skill import skilled
from services.matching.kernel.skill import wish_share
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
from services.matching.kernel.week import Timing
from services.matching.kernel.week import season_fit
from services.matching.kernel.week import season_wait

# A compromise that counts as two.
BIG = 2


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
def post_note(post: Row, values: Row) -> int:
    """What holds for every worker, and the part `terms`."""
    terms = part(terms_share(post), values["most"][TERMS])
    worst = max(post_open(post, values), advert_clean(post), wage_kept(post, values))
    return both(note_of(worst, 0, ASK_BIRTH), worth(terms))


@compiled
def work_note(worker: Row, own: Rows, post: Row, night: int, rules: Rules) -> int:
    """Who may do such work: law, safety, body, veto, and the part `wish`.

    `own` are the workers' words, `night` 1 if a shift of the post touches the night.
    """
    values = rules.values[post["region"]]
    worst = max(
        below_retirement(worker, values),
        hazard_free(worker, post),
        signal_heard(worker, post, values),
        women_allowed(worker, post, values),
        not_refused(worker, post, own),
        minor_allowed(worker, post, values, night),
    )
    if worst == BLOCK:
        return BLOCKED
    body = ASK_BODY if worker["limits_known"] == 0 else ASK_DEMANDS
    so_far = note_of(worst, 0, ASK_BODY)
    so_far = both(so_far, note_of(old_enough(worker, values), 0, ASK_BIRTH))
    so_far = both(so_far, note_of(able(worker, post, values), 0, body))
    wish = wish_share(worker, post, own, rules)
    so_far = both(so_far, note_of(wished_trade(wish), 1, ASK_SKILLS))
    return both(so_far, worth(part(wish, values["most"][WISH])))


@compiled
def papers_note(
    worker: Row, lists: tuple[Rows, Rows], post: Row, words: Rows, values: Row
) -> int:
    """Whom the post is for: eligible, and what the employer asks.

    `lists` are the workers' papers and words, `words` the posts'.
    """
    papers, own = lists
    today = values["today"]
    so_far = both(
        note_of(not_barred(worker, own, post, words), 0, ASK_GROUPS),
        note_of(spoken(worker, own, post, words), 0, ASK_GROUPS),
    )
    so_far = both(so_far, note_of(formal_age(worker, post, values), 1, ASK_BIRTH))
    so_far = both(so_far, note_of(wished_age(worker, post, values), 0, ASK_BIRTH))
    so_far = both(so_far, note_of(schooled(worker, post), 1, ASK_SCHOOLING))
    if is_blocked(so_far):
        return BLOCKED
    group = in_group(worker, papers, post, words, today)
    so_far = both(so_far, note_of(group, 1, ASK_GROUPS))
    licence = licensed(worker, papers, post, words, today)
    return both(so_far, note_of(licence, 1, ASK_LICENCES))


@inlined
def home_note(worker: Row, post: Row) -> int:
    """Where people must live."""
    return note_of(resident(worker, post), 1, ASK_AREA)


@compiled
def needs_note(
    worker: Row, lists: tuple[Rows, Rows], post: Row, needs: Rows, rules: Rules
) -> int:
    """Skills, and the part `skills`; `lists` are the workers' skills and words."""
    values = rules.values[post["region"]]
    outcome = skilled(worker, lists[0], post, needs, rules)[0]
    if outcome == BLOCK:
        return BLOCKED
    share = skills_share(worker, lists, post, needs, rules)
    points = part(share, values["most"][SKILLS])
    return both(note_of(outcome, 1, ASK_SKILLS), worth(points))


@compiled
def pay_note(worker: Row, post: Row, values: Row) -> int:
    """Pay, and the part `pay`."""
    outcome, percent = paid(worker, post, values)
    if outcome == BLOCK:
        return BLOCKED
    points = part(pay_share(worker, post, values), values["most"][PAY])
    note = note_of(outcome, pay_weight(percent, values), ASK_PAY)
    return both(note, worth(points))


@compiled
def way_note(way: Way, values: Row) -> int:
    """Reach, and the part `distance`."""
    if way[0] == BLOCK:
        return BLOCKED
    points = part(distance_share(way), values["most"][DISTANCE])
    return both(note_of(way[0], 1, reach_question(way[1])), worth(points))


@compiled
def hours_note(hours: Hours) -> int:
    """Season, hours, night and length, and the part `week`."""
    worker, post, values = hours.worker, hours.post, hours.values
    season = season_fit(worker, post, values)
    if season == BLOCK:
        return BLOCKED
    work = week_fit(hours)
    time = work[0]
    so_far = week_outcomes(season, work)
    if is_blocked(so_far):
        return BLOCKED
    share = week_share(time, season_wait(worker, post, values))
    return both(so_far, worth(part(share, values["most"][WEEK])))


@compiled
def week_outcomes(season: int, work: Worked) -> int:
    """The four outcomes of the week."""
    time: Timing = work[0]
    weight = days_weight(time)
    so_far = both(
        note_of(season, 1, ASK_HOURS), note_of(time.outcome, weight, ASK_HOURS)
    )
    so_far = both(so_far, note_of(work[1], 1, ASK_HOURS))
    return both(so_far, note_of(work[2], 1, ASK_HOURS))
