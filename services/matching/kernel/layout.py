"""Posts laid out for searching: cell after cell of a grid, alike ones numbered.

A cell row of the grid is one stretch of the arrays, so a circle is a few stretches.
Posts that no circle holds (home work, a shuttle, a known way, no place or area) come
first, then those where one may live, then all others; the last two have a grid each.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from services.matching.kernel.facets import Numbers
from services.matching.kernel.facets import homes_of
from services.matching.kernel.facets import hours_of
from services.matching.kernel.facets import needs_of
from services.matching.kernel.facets import papers_of
from services.matching.kernel.facets import pay_of
from services.matching.kernel.facets import work_of
from services.matching.kernel.rows import KNOWN
from services.matching.kernel.rows import SHUTTLE
from services.matching.kernel.rows import Posts
from services.matching.kernel.rows import Rows
from services.matching.kernel.rows import record
from services.matching.kernel.travel import EARTH_METRES

# Numbers without a sign, because a signed index costs a test for counting from the end.
SPOT = record(
    [("area", "i8"), ("post", "u4"), ("work", "u4"), ("papers", "u4"),
     ("residence", "u4"), ("needs", "u4"), ("pay", "u4"), ("hours", "u4"),
     ("dwelling", "u4"), ("region", "u4")]
)  # fmt: skip
ANYWHERE, LODGED, NEARBY = range(3)
# `dwelling` of a spot: bits for lodging, living in, outside the county, home work.
# From FORCED on one must live there, from DWELLINGS on one works at home.
FORCED = 2
DWELLINGS = 8
CELL_METRES = 2_000.0
MOST_CELLS = 65_536

Sizes = tuple[int, int, int, int, int, int]


class Grid(NamedTuple):
    """Where cells lie: `axes` (2, 3) unit vectors east and north, metres of both.

    `corner` (2,) the lowest metres, `shape` (2,) columns and rows, `cell` metres wide.
    """

    axes: NDArray[np.float64]
    corner: NDArray[np.float64]
    shape: NDArray[np.int64]
    cell: float


class Layout(NamedTuple):
    """The first `count` posts in order of the search.

    `rows` (count,) are copies of theirs, so that a search walks through memory; `spots`
    (count,); `points` (3, count) unit vectors; `starts` (2, cells + 1) where a cell of
    LODGED or NEARBY begins; `sizes` how many different numbers each facet has, in the
    order work, papers, homes, needs, pay, region.
    """

    rows: Rows
    spots: Rows
    points: NDArray[np.float32]
    grid: Grid
    starts: NDArray[np.int64]
    sizes: Sizes


def lay_out(posts: Posts) -> Layout:
    """The layout of all posts."""
    rows = posts.rows
    parts = _parts(rows)
    grid, cells = _grid(rows)
    order = np.lexsort((cells, parts))
    count = int(grid.shape[0] * grid.shape[1])
    begins = np.searchsorted(parts[order], (LODGED, NEARBY, NEARBY + 1))
    starts = np.empty((2, count + 1), np.int64)
    for at in range(2):
        within = cells[order][begins[at] : begins[at + 1]]
        starts[at] = begins[at] + np.searchsorted(within, np.arange(count + 1))
    facets = (work_of(posts), papers_of(posts), homes_of(posts), needs_of(posts),
              pay_of(posts))  # fmt: skip
    spots = _spots(rows, (*facets, hours_of(posts)))[order]
    points = np.ascontiguousarray(
        np.array([rows[axis][order] for axis in "xyz"], np.float32)
    )
    laid = rows[order]
    for array in (laid, spots, points, starts):
        array.setflags(write=False)
    work, papers, homes, needs, pay = (int(one.max(initial=0)) + 1 for one in facets)
    regions = int(rows["region"].max(initial=0)) + 1
    sizes = (work, papers, homes, needs, max(pay, regions), regions)
    return Layout(laid, spots, points, grid, starts, sizes)


def _parts(rows: Rows) -> Numbers:
    """Which of the three parts a post belongs to."""
    eased = rows["stops"][:, KNOWN + 1] > rows["stops"][:, SHUTTLE]
    # Where the area is not known a scope leaves the way open, however far it is.
    vague = (rows["placed"] == 0) | (rows["area"] < 0)
    free = (rows["home_based"] == 1) | vague | eased
    lodged = _dwelling(rows) > 0
    return np.where(free, ANYWHERE, np.where(lodged, LODGED, NEARBY)).astype(np.int64)


def _dwelling(rows: Rows) -> Numbers:
    """All that living there is judged by, as one small number."""
    flags = ("lodging", "live_in", "outside", "home_based")
    total = np.zeros(len(rows), np.int64)
    for bit, name in enumerate(flags):
        total += (rows[name] == 1).astype(np.int64) << bit
    return total


def _spots(rows: Rows, facets: tuple[Numbers, ...]) -> Rows:
    spots = np.zeros(len(rows), SPOT)
    spots["post"] = np.arange(len(rows))
    spots["area"] = rows["area"]
    spots["dwelling"] = _dwelling(rows)
    spots["region"] = rows["region"]
    names = ("work", "papers", "residence", "needs", "pay", "hours")
    for name, numbers in zip(names, facets, strict=True):
        spots[name] = numbers
    return spots


def _grid(rows: Rows) -> tuple[Grid, Numbers]:
    """The grid over all posts with a place, and the cell of each (0 without one)."""
    points = np.column_stack([rows[axis] for axis in "xyz"])
    placed = rows["placed"] == 1
    middle = points[placed].mean(axis=0) if placed.any() else np.array([1.0, 0.0, 0.0])
    axes = _axes(middle)
    metres = points @ axes.T * EARTH_METRES
    some = metres[placed] if placed.any() else np.zeros((1, 2))
    corner, extent = some.min(axis=0), np.ptp(some, axis=0)
    cell = max(CELL_METRES, float(np.sqrt(extent.prod() / MOST_CELLS)),
               float(extent.max() / MOST_CELLS))  # fmt: skip
    shape = (extent / cell).astype(np.int64) + 1
    places = np.clip(((metres - corner) / cell).astype(np.int64), 0, shape - 1)
    cells = np.where(placed, places[:, 1] * shape[0] + places[:, 0], 0)
    return Grid(axes, corner, shape, cell), cells


def _axes(middle: NDArray[np.float64]) -> NDArray[np.float64]:
    """Unit vectors east and north of a point; any pair will do, the bounds hold."""
    up = middle / max(float(np.linalg.norm(middle)), 1e-9)
    pole = np.array([0.0, 0.0, 1.0]) if abs(up[2]) < 0.9 else np.array([1.0, 0.0, 0.0])
    east = np.cross(pole, up)
    east /= max(float(np.linalg.norm(east)), 1e-9)
    return np.array([east, np.cross(up, east)])
