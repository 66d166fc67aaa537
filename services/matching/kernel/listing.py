"""One shortlist: of all rows of the other side that may be listed, the best.

Posts are searched through a layout; those that came after it was made are judged one
by one. The list, its counts and its order are those of judging every pair.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from services.matching.kernel.borrowing import borrowed_posts
from services.matching.kernel.borrowing import borrowed_rules
from services.matching.kernel.borrowing import borrowed_workers
from services.matching.kernel.borrowing import uncounted
from services.matching.kernel.compiling import compiled
from services.matching.kernel.compiling import inlined
from services.matching.kernel.judging import judge
from services.matching.kernel.judging import judged_by
from services.matching.kernel.layout import Layout
from services.matching.kernel.notes import both
from services.matching.kernel.notes import is_blocked
from services.matching.kernel.noting import post_note
from services.matching.kernel.outcomes import BLOCK
from services.matching.kernel.ranking import Heap
from services.matching.kernel.ranking import Query
from services.matching.kernel.ranking import Side
from services.matching.kernel.ranking import borrowed_heap
from services.matching.kernel.ranking import borrowed_query
from services.matching.kernel.ranking import consider
from services.matching.kernel.ranking import count_questions
from services.matching.kernel.ranking import is_wanted
from services.matching.kernel.ranking import keep
from services.matching.kernel.ranking import sort_best_first
from services.matching.kernel.remembering import Memory
from services.matching.kernel.remembering import Scene
from services.matching.kernel.remembering import borrowed_memory
from services.matching.kernel.remembering import empty_memory
from services.matching.kernel.remembering import facts_known
from services.matching.kernel.remembering import forget_hours
from services.matching.kernel.remembering import forget_worker
from services.matching.kernel.remembering import hours_known
from services.matching.kernel.remembering import way_kept
from services.matching.kernel.rows import Posts
from services.matching.kernel.rows import Row
from services.matching.kernel.rows import Rows
from services.matching.kernel.rules import Rules
from services.matching.kernel.searching import Found
from services.matching.kernel.searching import candidates
from services.matching.kernel.searching import knows_way
from services.matching.kernel.standing import worker_open

Notes = NDArray[np.int64]


class Board(NamedTuple):
    """A layout, the note on what each post is for everybody, (count,), and a memory.

    Only one question at a time may use a board, for the memory is written.
    """

    layout: Layout
    offers: Notes
    memory: Memory


# Kept hours of one worker: a power of two, small enough to be emptied in no time.
SLOTS = 2048


@compiled
def write_offers(posts: Rows, rules: Rules, notes: Notes) -> None:
    """Fills notes (count,) with what the rules of the day say of each post."""
    for at in range(posts.shape[0]):
        notes[at] = post_note(posts[at], rules.values[posts[at]["region"]])


def board_of(layout: Layout, rules: Rules, slots: int = SLOTS) -> Board:
    """The layout as it stands under the rules of one day."""
    notes = np.zeros(len(layout.spots), np.int64)
    write_offers(layout.rows, rules, notes)
    notes.setflags(write=False)
    return Board(layout, notes, empty_memory(layout, slots))


@inlined
def borrowed_board(given: Board) -> Board:
    """The same board, its arrays uncounted."""
    layout = given.layout
    borrowed = Layout(
        uncounted(layout.rows),
        uncounted(layout.spots),
        uncounted(layout.points),
        layout.grid,
        uncounted(layout.starts),
        layout.sizes,
    )
    memory = borrowed_memory(given.memory)
    return Board(borrowed, uncounted(given.offers), memory)


@inlined
def far_off(worker: Row) -> bool:
    """Whether the way hangs on the dwelling alone, other villages granted."""
    return bool(not knows_way(worker) and worker["scope"] < 0)


class Asked(NamedTuple):
    """What is asked of a side's rows, and where the answer goes."""

    rows: Rows
    query: Query
    heap: Heap


@inlined
def search(scene: Scene, board: Board, found: Found, asked: Asked) -> None:
    """Judges the posts of the found spots into the heap."""
    rows, query, heap = asked
    memory, worker = scene.memory, scene.workers.rows[scene.i]
    afar = far_off(worker)
    for each in range(found.shape[0]):
        at = found[each]
        spot, note = board.layout.spots[at], board.offers[at]
        if is_blocked(note) or query.allowed[spot["post"]] == 0:
            continue
        note = facts_known(scene, at, spot, note)
        if is_blocked(note):
            continue
        way = way_kept(scene, at, spot, afar)
        note = both(note, memory.ways[way, 0])
        if is_blocked(note):
            continue
        note = both(note, hours_known(scene, at, spot, memory.ways[way, 2]))
        values = scene.rules.values[spot["region"]]
        judged = judged_by(note, memory.ways[way, 1], values)
        if is_wanted(query, judged):
            memory.masks[judged.asked] += 1
            keep(rows, query, heap, spot["post"], judged)


@compiled
def list_more(side: Side, board: Board, i: int, query: Query, heap: Heap) -> None:
    """As `list_posts`, for a worker with the week of the one before."""
    rows = side.posts.rows
    workers, posts = borrowed_workers(side.workers), borrowed_posts(side.posts)
    rules, laid = borrowed_rules(side.rules), borrowed_board(board)
    asked, best = borrowed_query(query), borrowed_heap(heap)
    worker = workers.rows[i]
    if worker_open(worker) == BLOCK:
        return
    shown = Posts(laid.layout.rows, posts.stops, posts.shifts, posts.needs, posts.words)
    scene = Scene(workers, i, shown, rules, laid.memory)
    forget_worker(board.memory)
    found = laid.memory.found
    count = candidates(laid.layout, worker, rules.values, found)
    search(scene, laid, found[:count], Asked(rows, asked, best))
    for mask in range(laid.memory.masks.shape[0]):
        if laid.memory.masks[mask] > 0:
            count_questions(best, mask, laid.memory.masks[mask])
    for j in range(laid.layout.spots.shape[0], rows.shape[0]):
        if query.allowed[j] == 1:
            consider(rows, asked, best, j, judge(workers, i, posts, j, rules))
    sort_best_first(rows, heap)


@compiled
def list_posts(side: Side, board: Board, i: int, query: Query, heap: Heap) -> None:
    """Fills the heap with the best posts of worker i, best first."""
    forget_hours(board.memory)
    list_more(side, board, i, query, heap)
