"""Posts laid out for searching: cell after cell of a grid, alike ones numbered.

A cell row of the grid is one stretch of the arrays, so a circle is a few stretches.
First come posts whose way is the same from everywhere, then home work that is brought,
posts without a place or area, those with a shuttle or known ways, those where one may
live, and all others; the last two have a grid each.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from services.matching.kernel.circling import circles_of
from services.matching.kernel.facets import Numbers
from services.matching.kernel.facets import homes_of
from services.matching.kernel.facets import hours_of
from services.matching.kernel.facets import kinds_of
from services.matching.kernel.facets import needs_of
from services.matching.kernel.facets import papers_of
from services.matching.kernel.facets import pay_of
from services.matching.kernel.facets import work_of
from services.matching.kernel.rows import DELIVERY
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
     ("dwelling", "u4"), ("region", "u4"), ("kind", "u4"), ("standing", "u4")]
)  # fmt: skip
FIXED, BROUGHT, VAGUE, EASED, LODGED, NEARBY = range(6)
# `dwelling` of a spot: bits for lodging, living in, outside the county, home work.
# From FORCED on one must live there, from WORKED_AT_HOME on one works at home.
FORCED = 2
WORKED_AT_HOME = 8
DWELLINGS = 16
# `standing` of a spot: whose way to it is that of every post with its dwelling. SETTLED
# everybody's, HANDED_OUT nobody's; of the others those with lodging stand apart.
SETTLED, LODGING, LODGING_VAGUE, UNPLACED, PLACED, HANDED_OUT = range(6)
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
    (count,); `points` (3, count) unit vectors; `parts` (7,) where each part begins;
    `circles` (at least the begin of LODGED,); `starts` (2, cells + 1) where a cell of
    LODGED or NEARBY begins; `by_area` (count,) the spots in order of their area;
    `samples` (2, kinds) spots of each kind, of two areas if there are two; `sizes` how
    many different numbers each facet has, in the order work, papers, homes, needs, pay,
    region.
    """

    rows: Rows
    spots: Rows
    points: NDArray[np.float32]
    parts: NDArray[np.int64]
    circles: Rows
    grid: Grid
    starts: NDArray[np.int64]
    by_area: NDArray[np.uint32]
    samples: NDArray[np.uint32]
    sizes: Sizes


def lay_out(posts: Posts) -> Layout:
    """The layout of all posts."""
    rows = posts.rows
    facets = (work_of(posts), papers_of(posts), homes_of(posts), needs_of(posts),
              pay_of(posts), hours_of(posts))  # fmt: skip
    spots = _spots(rows, facets)
    parts = _parts(rows, spots)
    grid, cells = _grid(rows)
    order = np.lexsort((cells, parts))
    begins = np.searchsorted(parts[order], np.arange(NEARBY + 2))
    laid, spots = rows[order], spots[order]
    layout = Layout(
        laid,
        spots,
        np.ascontiguousarray(np.array([laid[axis] for axis in "xyz"], np.float32)),
        begins,
        circles_of(posts._replace(rows=laid[: begins[LODGED]])),
        grid,
        _starts(cells[order], begins, int(grid.shape.prod())),
        np.argsort(spots["area"], kind="stable").astype(np.uint32),
        _samples(spots),
        _sizes(spots),
    )
    for array in layout:
        if isinstance(array, np.ndarray):
            array.setflags(write=False)
    return layout


def _sizes(spots: Rows) -> Sizes:
    names = ("work", "papers", "residence", "needs", "pay", "region")
    sizes = [int(spots[name].max(initial=0)) + 1 for name in names]
    # The pay of people without a floor is kept by the region.
    sizes[4] = max(sizes[4], sizes[5])
    return (sizes[0], sizes[1], sizes[2], sizes[3], sizes[4], sizes[5])


def _starts(cells: Numbers, begins: Numbers, count: int) -> Numbers:
    starts = np.empty((2, count + 1), np.int64)
    for at, part in enumerate((LODGED, NEARBY)):
        within = cells[begins[part] : begins[part + 1]]
        starts[at] = begins[part] + np.searchsorted(within, np.arange(count + 1))
    return starts


def _samples(spots: Rows) -> NDArray[np.uint32]:
    """For each kind a spot of its lowest area, and one of its highest."""
    order = np.lexsort((spots["area"], spots["kind"]))
    kinds = int(spots["kind"].max(initial=0)) + 1 if len(spots) else 0
    bounds = np.searchsorted(spots["kind"][order], np.arange(kinds + 1))
    return np.array([order[bounds[:-1]], order[bounds[1:] - 1]]).astype(np.uint32)


def _parts(rows: Rows, spots: Rows) -> Numbers:
    """Which part each post belongs to."""
    vague = (rows["placed"] == 0) | (rows["area"] < 0)
    eased = rows["stops"][:, KNOWN + 1] > rows["stops"][:, SHUTTLE]
    return np.select(
        [
            spots["standing"] == SETTLED,
            spots["standing"] == HANDED_OUT,
            # Where the area is not known a scope leaves the way open, however far.
            vague,
            eased,
            spots["dwelling"] > 0,
        ],
        [FIXED, BROUGHT, VAGUE, EASED, LODGED],
        NEARBY,
    ).astype(np.int64)


def _standing(rows: Rows, dwelling: Numbers) -> Numbers:
    brought = rows["stops"][:, DELIVERY + 1] > rows["stops"][:, DELIVERY]
    at_home = dwelling >= WORKED_AT_HOME
    placed = rows["placed"] == 1
    return np.select(
        [
            at_home & brought,
            at_home | (dwelling >= FORCED),
            (dwelling > 0) & placed,
            dwelling > 0,
            placed,
        ],
        [HANDED_OUT, SETTLED, LODGING, LODGING_VAGUE, PLACED],
        UNPLACED,
    ).astype(np.int64)


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
    spots["standing"] = _standing(rows, _dwelling(rows))
    spots["region"] = rows["region"]
    names = ("work", "papers", "residence", "needs", "pay", "hours")
    for name, numbers in zip(names, facets, strict=True):
        spots[name] = numbers
    spots["kind"] = kinds_of(spots)
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
