"""Which posts a worker cannot take, by how many rules, and how far away they are."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from services.matching.kernel.compiling import compiled
from services.matching.kernel.outcomes import BLOCK
from services.matching.kernel.outcomes import LAW_CHILD
from services.matching.kernel.ranking import Side
from services.matching.kernel.tracing import ANSWERS
from services.matching.kernel.tracing import PARTED
from services.matching.kernel.tracing import Pair
from services.matching.kernel.tracing import trace
from services.matching.kernel.travel import metres_between

FAR = 2_000_000_000


# Where the answers on one pair and the parts of its score are written.
Paper = tuple[NDArray[np.int64], NDArray[np.int64]]


class Blocks(NamedTuple):
    """For each of m posts: blocking rules, metres (2e9 unknown), 1 if not on offer."""

    blocks: NDArray[np.int32]
    metres: NDArray[np.int32]
    closed: NDArray[np.uint8]


@compiled
def count_blocks(
    side: Side, i: int, alive: NDArray[np.uint8], told: Blocks, paper: Paper
) -> None:
    """Fills `told` for worker i; posts that are not alive stay at 0 blocks."""
    answers, parts = paper
    worker = side.workers.rows[i]
    for j in range(len(side.posts.rows)):
        if alive[j] == 0:
            continue
        trace(Pair(side.workers, i, side.posts, j, side.rules), answers, parts)
        for rule in range(ANSWERS[0]):
            if answers[rule, 0] == BLOCK:
                told.blocks[j] += 1
                # The rules of family `open` come before the law's.
                if rule < LAW_CHILD:
                    told.closed[j] = 1
        post = side.posts.rows[j]
        if worker["placed"] == 1 and post["placed"] == 1:
            told.metres[j] = metres_between(worker, post)


def blocks_of_posts(side: Side, i: int, alive: NDArray[np.uint8]) -> Blocks:
    """How much stands between worker i and every post that is alive."""
    m = len(side.posts.rows)
    told = Blocks(
        np.zeros(m, np.int32), np.full(m, FAR, np.int32), np.zeros(m, np.uint8)
    )
    paper = np.empty(ANSWERS, np.int64), np.empty(PARTED, np.int64)
    count_blocks(side, i, alive, told, paper)
    return told
