"""Lists for many rows at once, and some workers judged with some posts into them.

`sweeping` does the same for everybody, without judging every pair; here every listed
pair is counted on both sides.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from services.matching.kernel.compiling import compiled
from services.matching.kernel.compiling import inlined
from services.matching.kernel.judging import judge
from services.matching.kernel.outcomes import UNFIT
from services.matching.kernel.ranking import ASKED
from services.matching.kernel.ranking import QUESTION
from services.matching.kernel.ranking import Heap
from services.matching.kernel.ranking import Query
from services.matching.kernel.ranking import Side
from services.matching.kernel.ranking import consider
from services.matching.kernel.ranking import push
from services.matching.kernel.ranking import sort_best_first
from services.matching.kernel.rows import Rows


class Lists(NamedTuple):
    """One heap for each of n rows: keys and places (n, top), sizes (n, 1), counts."""

    keys: NDArray[np.int64]
    places: NDArray[np.int64]
    sizes: NDArray[np.int64]
    counts: NDArray[np.int64]


class Rematch(NamedTuple):
    """The posts of every worker and the workers of every post, best first."""

    of_workers: Lists
    of_posts: Lists


def empty_lists(count: int, top: int) -> Lists:
    """Room for the best `top` of each of `count` rows."""
    return Lists(
        np.zeros((count, top), np.int64),
        np.zeros((count, top), np.int64),
        np.zeros((count, 1), np.int64),
        np.zeros((count, QUESTION + ASKED), np.int64),
    )


@inlined
def heap_of(lists: Lists, at: int) -> Heap:
    """The heap of one row."""
    return Heap(lists.keys[at], lists.places[at], lists.sizes[at], lists.counts[at])


@compiled
def rank_stretch(
    side: Side, first: int, last: int, queries: tuple[Query, Query], into: Rematch
) -> None:
    """Judges workers[first:last] with all posts into both sides' heaps.

    `queries` are (of workers for posts, of posts for workers); only rows that both
    allow are judged. The workers' lists end sorted, the posts' do not.
    """
    workers, posts = side.workers, side.posts
    rules = side.rules
    offers, people = queries
    for i in range(first, last):
        if people.allowed[i] == 0:
            continue
        own = heap_of(into.of_workers, i)
        for j in range(posts.rows.shape[0]):
            if offers.allowed[j] == 0:
                continue
            judged = judge(workers, i, posts, j, rules)
            if judged.verdict == UNFIT:
                continue
            consider(side.posts.rows, offers, own, j, judged)
            consider(side.workers.rows, people, heap_of(into.of_posts, j), i, judged)
        sort_best_first(side.posts.rows, own)


@compiled
def merge_lists(rows: Rows, into: Lists, other: Lists) -> None:
    """Takes the other heaps into these, row by row."""
    for at in range(into.keys.shape[0]):
        heap = heap_of(into, at)
        for entry in range(other.sizes[at, 0]):
            push(rows, heap, other.keys[at, entry], other.places[at, entry])
        for count in range(into.counts.shape[1]):
            into.counts[at, count] += other.counts[at, count]


@compiled
def sort_lists(rows: Rows, lists: Lists) -> None:
    """Sorts every heap, best first."""
    for at in range(lists.keys.shape[0]):
        sort_best_first(rows, heap_of(lists, at))
