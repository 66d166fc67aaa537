"""Compiles all of the kernel on tiny arrays, at install and before a program is ready.

What was compiled is kept on disk, so the second time this takes a fraction of a second.
"""

from typing import Any

import numpy as np

from services.matching.kernel.blocking import blocks_of_posts
from services.matching.kernel.board import board_of
from services.matching.kernel.comparing import Looked
from services.matching.kernel.comparing import compare
from services.matching.kernel.layout import lay_out
from services.matching.kernel.listing import list_posts
from services.matching.kernel.ranking import Query
from services.matching.kernel.ranking import Side
from services.matching.kernel.ranking import empty_heap
from services.matching.kernel.ranking import rank_posts
from services.matching.kernel.ranking import rank_workers
from services.matching.kernel.rematching import Rematch
from services.matching.kernel.rematching import empty_lists
from services.matching.kernel.rematching import merge_lists
from services.matching.kernel.rematching import rank_stretch
from services.matching.kernel.rows import HELD
from services.matching.kernel.rows import NEED
from services.matching.kernel.rows import PAPER
from services.matching.kernel.rows import POST
from services.matching.kernel.rows import SHIFT
from services.matching.kernel.rows import SPAN
from services.matching.kernel.rows import STOP
from services.matching.kernel.rows import WORD
from services.matching.kernel.rows import WORKER
from services.matching.kernel.rows import Posts
from services.matching.kernel.rows import Rows
from services.matching.kernel.rows import Workers
from services.matching.kernel.rules import VALUES
from services.matching.kernel.rules import Rules
from services.matching.kernel.sweeping import rank_everybody
from services.matching.kernel.sweeping import rematch
from services.matching.kernel.tracing import ANSWERS
from services.matching.kernel.tracing import PARTED
from services.matching.kernel.tracing import Pair
from services.matching.kernel.tracing import trace


def frozen(length: int, dtype: np.dtype[Any]) -> Rows:
    """Zeros that nobody can write, as columns are."""
    rows = np.zeros(length, dtype)
    rows.setflags(write=False)
    return rows


def tiny_side() -> Side:
    """One worker and one post without a fact, and rules of zeros."""
    table = np.zeros((1, 1), np.uint16)
    table.setflags(write=False)
    post = np.zeros(1, POST)
    post["residence"] = -1
    post.setflags(write=False)
    return Side(
        Workers(
            frozen(1, WORKER),
            frozen(1, SPAN),
            frozen(1, PAPER),
            frozen(1, HELD),
            frozen(1, WORD),
        ),
        Posts(
            post,
            frozen(1, STOP),
            frozen(1, SHIFT),
            frozen(1, NEED),
            frozen(1, WORD),
        ),
        Rules(frozen(1, VALUES), table, table),
    )


def warm() -> None:
    """Calls everything that programs call, with the types they call it with."""
    side = tiny_side()
    nowhere = np.uint64(0)
    query = Query(np.ones(1, np.uint8), np.zeros(1, np.int32), -1, -1, nowhere, nowhere)
    rank_posts(side, 0, query, empty_heap(1))
    rank_workers(side, 0, query, empty_heap(1))
    list_posts(side, board_of(lay_out(side.posts), side.rules), 0, query, empty_heap(1))
    rank_everybody(side, (query, query), 1, 1)
    rematch(side, (query, query), 1, 1)
    into = Rematch(empty_lists(1, 1), empty_lists(1, 1))
    rank_stretch(side, 0, 1, (query, query), into)
    merge_lists(side.workers.rows, empty_lists(1, 1), empty_lists(1, 1))
    pair = Pair(side.workers, 0, side.posts, 0, side.rules)
    trace(pair, np.zeros(ANSWERS, np.int64), np.zeros(PARTED, np.int64))
    everybody = np.ones(1, np.uint8)
    blocks_of_posts(side, 0, everybody)
    compare(side, side, Looked(everybody, everybody), threads=1)
