"""Everybody with everything through a layout, on some threads.

A pair that can neither enter the worker's list nor the post's any more is left as soon
as that is certain, so lists are exact and pairs are not counted.
"""

from typing import NamedTuple

import numpy as np

from services.matching.kernel.aiming import Aim
from services.matching.kernel.aiming import best_key
from services.matching.kernel.aiming import offer_to_post
from services.matching.kernel.board import Board
from services.matching.kernel.board import board_of
from services.matching.kernel.board import scene_of
from services.matching.kernel.compiling import compiled
from services.matching.kernel.compiling import inlined
from services.matching.kernel.facets import people_of
from services.matching.kernel.judging import Judged
from services.matching.kernel.judging import judge
from services.matching.kernel.judging import judged_by
from services.matching.kernel.kinds import group_known
from services.matching.kernel.kinds import is_away
from services.matching.kernel.kinds import is_fixed
from services.matching.kernel.kinds import is_special
from services.matching.kernel.kinds import know_kinds
from services.matching.kernel.kinds import spot_known
from services.matching.kernel.layout import HANDED_OUT
from services.matching.kernel.layout import lay_out
from services.matching.kernel.listing import list_more
from services.matching.kernel.notes import both
from services.matching.kernel.notes import is_blocked
from services.matching.kernel.outcomes import BLOCK
from services.matching.kernel.outcomes import DISTANCE
from services.matching.kernel.outcomes import PAY
from services.matching.kernel.outcomes import UNFIT
from services.matching.kernel.outcomes import WEEK
from services.matching.kernel.ranking import Heap
from services.matching.kernel.ranking import Query
from services.matching.kernel.ranking import Side
from services.matching.kernel.ranking import key_of
from services.matching.kernel.ranking import least_of
from services.matching.kernel.ranking import push
from services.matching.kernel.ranking import sort_best_first
from services.matching.kernel.rematching import Lists
from services.matching.kernel.rematching import Rematch
from services.matching.kernel.rematching import empty_lists
from services.matching.kernel.rematching import heap_of
from services.matching.kernel.rematching import merge_lists
from services.matching.kernel.rematching import sort_lists
from services.matching.kernel.remembering import Scene
from services.matching.kernel.remembering import forget_hours
from services.matching.kernel.remembering import forget_worker
from services.matching.kernel.remembering import hours_known
from services.matching.kernel.remembering import pay_known
from services.matching.kernel.remembering import way_kept
from services.matching.kernel.rows import Rows
from services.matching.kernel.searching import candidates
from services.matching.kernel.standing import worker_open
from services.matching.kernel.walking import STRETCH
from services.matching.kernel.walking import Walk
from services.matching.kernel.walking import share
from services.matching.kernel.walking import walk_of

# Kept hours of a sweep; workers with the same week stand together.
SWEEP_SLOTS = 1 << 15
# Above every key: of a group without a post that is wanted.
NO_BAR = 1 << 62


class Swept(NamedTuple):
    """One worker before a board: whom the posts are listed for and where both go."""

    scene: Scene
    board: Board
    sides: tuple[Rows, Rows]
    aim: Aim
    own: Heap


@inlined
def list_both(swept: Swept, judged: Judged, post: int) -> None:
    """Keeps a pair in the worker's list and in the post's."""
    aim, i = swept.aim, swept.scene.i
    key = key_of(judged, aim.offers.shown[post])
    if key >= least_of(swept.own):
        push(swept.sides[1], swept.own, key, post)
    key = key_of(judged, aim.people.shown[i])
    offer_to_post(swept.sides[0], aim, post, key, i)


@inlined
def sweep_spots(swept: Swept, count: int) -> None:
    """Judges the found posts whose way is not fixed."""
    scene, board, aim = swept.scene, swept.board, swept.aim
    memory = scene.memory
    for each in range(count):
        at = memory.found[each]
        spot, note = board.layout.spots[at], board.offers[at]
        post = spot["post"]
        closed = is_blocked(note) or aim.offers.allowed[post] == 0
        if closed or is_fixed(scene, spot):
            continue
        if is_special(scene, spot):
            whole = judge(scene.workers, scene.i, scene.posts, at, scene.rules)
            if whole.verdict != UNFIT:
                list_both(swept, whole, post)
            continue
        note = spot_known(scene, at, spot, note)
        values = scene.rules.values[spot["region"]]
        least = min(least_of(swept.own), aim.least[post])
        more = values["most"][DISTANCE] + values["most"][WEEK]
        if is_blocked(note) or best_key(note, more, values) < least:
            continue
        way = way_kept(scene, at, spot, False)
        note = both(note, memory.ways[way, 0])
        if is_blocked(note) or best_key(note, values["most"][WEEK], values) < least:
            continue
        note = both(note, hours_known(scene, at, spot, memory.ways[way, 2]))
        judged = judged_by(note, 0, values)
        if judged.verdict != UNFIT:
            list_both(swept, judged, post)


@inlined
def sweep_groups(swept: Swept) -> None:
    """Judges the posts whose way is fixed."""
    scene, groups, aim = swept.scene, swept.board.groups, swept.aim
    unpaid = scene.workers.rows[scene.i]["floor"] < 0
    for standing in range(HANDED_OUT):
        if (scene.fixed.elsewhere >> standing) & 1 == 0:
            continue
        for which in range(groups.bounds[standing], groups.bounds[standing + 1]):
            group = groups.rows[which]
            note = group_known(scene, group)
            if is_blocked(note):
                continue
            values = scene.rules.values[group["region"]]
            more = 0 if unpaid else values["most"][PAY]
            key = best_key(note, more, values)
            if key >= min(least_of(swept.own), aim.bars[which]):
                sweep_members(swept, which, note)


@inlined
def sweep_members(swept: Swept, which: int, note: int) -> None:
    """Judges the posts of one group, on all of which `note` holds."""
    scene, aim, board = swept.scene, swept.aim, swept.board
    groups, group = board.groups, board.groups.rows[which]
    values = scene.rules.values[group["region"]]
    unpaid = scene.workers.rows[scene.i]["floor"] < 0
    judged, bar = judged_by(note, 0, values), NO_BAR
    for each in range(group["first"], group["last"]):
        post = groups.posts[each]
        if aim.offers.allowed[post] == 0:
            continue
        if is_away(scene, group, groups.areas[each]):
            if not unpaid:
                at = groups.spots[each]
                pay = pay_known(scene, at, board.layout.spots[at])
                judged = judged_by(both(note, pay), 0, values)
            if judged.verdict != UNFIT:
                list_both(swept, judged, post)
        bar = min(bar, aim.least[post])
    aim.bars[which] = bar


@compiled
def sweep(side: Side, board: Board, walk: Walk, aim: Aim) -> None:
    """Judges the workers of a walk with all posts into both sides' lists.

    The workers' lists end sorted, the posts' do not.
    """
    week, memory, values = -1, board.memory, side.rules.values
    workers, posts = side.workers.rows, side.posts.rows
    for at in range(walk.places.shape[0]):
        i = walk.places[at]
        if aim.people.allowed[i] == 0 or worker_open(workers[i]) == BLOCK:
            continue
        if walk.weeks[at] != week:
            week = walk.weeks[at]
            forget_hours(memory)
        forget_worker(memory)
        scene = scene_of(side, board, i)
        count = candidates(board.layout, workers[i], values, memory.found)
        own = heap_of(aim.found.of_workers, i)
        swept = Swept(scene, board, (workers, posts), aim, own)
        know_kinds(scene, count)
        sweep_spots(swept, count)
        sweep_groups(swept)
        sort_best_first(posts, own)


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
    offers, wanted = queries
    m = len(side.posts.rows)
    layout, of_workers = lay_out(side.posts), empty_lists(len(side.workers.rows), top)
    people = people_of(side.workers, side.rules.values[0])
    boards = [board_of(layout, side.rules, SWEEP_SLOTS, people) for _ in range(threads)]
    return [
        Room(
            board,
            Aim(
                offers,
                wanted,
                Rematch(of_workers, empty_lists(m, top)),
                np.full(m, -1, np.int64),
                np.full(len(board.groups.rows), -1, np.int64),
            ),
        )
        for board in boards
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
    people = people_of(side.workers, side.rules.values[0])
    into = empty_lists(len(side.workers.rows), top)
    layout = lay_out(side.posts)
    boards = [board_of(layout, side.rules, SWEEP_SLOTS, people) for _ in range(threads)]
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
