"""What a sweep aims at: both sides' lists, and how good a pair must still be."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from services.matching.kernel.compiling import inlined
from services.matching.kernel.judging import Judged
from services.matching.kernel.judging import judged_by
from services.matching.kernel.ranking import Query
from services.matching.kernel.ranking import key_of
from services.matching.kernel.ranking import least_of
from services.matching.kernel.ranking import push
from services.matching.kernel.rematching import Rematch
from services.matching.kernel.rematching import heap_of
from services.matching.kernel.rows import Row
from services.matching.kernel.rows import Rows


class Aim(NamedTuple):
    """What may be listed of both sides, the lists, and how good a post's must be.

    `least` (m,) is the worst key of a post's full list, -1 while there is room; `bars`
    (groups,) the lowest of those of a group, or lower.
    """

    offers: Query
    people: Query
    found: Rematch
    least: NDArray[np.int64]
    bars: NDArray[np.int64]


@inlined
def best_key(note: int, more: int, values: Row) -> int:
    """The best key that a pair can still get with `more` points to come."""
    judged = judged_by(note, 0, values)
    return key_of(Judged(judged.verdict, judged.score + more, 0, 0), 0)


@inlined
def offer_to_post(rows: Rows, aim: Aim, post: int, key: int, i: int) -> None:
    """Keeps worker i in the list of a post if it is good enough."""
    if key >= aim.least[post]:
        heap = heap_of(aim.found.of_posts, post)
        push(rows, heap, key, i)
        # After `join` another room's lists may hold the bar higher than this one's.
        aim.least[post] = max(aim.least[post], least_of(heap))
