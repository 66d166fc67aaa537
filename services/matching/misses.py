"""Why not, and what would change it: single changes that open a blocked post.

A change is applied to the contract and the pair judged again, so what is promised here
is what a re-run gives. Only what may be changed is tried: never law, safety, the
person's own refusals, or a post that is closed.
"""

from dataclasses import dataclass
from dataclasses import replace
from datetime import date
from uuid import UUID

import numpy as np

from common.contracts.codes import Outcome
from common.contracts.codes import Verdict
from common.contracts.jobs import Post
from common.contracts.people import Worker
from services.matching.changing import trials
from services.matching.found import Change
from services.matching.found import Found
from services.matching.found import Listing
from services.matching.index import Index
from services.matching.kernel.blocking import blocks_of_posts

# How many posts that one rule blocks are tried for changes; the nearest ones first.
TRIED = 150

Groups = list[tuple[Change, tuple[Found, ...]]]
WorkerGroups = list[tuple[Change, tuple[UUID, ...]]]


@dataclass(frozen=True, slots=True)
class Blocked:
    """One post that does not fit, how many of its rules say so, and if it is closed."""

    post: UUID
    blocks: int
    closed: bool


def blocked_posts(index: Index, worker: UUID | Worker, today: date) -> list[Blocked]:
    """All unfit posts of a worker, fewest blocking rules and nearest first."""
    side, i, alive = index.side_of_worker(worker, today)
    told = blocks_of_posts(side, i, alive)
    order = np.lexsort((told.metres, told.blocks))
    return [
        Blocked(index.post_at(side, j), int(told.blocks[j]), bool(told.closed[j]))
        for j in order.tolist()
        if told.blocks[j] > 0
    ]


def why_not(index: Index, worker: UUID | Worker, today: date, most: int) -> Listing:
    """The posts nearest to fitting, explained; closed and unlawful ones left out."""
    near = [one for one in blocked_posts(index, worker, today) if not one.closed]
    items = tuple(index.explain(worker, one.post, today) for one in near[:most])
    return Listing(items=items, total=len(near), next=None, questions=())


def near_misses(index: Index, worker: UUID | Worker, today: date) -> Groups:
    """Posts that one change would open, by that change; the smallest one of each."""
    person = worker if isinstance(worker, Worker) else index.worker(worker)
    single = [one for one in blocked_posts(index, worker, today) if one.blocks == 1]
    groups: dict[tuple[str, str], tuple[Change, list[Found]]] = {}
    for one in [blocked for blocked in single if not blocked.closed][:TRIED]:
        opened = opened_by(index, person, one.post, today)
        if opened and opened.change:
            change = opened.change
            same = (change.key, str(sorted(change.numbers.items())))
            groups.setdefault(same, (change, []))[1].append(opened)
    return [(change, tuple(found)) for change, found in groups.values()]


def opened_by(
    index: Index, worker: Worker, post: UUID | Post, today: date
) -> Found | None:
    """The pair after the smallest change that opens it; None if no single one does."""
    offer = post if isinstance(post, Post) else index.post(post)
    found = index.explain(worker, offer, today)
    blocking = [one for one in found.rulings if one.outcome is Outcome.BLOCK]
    if len(blocking) != 1:
        return None
    for change, changed, moved in trials(worker, offer, blocking[0]):
        again = index.explain(changed, moved, today)
        if again.verdict is not Verdict.UNFIT:
            return replace(again, change=change)
    return None
