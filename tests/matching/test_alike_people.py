"""Notes are shared only by people whom the rules cannot tell apart."""

import numpy as np
import pytest

from services.matching.gathering import Part
from services.matching.gathering import everybody
from services.matching.index import Index
from services.matching.kernel.ranking import Heap
from services.matching.kernel.ranking import empty_heap
from services.matching.kernel.ranking import rank_posts
from services.matching.kernel.rematching import Lists
from services.matching.kernel.rows import WORKER
from services.matching.kernel.sweeping import rank_everybody
from services.matching.kernel.sweeping import rematch
from tests.matching.worlds import a_world

TOP = 9
SEEDS = range(3100, 3106)


def people_with_one_fact_changed(seed: int) -> Part:
    """One worker again and again, each time with one field of another worker."""
    world = a_world(seed, workers=4, posts=40)
    index = Index()
    index.put_workers([(worker, 1) for worker in world.workers])
    index.put_posts([(post, 1) for post in world.posts])
    part = everybody(index, world.today)
    rows, names = part.side.workers.rows, WORKER.names or ()
    changed = np.repeat(rows[:1], 3 * len(names))
    changed["uid_low"] = np.arange(len(changed))
    changed["looking"] = 1
    for at in range(len(changed)):
        name = names[at // 3]
        changed[name][at] = rows[name][1 + at % 3]
    changed.setflags(write=False)
    people = part.side.workers._replace(rows=changed)
    anybody = part.queries[1]._replace(
        allowed=np.ones(len(changed), np.uint8), shown=np.zeros(len(changed), np.int32)
    )
    return Part(part.side._replace(workers=people), (part.queries[0], anybody))


def list_of(lists: Lists, at: int) -> Heap:
    """The list of one row."""
    return Heap(lists.keys[at], lists.places[at], lists.sizes[at], lists.counts[at])


def best_of(heap: Heap) -> list[tuple[int, int]]:
    """Keys and places of a list."""
    size = int(heap.size[0])
    return list(
        zip(heap.keys[:size].tolist(), heap.places[:size].tolist(), strict=True)
    )


def judged_one_by_one(part: Part) -> list[Heap]:
    """The lists of judging every pair by itself."""
    heaps = []
    for i in range(len(part.side.workers.rows)):
        heap = empty_heap(TOP)
        rank_posts(part.side, i, part.queries[0], heap)
        heaps.append(heap)
    return heaps


@pytest.mark.parametrize("seed", SEEDS)
def test_one_changed_fact_never_gets_the_notes_of_another(seed: int) -> None:
    part = people_with_one_fact_changed(seed)
    lists = rank_everybody(part.side, part.queries, TOP, 2)
    found = [list_of(lists, i) for i in range(len(part.side.workers.rows))]
    by_hand = judged_one_by_one(part)

    assert [best_of(heap) for heap in found] == [best_of(heap) for heap in by_hand]
    assert [heap.counts.tolist() for heap in found] == [
        heap.counts.tolist() for heap in by_hand
    ]


@pytest.mark.parametrize("seed", SEEDS)
def test_both_sides_at_once_share_no_more(seed: int) -> None:
    part = people_with_one_fact_changed(seed)
    lists = rematch(part.side, part.queries, TOP, 2).of_workers

    assert [best_of(list_of(lists, i)) for i in range(len(part.side.workers.rows))] == [
        best_of(heap) for heap in judged_one_by_one(part)
    ]
