"""Everybody with everything through a layout, on some threads.

A pair that can neither enter the worker's list nor the post's any more is left as soon
as that is certain, so lists are exact and pairs are not counted.
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
from services.matching.kernel.judging import Judged
from services.matching.kernel.judging import judged_by
from services.matching.kernel.layout import lay_out
from services.matching.kernel.listing import Board
from services.matching.kernel.listing import board_of
from services.matching.kernel.listing import borrowed_board
from services.matching.kernel.listing import far_off
from services.matching.kernel.listing import list_more
from services.matching.kernel.notes import both
from services.matching.kernel.notes import is_blocked
from services.matching.kernel.outcomes import BLOCK
from services.matching.kernel.outcomes import DISTANCE
from services.matching.kernel.outcomes import UNFIT
from services.matching.kernel.outcomes import WEEK
from services.matching.kernel.ranking import Heap
from services.matching.kernel.ranking import Query
from services.matching.kernel.ranking import Side
from services.matching.kernel.ranking import borrowed_query
from services.matching.kernel.ranking import key_of
from services.matching.kernel.ranking import push
from services.matching.kernel.ranking import sort_best_first
from services.matching.kernel.rematching import Lists
from services.matching.kernel.rematching import Rematch
from services.matching.kernel.rematching import empty_lists
from services.matching.kernel.rematching import heap_of
from services.matching.kernel.rematching import merge_lists
from services.matching.kernel.rematching import sort_lists
from services.matching.kernel.remembering import Scene
from services.matching.kernel.remembering import facts_known
from services.matching.kernel.remembering import forget_hours
from services.matching.kernel.remembering import forget_worker
from services.matching.kernel.remembering import hours_known
from services.matching.kernel.remembering import way_kept
from services.matching.kernel.rows import Posts
from services.matching.kernel.rows import Row
from services.matching.kernel.rows import Rows
from services.matching.kernel.searching import candidates
from services.matching.kernel.standing import worker_open
from services.matching.kernel.walking import STRETCH
from services.matching.kernel.walking import Walk
from services.matching.kernel.walking import share
from services.matching.kernel.walking import walk_of

# Kept hours of a sweep; workers with the same week stand together.
SWEEP_SLOTS = 1 << 15


class Aim(NamedTuple):
    """What may be listed of both sides, the lists, and how good a post's must be.

    `least` (m,) is the worst key of a post's full list, -1 while there is room.
    """

    offers: Query
    people: Query
    found: Rematch
    least: NDArray[np.int64]


@inlined
def borrowed_lists(given: Lists) -> Lists:
    """The same lists, uncounted."""
    return Lists(
        uncounted(given.keys),
        uncounted(given.places),
        uncounted(given.sizes),
        uncounted(given.counts),
    )


@inlined
def borrowed_aim(given: Aim) -> Aim:
    """The same aim, its arrays uncounted."""
    found = Rematch(
        borrowed_lists(given.found.of_workers), borrowed_lists(given.found.of_posts)
    )
    offers, people = borrowed_query(given.offers), borrowed_query(given.people)
    return Aim(offers, people, found, uncounted(given.least))


@inlined
def best_key(note: int, more: int, values: Row) -> int:
    """The best key that a pair can still get with `more` points to come."""
    judged = judged_by(note, 0, values)
    return key_of(Judged(judged.verdict, judged.score + more, 0, 0), 0)


@inlined
def least_of(heap: Heap) -> int:
    """The worst key of a full heap, -1 while there is room."""
    full = heap.size[0] == heap.keys.shape[0]
    return int(heap.keys[0]) if full else -1


@inlined
def offer_to_post(rows: Rows, aim: Aim, post: int, key: int, i: int) -> None:
    """Keeps worker i in the list of a post if it is good enough."""
    if key >= aim.least[post]:
        heap = heap_of(aim.found.of_posts, post)
        push(rows, heap, key, i)
        # After `join` another room's lists may hold the bar higher than this one's.
        aim.least[post] = max(aim.least[post], least_of(heap))


@inlined
def may_enter(note: int, values: Row, least: int) -> bool:
    """Whether a pair whose way and hours are open can still get a key of `least`."""
    more = values["most"][DISTANCE] + values["most"][WEEK]
    return best_key(note, more, values) >= least


@inlined
def sweep_posts(
    scene: Scene, board: Board, count: int, sides: tuple[Rows, Rows], aim: Aim
) -> None:
    """Judges one worker's found posts into the worker's list and into theirs."""
    memory, worker = scene.memory, scene.workers.rows[scene.i]
    own, afar = heap_of(aim.found.of_workers, scene.i), far_off(worker)
    seen = aim.people.shown[scene.i]
    for each in range(count):
        at = memory.found[each]
        spot, note = board.layout.spots[at], board.offers[at]
        post = spot["post"]
        if is_blocked(note) or aim.offers.allowed[post] == 0:
            continue
        note = facts_known(scene, at, spot, note)
        values = scene.rules.values[spot["region"]]
        least = min(least_of(own), aim.least[post])
        if is_blocked(note) or not may_enter(note, values, least):
            continue
        way = way_kept(scene, at, spot, afar)
        note = both(note, memory.ways[way, 0])
        if is_blocked(note):
            continue
        note = both(note, hours_known(scene, at, spot, memory.ways[way, 2]))
        judged = judged_by(note, 0, values)
        if judged.verdict != UNFIT:
            push(sides[1], own, key_of(judged, aim.offers.shown[post]), post)
            offer_to_post(sides[0], aim, post, key_of(judged, seen), scene.i)
    sort_best_first(sides[1], own)


@compiled
def sweep(side: Side, board: Board, walk: Walk, given: Aim) -> None:
    """Judges the workers of a walk with all posts into both sides' lists.

    The workers' lists end sorted, the posts' do not.
    """
    workers, posts = borrowed_workers(side.workers), borrowed_posts(side.posts)
    rules, laid = borrowed_rules(side.rules), borrowed_board(board)
    aim, week = borrowed_aim(given), -1
    shown = Posts(laid.layout.rows, posts.stops, posts.shifts, posts.needs, posts.words)
    for at in range(walk.places.shape[0]):
        i = walk.places[at]
        if aim.people.allowed[i] == 0 or worker_open(workers.rows[i]) == BLOCK:
            continue
        if walk.weeks[at] != week:
            week = walk.weeks[at]
            forget_hours(board.memory)
        forget_worker(board.memory)
        scene = Scene(workers, i, shown, rules, laid.memory)
        found = laid.memory.found
        count = candidates(laid.layout, workers.rows[i], rules.values, found)
        sweep_posts(scene, laid, count, (workers.rows, posts.rows), aim)


@compiled
def list_walk(
    side: Side, board: Board, walk: Walk, queries: tuple[Query, Query], into: Lists
) -> None:
    """Fills the lists of the workers of a walk, sorted, with all counts."""
    offers, people = queries
    week = -1
    for at in range(walk.places.shape[0]):
        i = walk.places[at]
        if people.allowed[i] == 0:
            continue
        if walk.weeks[at] != week:
            week = walk.weeks[at]
            forget_hours(board.memory)
        list_more(side, board, i, offers, heap_of(into, i))


class Room(NamedTuple):
    """Where one thread works: its board, and what it aims at with lists of its own."""

    board: Board
    aim: Aim


def rooms_for(
    side: Side, queries: tuple[Query, Query], top: int, threads: int
) -> list[Room]:
    """A room for each thread; the workers' lists are shared, each is written by one.

    Each room has lists for all posts: 16 x m x top bytes.
    """
    offers, people = queries
    m = len(side.posts.rows)
    layout, of_workers = lay_out(side.posts), empty_lists(len(side.workers.rows), top)
    return [
        Room(
            board_of(layout, side.rules, SWEEP_SLOTS),
            Aim(
                offers,
                people,
                Rematch(of_workers, empty_lists(m, top)),
                np.full(m, -1, np.int64),
            ),
        )
        for _ in range(threads)
    ]


def join(side: Side, rooms: list[Room]) -> None:
    """Takes all lists of posts into the first room's; the others begin empty again.

    What the first room would turn away then, the others need not take either.
    """
    first = rooms[0].aim
    into = first.found.of_posts
    for room in rooms[1:]:
        lists = room.aim.found.of_posts
        merge_lists(side.workers.rows, into, lists)
        lists.sizes[:] = 0
    full = into.sizes[:, 0] == into.keys.shape[1]
    for room in rooms:
        room.aim.least[:] = np.where(full, into.keys[:, 0], -1)


def rank_everybody(
    side: Side, queries: tuple[Query, Query], top: int, threads: int = 2
) -> Lists:
    """The best `top` posts of every worker who is allowed, sorted, with all counts."""
    into = empty_lists(len(side.workers.rows), top)
    layout = lay_out(side.posts)
    boards = [board_of(layout, side.rules, SWEEP_SLOTS) for _ in range(threads)]
    share(
        walk_of(side.workers, 0, len(side.workers.rows)),
        STRETCH,
        threads,
        lambda at, walk: list_walk(side, boards[at], walk, queries, into),
    )
    return into


def rematch(
    side: Side, queries: tuple[Query, Query], top: int, threads: int = 2
) -> Rematch:
    """The best `top` of both sides for everybody allowed; pairs are not counted."""
    rooms = rooms_for(side, queries, top, threads)
    share(
        walk_of(side.workers, 0, len(side.workers.rows)),
        STRETCH,
        threads,
        lambda at, walk: sweep(side, rooms[at].board, walk, rooms[at].aim),
    )
    join(side, rooms)
    found = rooms[0].aim.found
    sort_lists(side.workers.rows, found.of_posts)
    return found
