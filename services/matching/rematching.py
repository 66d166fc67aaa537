"""The whole county at once: everybody's best posts, each post's best workers."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from common.contracts.codes import Verdict
from services.matching.columns.encoding import uid_of
from services.matching.explaining import VERDICTS
from services.matching.index import Index
from services.matching.kernel.outcomes import UNFIT
from services.matching.kernel.ranking import SCORE_BITS
from services.matching.kernel.ranking import VERDICT_BITS
from services.matching.kernel.rematching import Lists
from services.matching.kernel.rematching import Rematch
from services.matching.kernel.rematching import rematch
from services.matching.kernel.rows import Row
from services.matching.kernel.rows import Rows

SCORE_MASK = (1 << (VERDICT_BITS - SCORE_BITS)) - 1


@dataclass(frozen=True, slots=True)
class Listed:
    """One entry of a list: the other side, the verdict and the score."""

    id: UUID
    verdict: Verdict
    score: int


@dataclass(frozen=True, slots=True)
class CountyLists:
    """All lists of one moment; rows that are no longer alive have none."""

    workers: Rows
    posts: Rows
    found: Rematch

    def of_workers(self) -> Iterator[tuple[UUID, list[Listed]]]:
        """Every worker with the best posts, in no particular order."""
        return _lists(self.workers, self.posts, self.found.of_workers)

    def of_posts(self) -> Iterator[tuple[UUID, list[Listed]]]:
        """Every post with the best workers, in no particular order."""
        return _lists(self.posts, self.workers, self.found.of_posts)


def rematch_county(
    index: Index, today: date, top: int = 20, threads: int = 2
) -> CountyLists:
    """Judges everybody held with every post held; in a child process for a province."""
    side, queries = index.everything(today)
    found = rematch(side, queries, top, threads)
    return CountyLists(side.workers.rows, side.posts.rows, found)


def _lists(
    rows: Rows, others: Rows, lists: Lists
) -> Iterator[tuple[UUID, list[Listed]]]:
    for at in range(len(rows)):
        size = int(lists.sizes[at, 0])
        keys, places = lists.keys[at, :size], lists.places[at, :size]
        listed = [
            _listed(others[place], key)
            for key, place in zip(keys.tolist(), places.tolist(), strict=True)
        ]
        yield uid_of(rows[at]["uid_high"], rows[at]["uid_low"]), listed


def _listed(row: Row, key: int) -> Listed:
    return Listed(
        id=uid_of(row["uid_high"], row["uid_low"]),
        verdict=VERDICTS[UNFIT - (key >> VERDICT_BITS)],
        score=(key >> SCORE_BITS) & SCORE_MASK,
    )
