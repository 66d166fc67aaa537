"""Which posts may be in a worker's reach at all: a few stretches of the layout."""

import numpy as np
from numpy.typing import NDArray

from services.matching.kernel.compiling import compiled
from services.matching.kernel.compiling import inlined
from services.matching.kernel.layout import LODGED
from services.matching.kernel.layout import NEARBY
from services.matching.kernel.layout import Layout
from services.matching.kernel.outcomes import BLOCK
from services.matching.kernel.rows import LODGING_NO
from services.matching.kernel.rows import SCOPE_HOME
from services.matching.kernel.rows import Row
from services.matching.kernel.rows import Rows
from services.matching.kernel.travel import EARTH_METRES
from services.matching.kernel.travel import commute

Found = NDArray[np.uint32]

# Farther than any two points of the globe.
EVERYWHERE = 1 << 25
# What rounding to whole metres and to short floats can take away, with room.
MARGIN_METRES = 8.0


@inlined
def knows_way(worker: Row) -> bool:
    """Whether the way to a post with a place is computed at all."""
    return bool(worker["reach_known"] == 1 and worker["placed"] == 1)


@inlined
def lost(worker: Row) -> bool:
    """Whether a scope cannot be told because nobody knows where the worker lives."""
    return bool(worker["area"] < 0 and worker["scope"] > SCOPE_HOME)


@compiled
def farthest(worker: Row, values: Row) -> int:
    """The most metres at which some mode does not block; the farther, the worse."""
    if commute(worker, EVERYWHERE, values)[0] != BLOCK:
        return EVERYWHERE
    open_to, closed_from = 0, EVERYWHERE
    while closed_from - open_to > 1:
        middle = (open_to + closed_from) // 2
        if commute(worker, middle, values)[0] == BLOCK:
            closed_from = middle
        else:
            open_to = middle
    return open_to


@compiled
def farthest_of_all(worker: Row, values: Rows) -> int:
    """The same for posts of any region."""
    most = 0
    for region in range(values.shape[0]):
        most = max(most, farthest(worker, values[region]))
    return most


@inlined
def take_all(first: int, last: int, found: Found, count: int) -> int:
    """Adds spots[first:last]; the new count."""
    for at in range(last - first):
        found[count + at] = first + at
    return count + last - first


@compiled
def take_near(
    layout: Layout, stretch: tuple[int, int], worker: Row, limit: float, found: Found
) -> int:
    """Fills `found` with the spots of a stretch within `limit` metres; how many."""
    x, y, z = np.float32(worker["x"]), np.float32(worker["y"]), np.float32(worker["z"])
    chord = np.float32((limit / EARTH_METRES) ** 2)
    xs, ys, zs = layout.points[0], layout.points[1], layout.points[2]
    count = 0
    for at in range(stretch[0], stretch[1]):
        east, north, up = xs[at] - x, ys[at] - y, zs[at] - z
        found[count] = at
        count += 1 if east * east + north * north + up * up <= chord else 0
    return count


@compiled
def take_circle(
    layout: Layout, part: int, worker: Row, limit: float, found: Found
) -> int:
    """Fills `found` with the spots of LODGED or NEARBY within `limit` metres."""
    starts = layout.starts[part - LODGED]
    columns = cell_range(layout, worker, limit, 0)
    rows = cell_range(layout, worker, limit, 1)
    count = 0
    if columns[1] < columns[0]:
        return count
    for row in range(rows[0], rows[1] + 1):
        first = starts[row * layout.grid.shape[0] + columns[0]]
        last = starts[row * layout.grid.shape[0] + columns[1] + 1]
        count += take_near(layout, (first, last), worker, limit, found[count:])
    return count


@inlined
def cell_range(layout: Layout, worker: Row, limit: float, axis: int) -> tuple[int, int]:
    """First and last cell along an axis that a circle touches; last < first: none.

    An axis is a unit vector, so nothing is farther along it than it is away.
    """
    grid = layout.grid
    along = (
        worker["x"] * grid.axes[axis, 0]
        + worker["y"] * grid.axes[axis, 1]
        + worker["z"] * grid.axes[axis, 2]
    ) * EARTH_METRES - grid.corner[axis]
    most = float(grid.shape[axis] - 1)
    first = min(max((along - limit) / grid.cell, 0.0), most + 1.0)
    last = min(max((along + limit) / grid.cell, -1.0), most)
    return int(first), int(last) if last >= 0.0 else -1


@compiled
def candidates(layout: Layout, worker: Row, values: Rows, found: Found) -> int:
    """Fills `found` (count of spots,) with all spots that reach may leave open."""
    lodged, nearby = layout.starts[0, 0], layout.starts[1, 0]
    last = layout.spots.shape[0]
    if not knows_way(worker) or lost(worker):
        return take_all(0, last, found, 0)
    limit = farthest_of_all(worker, values)
    if limit == EVERYWHERE:
        return take_all(0, last, found, 0)
    metres = limit + MARGIN_METRES
    if worker["lodging"] == LODGING_NO:
        count = take_all(0, lodged, found, 0)
        count += take_circle(layout, LODGED, worker, metres, found[count:])
    else:
        count = take_all(0, nearby, found, 0)
    return count + take_circle(layout, NEARBY, worker, metres, found[count:])
