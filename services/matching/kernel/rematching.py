"""Everybody with everything: each pair is judged once and fills both sides' lists.

Workers are cut into stretches, one for each thread; a stretch keeps lists of its own
for the posts, which are merged at the end. The result does not depend on the cut.
"""

from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from services.matching.kernel.borrowing import borrowed_posts
from services.matching.kernel.borrowing import borrowed_rules
from services.matching.kernel.borrowing import borrowed_workers
from services.matching.kernel.compiling import compiled
from services.matching.kernel.judging import judge
from services.matching.kernel.outcomes import UNFIT
from services.matching.kernel.ranking import ASKED
from services.matching.kernel.ranking import QUESTION
from services.matching.kernel.ranking import Heap
from services.matching.kernel.ranking import Query
from services.matching.kernel.ranking import Side
from services.matching.kernel.ranking import consider
from services.matching.kernel.ranking import may_fit
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


@compiled
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
    workers, posts = borrowed_workers(side.workers), borrowed_posts(side.posts)
    rules = borrowed_rules(side.rules)
    offers, people = queries
    for i in range(first, last):
        if people.allowed[i] == 0:
            continue
        own = heap_of(into.of_workers, i)
        for j in range(posts.rows.shape[0]):
            if offers.allowed[j] == 0 or not may_fit(workers, i, posts, j, rules):
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


def rematch(
    side: Side, queries: tuple[Query, Query], top: int, threads: int = 2
) -> Rematch:
    """The best `top` of both sides for everybody allowed, on some threads.

    Each thread beyond the first costs lists for all posts: 16 x m x top bytes.
    """
    count, m = len(side.workers.rows), len(side.posts.rows)
    of_workers = empty_lists(count, top)
    cuts = np.linspace(0, count, threads + 1).astype(int).tolist()
    parts = [Rematch(of_workers, empty_lists(m, top)) for _ in range(threads)]

    def work(at: int) -> None:
        rank_stretch(side, cuts[at], cuts[at + 1], queries, parts[at])

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(work, range(threads)))
    of_posts = parts[0].of_posts
    for part in parts[1:]:
        merge_lists(side.workers.rows, of_posts, part.of_posts)
    sort_lists(side.workers.rows, of_posts)
    return Rematch(of_workers, of_posts)
