"""Why somebody stands on no list: questions that wait, or the family that blocks."""

from collections.abc import Mapping

import numpy as np

from services.matching.found import Number
from services.matching.gathering import Part
from services.matching.gathering import taken_from
from services.matching.kernel.blocking import blocks_of_posts
from services.matching.kernel.outcomes import BLOCK
from services.matching.kernel.outcomes import RULES
from services.matching.kernel.ranking import LISTED
from services.matching.kernel.ranking import empty_heap
from services.matching.kernel.ranking import rank_posts
from services.matching.kernel.tracing import ANSWERS
from services.matching.kernel.tracing import PARTED
from services.matching.kernel.tracing import Pair
from services.matching.kernel.tracing import trace

# So many posts, the nearest ones, are looked at for what stands in the way.
LOOKED_AT = 200

Reason = tuple[str, Mapping[str, Number]]


class Unlisted:
    """The posts of a part, to say of one worker after the other why none is listed."""

    def __init__(self, part: Part) -> None:
        self.part = part
        rows = part.side.posts.rows
        self.alive = np.flatnonzero(part.queries[0].allowed)
        self.points = np.stack([rows[axis][self.alive] for axis in "xyz"], axis=1)

    def near(self, worker: int) -> Part:
        """The worker at a place with the posts nearest to the home."""
        places = self.alive
        if len(places) > LOOKED_AT:
            row = self.part.side.workers.rows[worker]
            home = np.array([row[axis] for axis in "xyz"])
            nearness = self.points @ home
            first = np.argpartition(-nearness, LOOKED_AT)[:LOOKED_AT]
            places = np.sort(places[first])
        return taken_from(self.part, np.array([worker]), places)


def why_unlisted(known: Unlisted, worker: int) -> Reason:
    """(what to say, its numbers) of a worker without one pair that may be proposed."""
    if not len(known.alive):
        return "no_posts", {}
    if known.part.side.workers.rows[worker]["looking"] != 1:
        return "not_looking", {}
    part = known.near(worker)
    heap = empty_heap(1)
    rank_posts(part.side, 0, part.queries[0], heap)
    if heap.counts[LISTED]:
        return "ask_first", {"posts": int(heap.counts[LISTED])}
    return "blocked", {"family": blocking_family(part)}


def blocking_family(part: Part) -> str:
    """The family of the first rule that blocks the post nearest to fitting."""
    told = blocks_of_posts(part.side, 0, part.queries[0].allowed)
    at = int(np.lexsort((told.metres, told.blocks, told.closed))[0])
    answers = np.zeros(ANSWERS, np.int64)
    pair = Pair(part.side.workers, 0, part.side.posts, at, part.side.rules)
    trace(pair, answers, np.zeros(PARTED, np.int64))
    first = int(np.flatnonzero(answers[:, 0] == BLOCK)[0])
    return RULES[first].partition(".")[0]
