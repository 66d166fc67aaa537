"""The product as a program calls it: one list, and everybody's."""

from collections.abc import Callable

from benchmarks.world import open_query
from services.matching.kernel.board import board_of
from services.matching.kernel.layout import lay_out
from services.matching.kernel.listing import list_posts
from services.matching.kernel.ranking import Heap
from services.matching.kernel.ranking import Query
from services.matching.kernel.ranking import Side
from services.matching.kernel.ranking import empty_heap
from services.matching.kernel.rematching import Rematch
from services.matching.kernel.sweeping import rematch


def product_list(side: Side, top: int) -> Callable[[int], Heap]:
    """Answers for one worker after the other, on one board."""
    board = board_of(lay_out(side.posts), side.rules)
    query = open_query(side.posts.rows)

    def ask(worker: int) -> Heap:
        heap = empty_heap(top)
        list_posts(side, board, worker, query, heap)
        return heap

    return ask


def product_rematch(
    side: Side, queries: tuple[Query, Query], top: int, threads: int
) -> Rematch:
    """Both sides' lists of everybody."""
    return rematch(side, queries, top, threads)
