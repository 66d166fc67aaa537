"""One shortlist: of all rows of the other side that may be listed, the best.

Posts are searched through a layout; those that came after it was made are judged one
by one. The list, its counts and its order are those of judging every pair.
"""

from typing import NamedTuple

import numpy as np

from services.matching.kernel.board import Board
from services.matching.kernel.board import scene_of
from services.matching.kernel.compiling import compiled
from services.matching.kernel.compiling import inlined
from services.matching.kernel.grouping import Groups
from services.matching.kernel.judging import judge
from services.matching.kernel.judging import judged_by
from services.matching.kernel.kinds import group_known
from services.matching.kernel.kinds import is_away
from services.matching.kernel.kinds import is_fixed
from services.matching.kernel.kinds import is_special
from services.matching.kernel.kinds import know_kinds
from services.matching.kernel.kinds import spot_known
from services.matching.kernel.layout import DWELLINGS
from services.matching.kernel.layout import HANDED_OUT
from services.matching.kernel.notes import both
from services.matching.kernel.notes import is_blocked
from services.matching.kernel.outcomes import BLOCK
from services.matching.kernel.ranking import FOLLOWING
from services.matching.kernel.ranking import LISTED
from services.matching.kernel.ranking import Heap
from services.matching.kernel.ranking import Query
from services.matching.kernel.ranking import Side
from services.matching.kernel.ranking import consider
from services.matching.kernel.ranking import count_questions
from services.matching.kernel.ranking import is_wanted
from services.matching.kernel.ranking import keep
from services.matching.kernel.ranking import key_of
from services.matching.kernel.ranking import least_of
from services.matching.kernel.ranking import sort_best_first
from services.matching.kernel.remembering import Scene
from services.matching.kernel.remembering import forget_hours
from services.matching.kernel.remembering import forget_worker
from services.matching.kernel.remembering import hours_known
from services.matching.kernel.remembering import pay_known
from services.matching.kernel.remembering import way_kept
from services.matching.kernel.rows import Rows
from services.matching.kernel.searching import Found
from services.matching.kernel.searching import candidates
from services.matching.kernel.standing import worker_open


class Asked(NamedTuple):
    """What is asked of a side's rows, and where the answer goes."""

    rows: Rows
    query: Query
    heap: Heap


@inlined
def search_groups(scene: Scene, board: Board, asked: Asked) -> None:
    """Judges the posts whose way is fixed into the heap."""
    groups = board.groups
    for standing in range(HANDED_OUT):
        if (scene.fixed.elsewhere >> standing) & 1 == 0:
            continue
        for at in range(groups.bounds[standing], groups.bounds[standing + 1]):
            note = group_known(scene, groups.rows[at])
            if not is_blocked(note):
                search_members(scene, board, at, note, asked)


@inlined
def search_members(
    scene: Scene, board: Board, which: int, note: int, asked: Asked
) -> None:
    """Judges the posts of one group, on all of which `note` holds, into the heap."""
    rows, query, heap = asked
    groups, group = board.groups, board.groups.rows[which]
    way = group["region"] * np.uint32(DWELLINGS) + group["dwelling"]
    values = scene.rules.values[group["region"]]
    minutes = scene.memory.ways[way, 1]
    unpaid = scene.workers.rows[scene.i]["floor"] < 0
    judged = judged_by(note, minutes, values)
    if unpaid and not is_wanted(query, judged):
        return
    if unpaid and query.after_key < 0 and key_of(judged, 0) < least_of(heap):
        pairs = members_counted(scene, groups, which, query)
        scene.memory.masks[judged.asked] += pairs
        heap.counts[LISTED] += pairs
        heap.counts[FOLLOWING] += pairs
        return
    for each in range(group["first"], group["last"]):
        post = groups.posts[each]
        if query.allowed[post] == 0 or not is_away(scene, group, groups.areas[each]):
            continue
        if not unpaid:
            at = groups.spots[each]
            pay = pay_known(scene, at, board.layout.spots[at])
            judged = judged_by(both(note, pay), minutes, values)
        if is_wanted(query, judged):
            scene.memory.masks[judged.asked] += 1
            keep(rows, query, heap, post, judged)


@inlined
def members_counted(scene: Scene, groups: Groups, which: int, query: Query) -> int:
    """How many posts of a group may be listed."""
    group, count = groups.rows[which], 0
    for each in range(group["first"], group["last"]):
        allowed = query.allowed[groups.posts[each]] == 1
        count += 1 if allowed and is_away(scene, group, groups.areas[each]) else 0
    return count


@inlined
def search(scene: Scene, board: Board, found: Found, asked: Asked) -> None:
    """Judges the posts of the found spots into the heap, but for fixed ones."""
    rows, query, heap = asked
    memory = scene.memory
    for each in range(found.shape[0]):
        at = found[each]
        spot, note = board.layout.spots[at], board.offers[at]
        if is_blocked(note) or query.allowed[spot["post"]] == 0:
            continue
        if is_fixed(scene, spot):
            continue
        if is_special(scene, spot):
            whole = judge(scene.workers, scene.i, scene.posts, at, scene.rules)
            consider(rows, query, heap, spot["post"], whole)
            continue
        note = spot_known(scene, at, spot, note)
        if is_blocked(note):
            continue
        way = way_kept(scene, at, spot, False)
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
    worker, posts, memory = side.workers.rows[i], side.posts.rows, board.memory
    if worker_open(worker) == BLOCK:
        return
    asked, scene = Asked(posts, query, heap), scene_of(side, board, i)
    forget_worker(memory)
    count = candidates(board.layout, worker, side.rules.values, memory.found)
    know_kinds(scene, count)
    search_groups(scene, board, asked)
    search(scene, board, memory.found[:count], asked)
    for mask in range(memory.masks.shape[0]):
        if memory.masks[mask] > 0:
            count_questions(heap, mask, memory.masks[mask])
    for j in range(board.layout.spots.shape[0], posts.shape[0]):
        if query.allowed[j] == 1:
            judged = judge(side.workers, i, side.posts, j, side.rules)
            consider(posts, query, heap, j, judged)
    sort_best_first(posts, heap)


@compiled
def list_posts(side: Side, board: Board, i: int, query: Query, heap: Heap) -> None:
    """Fills the heap with the best posts of worker i, best first."""
    forget_hours(board.memory)
    list_more(side, board, i, query, heap)
