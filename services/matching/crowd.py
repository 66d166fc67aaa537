"""Many people against a few posts at once: the verdict of every pair.

Places are those of the crowd's rows, which a narrower crowd counts anew.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace
from datetime import date
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from common.contracts.jobs import Post
from services.matching.columns import Encoder
from services.matching.columns import pack_posts
from services.matching.columns.encoding import uid_of
from services.matching.filters import Filters
from services.matching.filters import workers_allowed
from services.matching.index import Index
from services.matching.kernel.outcomes import UNFIT
from services.matching.kernel.ranking import VERDICT_BITS
from services.matching.kernel.ranking import Query
from services.matching.kernel.ranking import Side
from services.matching.kernel.rematching import Rematch
from services.matching.kernel.rematching import empty_lists
from services.matching.kernel.rematching import rank_stretch
from services.matching.kernel.rows import Rows
from services.matching.kernel.rows import Workers
from services.matching.kernel.rules import Rules

# Pairs judged at once; more take the memory of a small server.
MOST_PAIRS = 2_000_000
Verdicts = NDArray[np.uint8]
Places = NDArray[np.intp]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Crowd:
    """n workers who may be judged, under the rules of a day."""

    workers: Workers
    rules: Rules
    encoder: Encoder

    def __len__(self) -> int:
        return len(self.workers.rows)

    def ids(self, places: Places) -> tuple[UUID, ...]:
        """The ids of some of them."""
        rows = self.workers.rows[places]
        halves = zip(rows["uid_high"].tolist(), rows["uid_low"].tolist(), strict=True)
        return tuple(uid_of(high, low) for high, low in halves)


def crowd_of(index: Index, today: date, areas: tuple[str, ...] = ()) -> Crowd:
    """Everybody alive who lives in the areas; () is everywhere."""
    side, (_, people) = index.everything(today)
    allowed = workers_allowed(side.workers.rows, people.allowed, Filters(areas=areas))
    return narrowed(Crowd(side.workers, side.rules, index.encoder), allowed > 0)


def narrowed(crowd: Crowd, kept: Mask) -> Crowd:
    """Only those of the mask."""
    return with_rows(crowd, crowd.workers.rows[kept])


def with_rows(crowd: Crowd, rows: Rows) -> Crowd:
    """The same with other rows; the lists they point into stay."""
    # The kernel is compiled for rows that nobody can write.
    rows.setflags(write=False)
    return replace(crowd, workers=crowd.workers._replace(rows=rows))


def verdicts_of(crowd: Crowd, posts: Sequence[Post]) -> Verdicts:
    """(posts, workers): the verdict rank of each pair, 3 for unfit."""
    told = np.full((len(posts), len(crowd)), UNFIT, np.uint8)
    at_once = max(1, MOST_PAIRS // max(1, len(crowd)))
    for first in range(0, len(posts), at_once):
        _judge(crowd, posts[first : first + at_once], told[first : first + at_once])
    return told


def _judge(crowd: Crowd, posts: Sequence[Post], told: Verdicts) -> None:
    if not len(crowd):
        return
    count, m = len(crowd), len(posts)
    side = Side(crowd.workers, pack_posts(posts, crowd.encoder), crowd.rules)
    into = Rematch(empty_lists(count, 1), empty_lists(m, count))
    rank_stretch(side, 0, count, (everybody(m), everybody(count)), into)
    lists = into.of_posts
    for at, size in enumerate(lists.sizes[:, 0].tolist()):
        told[at, lists.places[at, :size]] = UNFIT - (
            lists.keys[at, :size] >> VERDICT_BITS
        )


def everybody(count: int) -> Query:
    """A query that leaves nobody out of so many rows."""
    nowhere = np.uint64(0)
    ones, zeros = np.ones(count, np.uint8), np.zeros(count, np.int32)
    return Query(ones, zeros, -1, -1, nowhere, nowhere)
