"""A bounded heap lists what sorting everything would list, to the last tie."""

from random import Random
from typing import Any

import numpy as np
import pytest

from services.matching.kernel.judging import Judged
from services.matching.kernel.outcomes import CONDITIONAL
from services.matching.kernel.outcomes import FIT
from services.matching.kernel.outcomes import OPEN_QUESTION
from services.matching.kernel.outcomes import UNFIT
from services.matching.kernel.ranking import FOLLOWING
from services.matching.kernel.ranking import LISTED
from services.matching.kernel.ranking import Query
from services.matching.kernel.ranking import consider
from services.matching.kernel.ranking import empty_heap
from services.matching.kernel.ranking import key_of
from services.matching.kernel.ranking import sort_best_first
from services.matching.kernel.rows import WORKER
from services.matching.kernel.rows import Rows

MANY = 300


def rows_with_ids(rng: Random, count: int) -> Rows:
    """Rows that hold nothing but ids, in no order."""
    rows = np.zeros(count, WORKER)
    rows["uid_high"] = [rng.choice([3, 2**63, 7]) for _ in range(count)]
    rows["uid_low"] = rng.sample(range(count), count)
    rows.setflags(write=False)
    return rows


def draw(rng: Random) -> Judged:
    """A pair with few different scores, so that ties are the rule."""
    verdict = rng.choice([FIT, CONDITIONAL, OPEN_QUESTION, UNFIT])
    return Judged(verdict, rng.choice([0, 40_000, 100_000]), rng.choice([-1, 5]), 0)


def listed(rows: Rows, judged: list[Judged], shown: Any, top: int) -> list[int]:
    """What the heap lists."""
    query = Query(
        np.ones(len(rows), np.uint8), shown, -1, -1, np.uint64(0), np.uint64(0)
    )
    heap = empty_heap(top)
    for place, one in enumerate(judged):
        consider(rows, query, heap, place, one)
    sort_best_first(rows, heap)
    return [int(place) for place in heap.places[: heap.size[0]]]


def sorted_all(rows: Rows, judged: list[Judged], shown: Any) -> list[int]:
    """The order of the rule page, by sorting."""
    places = [at for at, one in enumerate(judged) if one.verdict != UNFIT]
    return sorted(
        places,
        key=lambda at: (
            judged[at].verdict,
            -judged[at].score,
            shown[at],
            int(rows[at]["uid_high"]) << 64 | int(rows[at]["uid_low"]),
        ),
    )


@pytest.mark.parametrize("top", [1, 2, 7, 64, 1000])
def test_the_heap_lists_what_sorting_lists(top: int) -> None:
    rng = Random(top)
    rows = rows_with_ids(rng, MANY)
    judged = [draw(rng) for _ in range(MANY)]
    shown = np.array([rng.choice([0, 1, 2**31 - 1]) for _ in range(MANY)], np.int32)

    found = listed(rows, judged, shown, top)

    assert found == sorted_all(rows, judged, shown)[:top]


def test_the_order_of_arrival_changes_nothing() -> None:
    rng = Random(5)
    rows = rows_with_ids(rng, MANY)
    judged = [draw(rng) for _ in range(MANY)]
    shown = np.zeros(MANY, np.int32)
    turned = list(range(MANY))[::-1]
    again = listed(rows[turned], [judged[at] for at in turned], shown, 20)

    assert [turned[at] for at in again] == listed(rows, judged, shown, 20)


def test_pages_follow_each_other_without_a_gap_or_a_repeat() -> None:
    rng = Random(6)
    rows = rows_with_ids(rng, MANY)
    judged = [draw(rng) for _ in range(MANY)]
    shown = np.zeros(MANY, np.int32)
    whole = listed(rows, judged, shown, MANY)
    last = whole[9]
    query = Query(
        np.ones(MANY, np.uint8),
        shown,
        -1,
        key_of(judged[last], 0),
        rows[last]["uid_high"],
        rows[last]["uid_low"],
    )
    heap = empty_heap(10)
    for place, one in enumerate(judged):
        consider(rows, query, heap, place, one)
    sort_best_first(rows, heap)

    assert heap.places[:10].tolist() == whole[10:20]
    assert heap.counts[FOLLOWING] == len(whole) - 10
    assert heap.counts[LISTED] == len(whole)


def test_a_limit_of_minutes_leaves_out_unknown_ways() -> None:
    rows = rows_with_ids(Random(7), 3)
    query = Query(
        np.ones(3, np.uint8), np.zeros(3, np.int32), 30, -1, np.uint64(0), np.uint64(0)
    )
    heap = empty_heap(3)
    for place, minutes in enumerate((30, -1, 31)):
        consider(rows, query, heap, place, Judged(FIT, 50_000, minutes, 0))

    assert heap.places[: heap.size[0]].tolist() == [0]


def test_a_heap_for_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        empty_heap(0)


def test_a_better_verdict_beats_any_score_and_a_score_beats_any_count() -> None:
    worst_fit = key_of(Judged(FIT, 0, 0, 0), 2**31 - 1)
    best_conditional = key_of(Judged(CONDITIONAL, 100_000, 0, 0), 0)
    often_shown = key_of(Judged(CONDITIONAL, 100_000, 0, 0), 2**31 - 1)
    one_less = key_of(Judged(CONDITIONAL, 99_999, 0, 0), 0)

    assert worst_fit > best_conditional > often_shown > one_less
