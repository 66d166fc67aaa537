"""The posts as they stand on one day, with all that was said of them to workers."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from services.matching.kernel.books import Books
from services.matching.kernel.books import empty_books
from services.matching.kernel.books import new_pages
from services.matching.kernel.books import pages_for
from services.matching.kernel.compiling import compiled
from services.matching.kernel.compiling import inlined
from services.matching.kernel.fixed import fixed_for
from services.matching.kernel.grouping import Groups
from services.matching.kernel.grouping import groups_of
from services.matching.kernel.layout import Layout
from services.matching.kernel.noting import post_note
from services.matching.kernel.ranking import Side
from services.matching.kernel.remembering import Memory
from services.matching.kernel.remembering import Scene
from services.matching.kernel.remembering import empty_memory
from services.matching.kernel.rows import Posts
from services.matching.kernel.rows import Rows
from services.matching.kernel.rules import Rules

Notes = NDArray[np.int64]


# Of workers of whom nobody is known to be like another.
STRANGERS = np.zeros((4, 0), np.int64)
# Kept hours of one worker: a power of two, small enough to be emptied in no time.
SLOTS = 2048


class Board(NamedTuple):
    """A layout, the note on what each post is for everybody, (count,), and memories.

    `people` (4, n) numbers workers who are alike as `people_of` does, or is (4, 0).
    `groups` are of the posts that are open under the rules of the day. Only one
    question at a time may use a board, for what it remembers is written.
    """

    layout: Layout
    offers: Notes
    groups: Groups
    memory: Memory
    books: Books
    people: Notes


@compiled
def write_offers(posts: Rows, rules: Rules, notes: Notes) -> None:
    """Fills notes (count,) with what the rules of the day say of each post."""
    for at in range(posts.shape[0]):
        notes[at] = post_note(posts[at], rules.values[posts[at]["region"]])


def board_of(
    layout: Layout, rules: Rules, slots: int = SLOTS, people: Notes = STRANGERS
) -> Board:
    """The layout as it stands under the rules of one day, with books for people."""
    notes = np.zeros(len(layout.spots), np.int64)
    write_offers(layout.rows, rules, notes)
    notes.setflags(write=False)
    return Board(
        layout,
        notes,
        groups_of(layout, notes),
        empty_memory(layout, slots),
        empty_books(layout, people),
        people,
    )


@inlined
def scene_of(side: Side, laid: Board, i: int) -> Scene:
    """Worker i before the posts of a board."""
    if laid.people.shape[1] > 0:
        pages = pages_for(laid.books, laid.people, i)
    else:
        pages = new_pages(laid.books)
    posts = side.posts
    shown = Posts(laid.layout.rows, posts.stops, posts.shifts, posts.needs, posts.words)
    fixed = fixed_for(side.workers.rows[i])
    return Scene(
        side.workers, i, shown, side.rules, laid.memory, pages, laid.layout, fixed
    )
