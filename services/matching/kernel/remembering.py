"""What a worker's rules said of each kind of post, kept while it is good.

What hangs on the worker's place is kept for one worker, other facts in `books`. Hours
are kept for one week, which many workers share: `facets` numbers weeks, and whoever
walks through workers in that order forgets the hours only when the week changes.
"""

from typing import Any
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from services.matching.kernel.books import Pages
from services.matching.kernel.compiling import compiled
from services.matching.kernel.compiling import inlined
from services.matching.kernel.fixed import Fixed
from services.matching.kernel.hours import DAY
from services.matching.kernel.hours import Hours
from services.matching.kernel.judging import travel_by
from services.matching.kernel.layout import DWELLINGS
from services.matching.kernel.layout import Layout
from services.matching.kernel.notes import ASKED
from services.matching.kernel.notes import TAKEN
from services.matching.kernel.noting import home_note
from services.matching.kernel.noting import hours_note
from services.matching.kernel.noting import needs_note
from services.matching.kernel.noting import papers_note
from services.matching.kernel.noting import pay_note
from services.matching.kernel.noting import way_note
from services.matching.kernel.noting import work_note
from services.matching.kernel.reach import way_to
from services.matching.kernel.rows import Posts
from services.matching.kernel.rows import Row
from services.matching.kernel.rows import Workers
from services.matching.kernel.rules import Rules
from services.matching.kernel.shifts import any_night

TRAVELS = 2 * (DAY + 1)
SPREAD = 0x9E3779B1
SPREAD_BITS = 20


class Memory(NamedTuple):
    """Notes by the number of a facet, 0: not taken yet.

    `kinds` has all but home, way and hours, and pay where it matters; where the way to
    a kind of post is fixed its way and hours too.
    `ways` (dwellings x regions + 1, 3) has the note, the minutes, and those for the
    week x 2 + 1 if the worker lives there; the last is for a way that is not kept.
    `masks` (4096,) counts listed pairs by what they ask.

    `hours` (2, slots), a power of two of them, holds keys and notes: a slot is simply
    taken over by another key.
    """

    homes: NDArray[np.int64]
    kinds: NDArray[np.int64]
    ways: NDArray[np.int64]
    hours: NDArray[np.int64]
    masks: NDArray[np.int64]
    found: NDArray[np.uint32]


def empty_memory(layout: Layout, slots: int) -> Memory:
    """Room for all facets of a layout, and slots for hours."""
    homes, regions = layout.sizes[2], layout.sizes[5]
    return Memory(
        np.zeros(homes, np.int64),
        np.zeros(layout.samples.shape[1], np.int64),
        np.zeros((DWELLINGS * regions + 1, 3), np.int64),
        np.zeros((2, slots), np.int64),
        np.zeros(ASKED + 1, np.int64),
        np.zeros(len(layout.spots) + 1, np.uint32),
    )


@compiled
def forget_worker(memory: Memory) -> None:
    """Empties all but the hours."""
    memory.homes[:] = 0
    memory.kinds[:] = 0
    memory.ways[:, :] = 0
    memory.masks[:] = 0


@compiled
def forget_hours(memory: Memory) -> None:
    """Empties the hours."""
    memory.hours[0, :] = 0


class Scene(NamedTuple):
    """One worker before all posts, which stand in the order of the layout.

    It is made in the function that loops, and only inlined ones get it: handed to any
    other it costs as much as ten rules.
    """

    workers: Workers
    i: int
    posts: Posts
    rules: Rules
    memory: Memory
    pages: Pages
    layout: Layout
    fixed: Fixed


@inlined
def work_known(scene: Scene, at: int, spot: Row) -> int:
    """The note on the work of a spot's post."""
    note = scene.pages.work[spot["work"]]
    if note == 0:
        worker, post = scene.workers.rows[scene.i], scene.posts.rows[at]
        night = any_night(post, scene.posts.shifts)
        note = work_note(worker, scene.workers.words, post, night, scene.rules)
        note = TAKEN | note
        scene.pages.work[spot["work"]] = note
    return int(note)


@inlined
def papers_known(scene: Scene, at: int, spot: Row) -> int:
    """The note on whom the post is for."""
    note = scene.pages.papers[spot["papers"]]
    if note == 0:
        worker, post = scene.workers.rows[scene.i], scene.posts.rows[at]
        lists = scene.workers.papers, scene.workers.words
        values = scene.rules.values[spot["region"]]
        note = TAKEN | papers_note(worker, lists, post, scene.posts.words, values)
        scene.pages.papers[spot["papers"]] = note
    return int(note)


@inlined
def home_known(scene: Scene, at: int, spot: Row) -> int:
    """The note on where people must live."""
    note = scene.memory.homes[spot["residence"]]
    if note == 0:
        worker, post = scene.workers.rows[scene.i], scene.posts.rows[at]
        note = TAKEN | home_note(worker, post)
        scene.memory.homes[spot["residence"]] = note
    return int(note)


@inlined
def needs_known(scene: Scene, at: int, spot: Row) -> int:
    """The note on the skills."""
    note = scene.pages.needs[spot["needs"]]
    if note == 0:
        worker, post = scene.workers.rows[scene.i], scene.posts.rows[at]
        lists = scene.workers.skills, scene.workers.words
        note = needs_note(worker, lists, post, scene.posts.needs, scene.rules)
        note = TAKEN | note
        scene.pages.needs[spot["needs"]] = note
    return int(note)


@inlined
def pay_known(scene: Scene, at: int, spot: Row) -> int:
    """The note on the pay; the same for every post where no floor is known."""
    worker = scene.workers.rows[scene.i]
    kept = spot["pay"] if worker["floor"] >= 0 else spot["region"]
    note = scene.pages.pay[kept]
    if note == 0:
        post = scene.posts.rows[at]
        note = TAKEN | pay_note(worker, post, scene.rules.values[spot["region"]])
        scene.pages.pay[kept] = note
    return int(note)


@inlined
def hours_known(scene: Scene, at: int, spot: Row, travel: int) -> int:
    """The note on the hours; `travel` one way x 2, + 1 if the worker lives there."""
    hours = scene.memory.hours
    key = np.int64(spot["hours"]) * TRAVELS + travel + 1
    slot = np.uint64((key * SPREAD) >> SPREAD_BITS) & np.uint64(hours.shape[1] - 1)
    if hours[0, slot] == key:
        return int(hours[1, slot])
    week = Hours(
        scene.workers.rows[scene.i],
        scene.posts.rows[at],
        scene.workers.spans,
        scene.posts.shifts,
        scene.rules.values[spot["region"]],
        travel >> 1,
        travel & 1,
    )
    note = hours_note(week)
    hours[0, slot] = key
    hours[1, slot] = note
    return note


@inlined
def way_kept(scene: Scene, at: int, spot: Row, fixed: bool) -> int:
    """Where the note on the way stands in `ways`; `fixed` as `is_fixed` says."""
    ways, worker = scene.memory.ways, scene.workers.rows[scene.i]
    kept: Any = np.uint32(ways.shape[0] - 1)
    if fixed:
        kept = spot["region"] * np.uint32(DWELLINGS) + spot["dwelling"]
        if ways[kept, 0] != 0:
            return kept  # type: ignore[no-any-return]  # an index without a sign
    values = scene.rules.values[spot["region"]]
    way = way_to(worker, scene.posts.rows[at], scene.posts.stops, values)
    travel, lives = travel_by(way, values)
    ways[kept, 0] = TAKEN | way_note(way, values)
    ways[kept, 1] = way[2]
    ways[kept, 2] = 2 * travel + lives
    return kept  # type: ignore[no-any-return]  # an index without a sign
