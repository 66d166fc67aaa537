"""The same people and posts under two sets of rules: which pairs change verdict, why.

Row i is the same worker on both sides and row j the same post; only rules, and what
they make of the rows, differ.
"""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from services.matching.kernel.compiling import compiled
from services.matching.kernel.judging import judge
from services.matching.kernel.ranking import Side
from services.matching.kernel.tracing import ANSWERS
from services.matching.kernel.tracing import PARTED
from services.matching.kernel.tracing import Pair
from services.matching.kernel.tracing import trace

VERDICTS = 4


class Changed(NamedTuple):
    """What changes: `turns` (4, 4) counts pairs by verdict before and after.

    `rules` (40,) counts the changed pairs in which a rule answers otherwise, `workers`
    (n,) and `posts` (m,) those of each row; `pairs` (k, 2) keeps the first ones, of
    which `kept` (1,) are filled.
    """

    turns: NDArray[np.int64]
    rules: NDArray[np.int64]
    workers: NDArray[np.int64]
    posts: NDArray[np.int64]
    pairs: NDArray[np.int64]
    kept: NDArray[np.int64]


class Written(NamedTuple):
    """Where both answers of one pair are written, again and again."""

    before: NDArray[np.int64]
    after: NDArray[np.int64]
    parts: NDArray[np.int64]


class Looked(NamedTuple):
    """Which rows are looked at, 0 or 1: (n,) and (m,)."""

    workers: NDArray[np.uint8]
    posts: NDArray[np.uint8]


@compiled
def compare_stretch(
    sides: tuple[Side, Side],
    stretch: tuple[int, int],
    looked: Looked,
    told: Changed,
    paper: Written,
) -> None:
    """Judges workers[first:last] with all posts on both sides, (before, after)."""
    old, new = sides
    for i in range(stretch[0], stretch[1]):
        if looked.workers[i] == 0:
            continue
        for j in range(looked.posts.shape[0]):
            if looked.posts[j] == 0:
                continue
            was = judge(old.workers, i, old.posts, j, old.rules).verdict
            now = judge(new.workers, i, new.posts, j, new.rules).verdict
            told.turns[was, now] += 1
            if was != now:
                note_pair(sides, i, j, told, paper)


@compiled
def note_pair(
    sides: tuple[Side, Side], i: int, j: int, told: Changed, paper: Written
) -> None:
    """Counts the rules that answer otherwise, and keeps the pair if there is room."""
    old, new = sides
    trace(Pair(old.workers, i, old.posts, j, old.rules), paper.before, paper.parts)
    trace(Pair(new.workers, i, new.posts, j, new.rules), paper.after, paper.parts)
    for rule in range(ANSWERS[0]):
        if paper.before[rule, 0] != paper.after[rule, 0]:
            told.rules[rule] += 1
    told.workers[i] += 1
    told.posts[j] += 1
    kept = told.kept[0]
    if kept < told.pairs.shape[0]:
        told.pairs[kept, 0], told.pairs[kept, 1] = i, j
        told.kept[0] = kept + 1


def nothing_changed(workers: int, posts: int, most: int) -> Changed:
    """Empty counts, with room for the first `most` pairs."""
    return Changed(
        np.zeros((VERDICTS, VERDICTS), np.int64),
        np.zeros(ANSWERS[0], np.int64),
        np.zeros(workers, np.int64),
        np.zeros(posts, np.int64),
        np.zeros((most, 2), np.int64),
        np.zeros(1, np.int64),
    )


def compare(
    before: Side, after: Side, looked: Looked, *, most: int = 20, threads: int = 2
) -> Changed:
    """All pairs that are looked at, on some threads; the first `most` changed ones."""
    n, m = len(looked.workers), len(looked.posts)
    cuts = np.linspace(0, n, threads + 1).astype(int).tolist()
    parts = [nothing_changed(n, m, most) for _ in range(threads)]

    def work(at: int) -> None:
        paper = Written(
            np.empty(ANSWERS, np.int64),
            np.empty(ANSWERS, np.int64),
            np.empty(PARTED, np.int64),
        )
        stretch = cuts[at], cuts[at + 1]
        compare_stretch((before, after), stretch, looked, parts[at], paper)

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(work, range(threads)))
    pairs = np.concatenate([part.pairs[: part.kept[0]] for part in parts])[:most]
    return Changed(
        turns=sum_of(part.turns for part in parts),
        rules=sum_of(part.rules for part in parts),
        workers=sum_of(part.workers for part in parts),
        posts=sum_of(part.posts for part in parts),
        pairs=pairs,
        kept=np.array([len(pairs)]),
    )


def sum_of(counts: Iterable[NDArray[np.int64]]) -> NDArray[np.int64]:
    """Counts of the same shape, added up."""
    return np.sum(list(counts), axis=0)  # type: ignore[no-any-return]
