"""Shortlists: the best of many pairs by a bounded heap, in one exact order.

A key is one integer, higher is better: verdict rank, then score, then least shown. Of
equal keys the smaller id stands first, so the order has no ties at all.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from services.matching.kernel.compiling import compiled
from services.matching.kernel.compiling import inlined
from services.matching.kernel.judging import Judged
from services.matching.kernel.judging import judge
from services.matching.kernel.outcomes import QUESTIONS
from services.matching.kernel.outcomes import UNFIT
from services.matching.kernel.rows import Posts
from services.matching.kernel.rows import Rows
from services.matching.kernel.rows import Workers
from services.matching.kernel.rules import Rules

ASKED = len(QUESTIONS)
# Places in the counts of a heap.
LISTED, FOLLOWING, QUESTION = range(3)
MOST_SHOWN = (1 << 32) - 1
SCORE_BITS = 32
VERDICT_BITS = 56


class Query(NamedTuple):
    """Which rows of the other side may be listed, and where the page begins.

    `allowed` (n,) 0 or 1; `shown` (n,) exposures; `max_minutes` -1: any; the page
    begins after (`after_key`, `after_high`, `after_low`), key -1: at the top.
    """

    allowed: NDArray[np.uint8]
    shown: NDArray[np.int32]
    max_minutes: int
    after_key: int
    after_high: np.uint64
    after_low: np.uint64


class Side(NamedTuple):
    """All that is judged: both sides and the rules."""

    workers: Workers
    posts: Posts
    rules: Rules


class Heap(NamedTuple):
    """The best so far, the worst of them at the root.

    `keys` and `places` are (top,); `size` (1,) how many are held; `counts` counts all
    listed pairs (0), those after the page's beginning (1), and open questions (2 on).
    """

    keys: NDArray[np.int64]
    places: NDArray[np.int64]
    size: NDArray[np.int64]
    counts: NDArray[np.int64]


def empty_heap(top: int) -> Heap:
    """A heap for the best `top`, at least 1."""
    if top < 1:
        raise ValueError(f"top must be at least 1, not {top}")
    return Heap(
        np.zeros(top, np.int64),
        np.zeros(top, np.int64),
        np.zeros(1, np.int64),
        np.zeros(QUESTION + ASKED, np.int64),
    )


@inlined
def key_of(judged: Judged, shown: int) -> int:
    """The key of a listed pair."""
    rank = UNFIT - judged.verdict
    seen = MOST_SHOWN - min(max(int(shown), 0), MOST_SHOWN)
    return (rank << VERDICT_BITS) | (judged.score << SCORE_BITS) | seen


@compiled
def id_before(rows: Rows, one: int, other: int) -> bool:
    """Whether row `one` has the smaller id."""
    if rows[one]["uid_high"] != rows[other]["uid_high"]:
        return bool(rows[one]["uid_high"] < rows[other]["uid_high"])
    return bool(rows[one]["uid_low"] < rows[other]["uid_low"])


@compiled
def is_better(rows: Rows, heap: Heap, one: int, other: int) -> bool:
    """Whether the heap's entry `one` stands before `other`."""
    if heap.keys[one] != heap.keys[other]:
        return bool(heap.keys[one] > heap.keys[other])
    return id_before(rows, heap.places[one], heap.places[other])


@compiled
def swap(heap: Heap, one: int, other: int) -> None:
    """Exchanges two entries."""
    key, place = heap.keys[one], heap.places[one]
    heap.keys[one], heap.places[one] = heap.keys[other], heap.places[other]
    heap.keys[other], heap.places[other] = key, place


@compiled
def rise(rows: Rows, heap: Heap, at: int) -> None:
    """Moves an entry up while it is worse than its parent."""
    while at > 0:
        parent = (at - 1) // 2
        if not is_better(rows, heap, parent, at):
            return
        swap(heap, parent, at)
        at = parent


@compiled
def sink(rows: Rows, heap: Heap, size: int) -> None:
    """Moves the root down while a child is worse, among the first `size`."""
    at = 0
    while True:
        worst = at
        for child in range(2 * at + 1, min(2 * at + 3, size)):
            if is_better(rows, heap, worst, child):
                worst = child
        if worst == at:
            return
        swap(heap, worst, at)
        at = worst


@compiled
def push(rows: Rows, heap: Heap, key: int, place: int) -> None:
    """Keeps a pair if it is among the best."""
    size = heap.size[0]
    if size < heap.keys.shape[0]:
        heap.keys[size], heap.places[size] = key, place
        heap.size[0] = size + 1
        rise(rows, heap, size)
        return
    if key < heap.keys[0]:
        return
    if key == heap.keys[0] and not id_before(rows, place, heap.places[0]):
        return
    heap.keys[0], heap.places[0] = key, place
    sink(rows, heap, size)


@compiled
def sort_best_first(rows: Rows, heap: Heap) -> None:
    """Empties the heap from the worst, which leaves it sorted, best first."""
    for size in range(heap.size[0] - 1, 0, -1):
        swap(heap, 0, size)
        sink(rows, heap, size)


@inlined
def least_of(heap: Heap) -> int:
    """The worst key of a full heap, -1 while there is room."""
    full = heap.size[0] == heap.keys.shape[0]
    return int(heap.keys[0]) if full else -1


@inlined
def follows(rows: Rows, query: Query, key: int, place: int) -> bool:
    """Whether a pair stands after the page's beginning."""
    if query.after_key < 0 or key < query.after_key:
        return True
    if key > query.after_key:
        return False
    row = rows[place]
    if row["uid_high"] != query.after_high:
        return bool(row["uid_high"] > query.after_high)
    return bool(row["uid_low"] > query.after_low)


@inlined
def is_wanted(query: Query, judged: Judged) -> bool:
    """Whether a pair may be listed: not unfit, and not too far."""
    if judged.verdict == UNFIT:
        return False
    return query.max_minutes < 0 or 0 <= judged.minutes <= query.max_minutes


@inlined
def keep(rows: Rows, query: Query, heap: Heap, place: int, judged: Judged) -> None:
    """Counts and keeps a wanted pair, but for its questions."""
    heap.counts[LISTED] += 1
    key = key_of(judged, query.shown[place])
    if follows(rows, query, key, place):
        heap.counts[FOLLOWING] += 1
        if key >= least_of(heap):
            push(rows, heap, key, place)


@inlined
def count_questions(heap: Heap, asked: int, pairs: int) -> None:
    """Counts the questions of a mask for so many pairs."""
    for question in range(ASKED):
        heap.counts[QUESTION + question] += ((asked >> question) & 1) * pairs


@compiled
def consider(rows: Rows, query: Query, heap: Heap, place: int, judged: Judged) -> None:
    """Counts and keeps one judged pair unless it is unfit or too far."""
    if is_wanted(query, judged):
        count_questions(heap, judged.asked, 1)
        keep(rows, query, heap, place, judged)


@compiled
def rank_posts(side: Side, i: int, query: Query, heap: Heap) -> None:
    """Fills the heap with the best posts of worker i, best first: judges every one."""
    rows = side.posts.rows
    for j in range(rows.shape[0]):
        if query.allowed[j] == 1:
            judged = judge(side.workers, i, side.posts, j, side.rules)
            consider(rows, query, heap, j, judged)
    sort_best_first(rows, heap)


@compiled
def rank_workers(side: Side, j: int, query: Query, heap: Heap) -> None:
    """Fills the heap with the best workers of post j, best first: judges every one."""
    rows = side.workers.rows
    for i in range(rows.shape[0]):
        if query.allowed[i] == 1:
            judged = judge(side.workers, i, side.posts, j, side.rules)
            consider(rows, query, heap, i, judged)
    sort_best_first(rows, heap)
