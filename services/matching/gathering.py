"""The listed pairs of some workers with some posts, as arrays, best first by worker."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from common.problems import NotFound
from services.matching.columns.encoding import halves
from services.matching.columns.encoding import uid_of
from services.matching.index import Index
from services.matching.kernel.outcomes import UNFIT
from services.matching.kernel.ranking import LISTED
from services.matching.kernel.ranking import SCORE_BITS
from services.matching.kernel.ranking import VERDICT_BITS
from services.matching.kernel.ranking import Query
from services.matching.kernel.ranking import Side
from services.matching.kernel.rematching import Lists
from services.matching.kernel.rows import Posts
from services.matching.kernel.rows import Rows
from services.matching.kernel.rows import Workers
from services.matching.kernel.sweeping import rank_everybody

Integers = NDArray[np.int64]
SCORE_MASK = (1 << (VERDICT_BITS - SCORE_BITS)) - 1
THREADS = 2


class Part(NamedTuple):
    """Some n workers and m posts by themselves, and what may be listed of them."""

    side: Side
    queries: tuple[Query, Query]


class Pairs(NamedTuple):
    """e listed pairs by worker, each worker's best first; ranks 0 fit to 2 question.

    `cut` (n,) is True where a worker has more pairs than were gathered.
    """

    workers: Integers
    posts: Integers
    ranks: Integers
    scores: Integers
    cut: NDArray[np.bool_]


def everybody(index: Index, today: date) -> Part:
    """All who are held with all that is held."""
    return Part(*index.everything(today))


def part_of(part: Part, workers: Iterable[UUID], posts: Iterable[UUID]) -> Part:
    """Only these of a part, each once, in the order of the part; or NotFound."""
    return taken_from(
        part,
        places_of(part.side.workers.rows, part.queries[1].allowed, workers),
        places_of(part.side.posts.rows, part.queries[0].allowed, posts),
    )


def living(part: Part) -> tuple[Integers, Integers]:
    """The places of all workers and of all posts that may be listed."""
    offers, people = part.queries
    return np.flatnonzero(people.allowed), np.flatnonzero(offers.allowed)


def taken_from(part: Part, workers: Integers, posts: Integers) -> Part:
    """Only the workers and posts at these places; the flat arrays stay as they are."""
    side, (offers, people) = part.side, part.queries
    return Part(
        Side(
            Workers(kept(side.workers.rows, workers), *side.workers[1:]),
            Posts(kept(side.posts.rows, posts), *side.posts[1:]),
            side.rules,
        ),
        (narrowed(offers, posts), narrowed(people, workers)),
    )


def kept(rows: Rows, places: Integers) -> Rows:
    """These rows, frozen like all columns."""
    some: Rows = rows[places]
    some.setflags(write=False)
    return some


def narrowed(query: Query, places: Integers) -> Query:
    """The same question of these rows only."""
    return query._replace(allowed=query.allowed[places], shown=query.shown[places])


def places_of(rows: Rows, alive: NDArray[np.uint8], wanted: Iterable[UUID]) -> Integers:
    """Where these ids live, ascending; NotFound for the first that does not."""
    ids = {halves(one): one for one in wanted}
    lows = np.array([low for _, low in ids], np.uint64)
    near = np.flatnonzero((alive == 1) & np.isin(rows["uid_low"], lows))
    found = {
        (int(rows["uid_high"][at]), int(rows["uid_low"][at])): int(at) for at in near
    }
    for key, one in ids.items():
        if key not in found:
            raise NotFound(id=str(one))
    return np.array(sorted(found[key] for key in ids), np.int64)


def ids_of(rows: Rows) -> list[UUID]:
    """The id of every row."""
    return [uid_of(row["uid_high"], row["uid_low"]) for row in rows]


def ranked(part: Part, top: int) -> Lists:
    """Every worker's best `top` posts, best first; the posts' lists are not made."""
    return rank_everybody(part.side, part.queries, top, THREADS)


def pairs_in(lists: Lists, worst: int) -> Pairs:
    """The pairs of these lists whose verdict is `worst` or better."""
    n, top = lists.keys.shape
    ranks = UNFIT - (lists.keys >> VERDICT_BITS)
    held = np.arange(top) < lists.sizes
    wanted = held & (ranks <= worst)
    workers, at = np.nonzero(wanted)
    more = lists.counts[:, LISTED] > lists.sizes[:, 0]
    return Pairs(
        workers.astype(np.int64),
        lists.places[workers, at],
        ranks[workers, at],
        (lists.keys[workers, at] >> SCORE_BITS) & SCORE_MASK,
        more & (wanted.sum(axis=1) == top) if n else more,
    )
