"""Who is proposed for which post when several are arranged together: a fair, a bus.

Only listed pairs count, so what a rule forbids is never proposed. Long lists are first
looked at to a depth; where somebody could gain by a pair further down, their list is
read further, until nobody can.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from datetime import datetime
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from services.matching.explaining import VERDICTS
from services.matching.found import Number
from services.matching.gathering import Integers
from services.matching.gathering import Pairs
from services.matching.gathering import Part
from services.matching.gathering import ids_of
from services.matching.gathering import pairs_in
from services.matching.gathering import ranked
from services.matching.gathering import taken_from
from services.matching.kernel.outcomes import CONDITIONAL
from services.matching.kernel.outcomes import FIT
from services.matching.kernel.outcomes import OPEN_QUESTION
from services.matching.solving import MOST_DAYS
from services.matching.solving import Task
from services.matching.solving import Totals
from services.matching.solving import best_choice
from services.matching.solving import factors_of
from services.matching.solving import first_come
from services.matching.solving import totals_of
from services.matching.solving import values_of
from services.matching.unlisted import Unlisted
from services.matching.unlisted import why_unlisted

CHINA = ZoneInfo("Asia/Shanghai")
DEPTH = 50
DEEPER = 4
# Lists are not read further than this many pairs in all; then the rest is left open.
MOST_PAIRS = 30_000_000


@dataclass(frozen=True, slots=True)
class Wish:
    """How an assignment is wanted.

    `seats` overrides the openings of posts; `days` are those that workers waited, where
    the day on which they were entered does not tell; `ask`: pairs count that wait for
    an answer too.
    """

    seats: Mapping[UUID, int] = field(default_factory=dict)
    days: Mapping[UUID, int] = field(default_factory=dict)
    ask: bool = False

    @property
    def worst(self) -> int:
        """The worst verdict rank that may be proposed."""
        return OPEN_QUESTION if self.ask else CONDITIONAL


class Chosen(NamedTuple):
    """One worker with the post that is proposed."""

    worker: UUID
    post: UUID
    verdict: str
    score: int


class Left(NamedTuple):
    """A worker who gets nothing this time, and why."""

    worker: UUID
    why: str
    numbers: Mapping[str, Number]


class Seats(NamedTuple):
    """A post with the seats it had, those that are taken, and how many could come."""

    post: UUID
    seats: int
    taken: int
    listed: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is proposed, who is left, and what going down the list would come to."""

    chosen: tuple[Chosen, ...]
    left: tuple[Left, ...]
    posts: tuple[Seats, ...]
    totals: Totals
    first_come: Totals
    proven: bool


class Solved(NamedTuple):
    """The pairs looked at, the task they make, and the places of the chosen ones."""

    pairs: Pairs
    task: Task
    chosen: Integers
    proven: bool


def assign(part: Part, wish: Wish, today: date) -> Proposal:
    """The best proposal for all workers and posts of a part."""
    workers, posts = ids_of(part.side.workers.rows), ids_of(part.side.posts.rows)
    days = np.array([wish.days.get(one, entered(one, today)) for one in workers])
    seats = seats_of(part, wish, posts)
    solved = solve(part, wish, np.clip(days, 0, MOST_DAYS).astype(np.int64), seats)
    task, chosen, pairs = solved.task, solved.chosen, solved.pairs
    taken = np.bincount(task.posts[chosen], minlength=len(posts)).tolist()
    listed = np.bincount(task.posts, minlength=len(posts)).tolist()
    return Proposal(
        chosen=tuple(
            Chosen(
                workers[task.workers[one]],
                posts[task.posts[one]],
                VERDICTS[pairs.ranks[one]],
                int(task.scores[one]),
            )
            for one in chosen.tolist()
        ),
        left=tuple(left_over(part, solved, workers)),
        posts=tuple(map(Seats, posts, seats.tolist(), taken, listed)),
        totals=totals_of(task, chosen),
        first_come=totals_of(task, first_come(task)),
        proven=solved.proven,
    )


def entered(worker: UUID, today: date) -> int:
    """Days since a worker was entered, which an id with a time in it tells; else 0."""
    if worker.version != 7:
        return 0
    begun = datetime.fromtimestamp((worker.int >> 80) / 1000, CHINA).date()
    return max(0, (today - begun).days)


def seats_of(part: Part, wish: Wish, posts: list[UUID]) -> Integers:
    """How many each post may take: as wished, else its openings."""
    openings = part.side.posts.rows["openings"].tolist()
    pairs = zip(posts, openings, strict=True)
    asked = [max(0, wish.seats.get(post, own)) for post, own in pairs]
    return np.array(asked, np.int64)


def solve(part: Part, wish: Wish, days: Integers, seats: Integers) -> Solved:
    """Reads lists deeper until nobody could gain by what was not read."""
    depth = min(DEPTH, max(1, len(seats)))
    pairs = pairs_in(ranked(part, depth), wish.worst)
    while True:
        task = task_of(pairs, days, seats)
        chosen, worth = best_choice(task)
        longing = who_could_gain(pairs, task, worth)
        if not longing.any():
            return Solved(pairs, task, chosen, proven=True)
        depth = min(DEEPER * depth, len(seats))
        if len(pairs.workers) + int(longing.sum()) * depth > MOST_PAIRS:
            return Solved(pairs, task, chosen, proven=False)
        pairs = deepened(part, pairs, np.flatnonzero(longing), depth, wish)


def task_of(pairs: Pairs, days: Integers, seats: Integers) -> Task:
    """The pairs as a task of who takes which seat."""
    fits = (pairs.ranks == FIT).astype(np.int64)
    return Task(pairs.workers, pairs.posts, fits, pairs.scores, days, seats)


def who_could_gain(pairs: Pairs, task: Task, worth: Integers) -> NDArray[np.bool_]:
    """Workers (n,) with pairs not read, the best of which may be worth more to them.

    What was not read of a list is no better than the last that was; at best its seat
    would be free. So whose own place is worth as much need not be read further.
    """
    last = np.zeros(len(worth), np.int64)
    # Each worker's pairs stand best first, and the last assignment to a place stays.
    last[task.workers] = values_of(task, factors_of(task))
    unread: NDArray[np.bool_] = pairs.cut & (worth < last)
    return unread


def deepened(
    part: Part, pairs: Pairs, longing: Integers, depth: int, wish: Wish
) -> Pairs:
    """The same pairs, with those of some workers read to a depth."""
    posts = np.arange(len(part.side.posts.rows))
    more = pairs_in(ranked(taken_from(part, longing, posts), depth), wish.worst)
    others = ~np.isin(pairs.workers, longing)
    cut = pairs.cut.copy()
    cut[longing] = more.cut
    workers = np.concatenate([pairs.workers[others], longing[more.workers]])
    order = np.argsort(workers, kind="stable")

    def joined(mine: Integers, theirs: Integers) -> Integers:
        both: Integers = np.concatenate([mine[others], theirs])[order]
        return both

    return Pairs(
        workers[order],
        joined(pairs.posts, more.posts),
        joined(pairs.ranks, more.ranks),
        joined(pairs.scores, more.scores),
        cut,
    )


def left_over(part: Part, solved: Solved, workers: list[UUID]) -> list[Left]:
    """Everybody who gets nothing this time, with the reason."""
    task = solved.task
    placed = np.zeros(len(workers), bool)
    placed[task.workers[solved.chosen]] = True
    listed = np.bincount(task.workers, minlength=len(workers))
    open_to = np.bincount(
        task.workers[task.seats[task.posts] > 0], minlength=len(workers)
    )
    reasons = Unlisted(part)
    told = []
    for at in np.flatnonzero(~placed).tolist():
        if listed[at]:
            why = "all_taken" if open_to[at] else "no_seats"
            told.append(Left(workers[at], why, {"posts": int(listed[at])}))
        else:
            told.append(Left(workers[at], *why_unlisted(reasons, at)))
    return told
