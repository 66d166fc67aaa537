"""The whole county at once: everybody's best posts, each post's best workers."""

import time
from collections.abc import Callable
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from common.contracts.codes import Verdict
from services.matching.columns.encoding import uid_of
from services.matching.explaining import VERDICTS
from services.matching.gathering import SCORE_MASK
from services.matching.gathering import Part
from services.matching.gathering import everybody
from services.matching.index import Index
from services.matching.keeping_rematch import Keeping
from services.matching.kernel.outcomes import UNFIT
from services.matching.kernel.ranking import SCORE_BITS
from services.matching.kernel.ranking import VERDICT_BITS
from services.matching.kernel.ranking import Side
from services.matching.kernel.rematching import Lists
from services.matching.kernel.rematching import Rematch
from services.matching.kernel.rematching import sort_lists
from services.matching.kernel.rows import Row
from services.matching.kernel.rows import Rows
from services.matching.kernel.sweeping import Room
from services.matching.kernel.sweeping import join
from services.matching.kernel.sweeping import rooms_for
from services.matching.kernel.sweeping import sweep
from services.matching.kernel.walking import Walk
from services.matching.kernel.walking import share
from services.matching.kernel.walking import walk_of

# Workers that one thread judges at a time, and between two looks at the clock.
STRETCH = 256
LAP = 16 * STRETCH


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
    """Judges everybody held with every post held."""
    return rematch_part(everybody(index, today), Course(top, threads=threads))


@dataclass(frozen=True, slots=True)
class Course:
    """How a rematch runs: the length of lists, threads, who is told, what is kept.

    `told` is called with how many more workers are done, from any thread.
    """

    top: int = 20
    threads: int = 2
    told: Callable[[int], None] | None = None
    keeping: Keeping | None = None
    save_every_s: float = 10.0


def rematch_part(part: Part, course: Course) -> CountyLists:
    """All lists of a part, in laps; what an earlier run has kept is not done again."""
    side = part.side
    count = len(side.workers.rows)
    rooms = rooms_for(side, part.queries, course.top, course.threads)
    found = rooms[0].aim.found
    done = course.keeping.resume(found) if course.keeping else 0
    join(side, rooms)
    _tell(course, done)
    saved_at = time.monotonic()
    while done < count:
        done = _run_lap(side, course, rooms, done)
        join(side, rooms)
        if course.keeping and (
            done == count or time.monotonic() - saved_at > course.save_every_s
        ):
            course.keeping.save(found, done)
            saved_at = time.monotonic()
    sort_lists(side.workers.rows, found.of_posts)
    return CountyLists(side.workers.rows, side.posts.rows, found)


def _run_lap(side: Side, course: Course, rooms: list[Room], first: int) -> int:
    """Judges the workers of one lap on all threads; where the next lap begins."""
    last = min(first + LAP * course.threads, len(side.workers.rows))

    def work(at: int, walk: Walk) -> None:
        sweep(side, rooms[at].board, walk, rooms[at].aim)
        _tell(course, len(walk.places))

    share(walk_of(side.workers, first, last), STRETCH, course.threads, work)
    return last


def _tell(course: Course, more: int) -> None:
    if course.told and more:
        course.told(more)


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
