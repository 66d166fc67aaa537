"""Posts that nothing but pay and the area tells apart, one group after the other.

Where the way is that of every post with the same dwelling, a worker's whole note is the
same for a group but for the pay, and a group can be left at once.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from services.matching.kernel.facets import numbered
from services.matching.kernel.layout import HANDED_OUT
from services.matching.kernel.layout import Layout
from services.matching.kernel.notes import BLOCKED
from services.matching.kernel.rows import Rows
from services.matching.kernel.rows import record

# `first` to `last` of the members; `at` is the spot of the first, `note` what holds for
# every worker.
GROUP = record(
    [("first", "i8"), ("last", "i8"), ("note", "i8"), ("at", "u4"), ("kind", "u4"),
     ("residence", "u4"), ("region", "u4"), ("dwelling", "u4"), ("standing", "u4")]
)  # fmt: skip


class Groups(NamedTuple):
    """Groups by standing: `rows` (groups,), and their members' spots, posts and areas.

    Members, all posts that nothing closes, stand group after group.

    Groups of standing s are `bounds[s]` to `bounds[s + 1]`; home work that is handed
    out is in none.
    """

    rows: Rows
    spots: NDArray[np.uint32]
    posts: NDArray[np.uint32]
    areas: NDArray[np.int64]
    bounds: NDArray[np.int64]


def groups_of(layout: Layout, notes: NDArray[np.int64]) -> Groups:
    """The groups of a layout; `notes` (count,) what holds for every worker."""
    spots = layout.spots
    open_to_all = (notes & BLOCKED == 0) & (spots["standing"] < HANDED_OUT)
    places = np.flatnonzero(open_to_all)
    some, own = spots[places], notes[places]
    alike = numbered([some["kind"], some["residence"], own])
    ids = layout.rows[places]
    order = np.lexsort((ids["uid_low"], ids["uid_high"], alike, some["standing"]))
    places, some, own, alike = places[order], some[order], own[order], alike[order]
    begins = np.flatnonzero(np.diff(alike, prepend=-1))
    groups = np.zeros(len(begins), GROUP)
    groups["first"], groups["last"] = begins, np.append(begins[1:], len(alike))
    groups["note"], groups["at"] = own[begins], places[begins]
    for name in ("kind", "residence", "region", "dwelling", "standing"):
        groups[name] = some[name][begins]
    bounds = np.searchsorted(groups["standing"], np.arange(HANDED_OUT + 1))
    found = Groups(
        groups,
        places.astype(np.uint32),
        np.ascontiguousarray(some["post"]),
        np.ascontiguousarray(some["area"]),
        bounds,
    )
    for array in found:
        array.setflags(write=False)
    return found
