"""One pair judged: verdict, score, minutes and open questions; blocks leave early.

The worst outcome of all rules is the verdict. Cheap rules come first: most pairs of a
county are blocked by a few integer compares.
"""

from typing import NamedTuple

from services.matching.kernel.compiling import compiled
from services.matching.kernel.compiling import inlined
from services.matching.kernel.hours import DAY
from services.matching.kernel.hours import Hours
from services.matching.kernel.notes import ASKED
from services.matching.kernel.notes import BLOCKED
from services.matching.kernel.notes import both
from services.matching.kernel.notes import cautions_in
from services.matching.kernel.notes import is_blocked
from services.matching.kernel.notes import note_of
from services.matching.kernel.notes import points_in
from services.matching.kernel.notes import worst_of
from services.matching.kernel.noting import home_note
from services.matching.kernel.noting import hours_note
from services.matching.kernel.noting import needs_note
from services.matching.kernel.noting import papers_note
from services.matching.kernel.noting import pay_note
from services.matching.kernel.noting import post_note
from services.matching.kernel.noting import way_note
from services.matching.kernel.noting import work_note
from services.matching.kernel.outcomes import EASE
from services.matching.kernel.outcomes import REACH_LIVE_IN
from services.matching.kernel.outcomes import UNFIT
from services.matching.kernel.reach import Way
from services.matching.kernel.reach import way_to
from services.matching.kernel.rows import Posts
from services.matching.kernel.rows import Row
from services.matching.kernel.rows import Workers
from services.matching.kernel.rules import Rules
from services.matching.kernel.scoring import ease_share
from services.matching.kernel.scoring import part
from services.matching.kernel.shifts import any_night
from services.matching.kernel.standing import worker_open


class Judged(NamedTuple):
    """Verdict rank, score (thousandths of a point), minutes (-1 unknown), questions."""

    verdict: int
    score: int
    minutes: int
    asked: int


@inlined
def travel_by(way: Way, values: Row) -> tuple[int, int]:
    """(minutes one way for the week, 1 if the worker lives at the post)."""
    travel = way[6] if way[6] >= 0 else values["unknown_minutes"]
    lives = 1 if way[1] == REACH_LIVE_IN and way[6] == 0 else 0
    return min(travel, DAY), lives


@inlined
def judged_by(note: int, minutes: int, values: Row) -> Judged:
    """The verdict and the score of a whole note."""
    verdict = worst_of(note)
    if verdict == UNFIT:
        return Judged(UNFIT, 0, -1, 0)
    ease = part(ease_share(cautions_in(note)), values["most"][EASE])
    return Judged(verdict, points_in(note) + ease, minutes, note & ASKED)


@compiled
def judge(workers: Workers, i: int, posts: Posts, j: int, rules: Rules) -> Judged:
    """Worker i with post j; an unfit pair has score 0 and minutes -1 here."""
    worker, post = workers.rows[i], posts.rows[j]
    values = rules.values[post["region"]]
    so_far = both(note_of(worker_open(worker), 0, 0), post_note(post, values))
    if not is_blocked(so_far):
        night = any_night(post, posts.shifts)
        so_far = both(so_far, work_note(worker, workers.words, post, night, rules))
    if is_blocked(so_far):
        return Judged(UNFIT, 0, -1, 0)
    way = way_to(worker, post, posts.stops, values)
    so_far = both(so_far, way_note(way, values))
    if not is_blocked(so_far):
        so_far = both(so_far, who_and_what(workers, i, posts, j, rules))
    if is_blocked(so_far):
        return Judged(UNFIT, 0, -1, 0)
    travel, lives = travel_by(way, values)
    spans, shifts = workers.spans, posts.shifts
    week = hours_note(Hours(worker, post, spans, shifts, values, travel, lives))
    return judged_by(both(so_far, week), way[2], values)


@inlined
def who_and_what(workers: Workers, i: int, posts: Posts, j: int, rules: Rules) -> int:
    """Papers, home, pay and needs; leaves at the first block."""
    worker, post = workers.rows[i], posts.rows[j]
    values = rules.values[post["region"]]
    so_far = both(home_note(worker, post), pay_note(worker, post, values))
    if is_blocked(so_far):
        return BLOCKED
    lists = workers.papers, workers.words
    so_far = both(so_far, papers_note(worker, lists, post, posts.words, values))
    if is_blocked(so_far):
        return BLOCKED
    held = workers.skills, workers.words
    return both(so_far, needs_note(worker, held, post, posts.needs, rules))
