"""Boards for questions: the posts laid out for searching, made anew now and then.

A row is never changed once written, so a layout stays good while its store only grows:
what came later is judged one by one, what is gone is not allowed. A question that finds
the layout too old makes the next one; meanwhile others use what there is.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from services.matching.kernel.board import Board
from services.matching.kernel.board import board_of
from services.matching.kernel.layout import Layout
from services.matching.kernel.layout import lay_out
from services.matching.kernel.listing import list_posts
from services.matching.kernel.ranking import Heap
from services.matching.kernel.ranking import Query
from services.matching.kernel.ranking import Side
from services.matching.kernel.ranking import rank_posts
from services.matching.kernel.rows import Posts
from services.matching.kernel.rules import Rules

# Fewer posts are judged one by one as fast, and so are as many that came later.
FEW = 512
# Boards that wait for the next question; each is a few hundred kilobytes.
WAITING = 8


class Boards:
    """The layout of a store's posts, and boards that questions borrow."""

    def __init__(self, few: int = FEW) -> None:
        self._few = few
        self._lock, self._making = Lock(), Lock()
        self._era = -1
        self._layout: Layout | None = None
        self._waiting: list[tuple[Rules, Board]] = []

    def rank_posts(self, side: Side, i: int, asked: tuple[Query, Heap, int]) -> None:
        """Fills the heap with the best posts of worker i; asked (query, heap, era)."""
        query, heap, era = asked
        layout = self._layout_for(side.posts, era)
        if layout is None:
            rank_posts(side, i, query, heap)
            return
        with self._lent(layout, side.rules) as board:
            list_posts(side, board, i, query, heap)

    def _layout_for(self, posts: Posts, era: int) -> Layout | None:
        """A layout of the first posts of this moment, if there are enough of them."""
        with self._lock:
            layout = self._layout if era == self._era else None
        count = len(posts.rows)
        # A question can be older than the layout: rows that it cannot know are laid.
        held = len(layout.spots) if layout else 0
        if held > count:
            return None
        if count - held <= self._few or not self._making.acquire(blocking=False):
            return layout
        try:
            layout = lay_out(posts)
        finally:
            self._making.release()
        with self._lock:
            self._era, self._layout, self._waiting = era, layout, []
        return layout

    @contextmanager
    def _lent(self, layout: Layout, rules: Rules) -> Iterator[Board]:
        board = self._waiting_board(layout, rules) or board_of(layout, rules)
        yield board
        with self._lock:
            if layout is self._layout and len(self._waiting) < WAITING:
                self._waiting.append((rules, board))

    def _waiting_board(self, layout: Layout, rules: Rules) -> Board | None:
        with self._lock:
            if layout is not self._layout:
                return None
            for at, (own, board) in enumerate(self._waiting):
                if own is rules:
                    del self._waiting[at]
                    return board
            if len(self._waiting) == WAITING:
                del self._waiting[0]
            return None
