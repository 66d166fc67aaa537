"""Which posts may be in a worker's reach at all: a few stretches of the layout."""

import numpy as np
from numpy.typing import NDArray

from services.matching.kernel.compiling import compiled
from services.matching.kernel.compiling import inlined
from services.matching.kernel.layout import BROUGHT
from services.matching.kernel.layout import EASED
from services.matching.kernel.layout import LODGED
from services.matching.kernel.layout import NEARBY
from services.matching.kernel.layout import VAGUE
from services.matching.kernel.layout import WORKED_AT_HOME
from services.matching.kernel.layout import Layout
from services.matching.kernel.outcomes import BLOCK
from services.matching.kernel.rows import LODGING_NO
from services.matching.kernel.rows import SCOPE_HOME
from services.matching.kernel.rows import Row
from services.matching.kernel.rows import Rows
from services.matching.kernel.travel import EARTH_METRES
from services.matching.kernel.travel import commute
from services.matching.kernel.travel import knows_way

Found = NDArray[np.uint32]

# Farther than any two points of the globe.
EVERYWHERE = 1 << 25
# What rounding to whole metres and to short floats can take away, with room.
MARGIN_METRES = 8.0


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
        if commute(worker, most + 1, values[region])[0] != BLOCK:
            most = farthest(worker, values[region])
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
def take_round(
    layout: Layout, part: int, worker: Row, limit: float, found: Found
) -> int:
    """Fills `found` with the spots of BROUGHT or EASED whose circle the worker is in.

    Lodging that the worker may take is open from everywhere.
    """
    count, spots, circles = 0, layout.spots, layout.circles
    lodges = worker["lodging"] != LODGING_NO
    for at in range(layout.parts[part], layout.parts[part + 1]):
        dwelling = spots[at]["dwelling"]
        found[count] = at
        open_to = lodges and 0 < dwelling < WORKED_AT_HOME
        count += 1 if open_to or is_round(circles[at], worker, limit) else 0
    return count


@inlined
def is_round(circle: Row, worker: Row, limit: float) -> bool:
    """Whether a list names the worker's area, or its stops are within `limit`."""
    if circle["low"] <= worker["area"] <= circle["high"]:
        return True
    x, y = circle["x"] - worker["x"], circle["y"] - worker["y"]
    z = circle["z"] - worker["z"]
    reach = (circle["metres"] + limit + MARGIN_METRES) / EARTH_METRES
    return bool(x * x + y * y + z * z <= reach * reach)


@compiled
def take_village(layout: Layout, worker: Row, found: Found) -> int:
    """Fills `found` with the spots of the worker's own area, but for home work."""
    count, area = 0, worker["area"]
    spots, by_area = layout.spots, layout.by_area
    if area < 0:
        return 0
    first, last = 0, by_area.shape[0]
    while first < last:
        middle = (first + last) // 2
        if spots[by_area[middle]]["area"] < area:
            first = middle + 1
        else:
            last = middle
    while first < by_area.shape[0]:
        at = by_area[first]
        if spots[at]["area"] != area:
            break
        found[count] = at
        count += 1 if at >= layout.parts[VAGUE] else 0
        first += 1
    return count


@compiled
def fetching(values: Rows) -> int:
    """How far away material may be fetched, wherever that is farthest."""
    most = 0
    for region in range(values.shape[0]):
        most = max(most, values[region]["fetch_metres"])
    return most


@compiled
def stopping(values: Rows) -> int:
    """How far a stop may be for everybody, wherever that is farthest."""
    most = 0
    for region in range(values.shape[0]):
        most = max(most, values[region]["stop_metres"])
    return most


@compiled
def candidates(layout: Layout, worker: Row, values: Rows, found: Found) -> int:
    """Fills `found` with all spots that reach may leave open and that are not fixed.

    Some that are fixed are among them. `found` (count of spots + 1,), because the next
    place is written before it is known whether it is wanted.
    """
    brought, vague = layout.parts[BROUGHT], layout.parts[VAGUE]
    eased, lodged = layout.parts[EASED], layout.parts[LODGED]
    nearby, last = layout.parts[NEARBY], layout.parts[NEARBY + 1]
    if worker["placed"] == 0:
        count = take_all(brought, vague, found, 0)
    else:
        count = take_round(layout, BROUGHT, worker, fetching(values), found)
    if not knows_way(worker) and worker["scope"] < 0:
        return count + take_village(layout, worker, found[count:])
    if not knows_way(worker) or lost(worker):
        return take_all(vague, last, found, count)
    limit = farthest_of_all(worker, values)
    if limit == EVERYWHERE:
        return take_all(vague, last, found, count)
    count = take_all(vague, eased, found, count)
    metres = max(limit, stopping(values)) + 0.0
    count += take_round(layout, EASED, worker, metres, found[count:])
    metres = limit + MARGIN_METRES
    if worker["lodging"] < 0:
        count = take_all(lodged, nearby, found, count)
    else:
        count += take_circle(layout, LODGED, worker, metres, found[count:])
    return count + take_circle(layout, NEARBY, worker, metres, found[count:])
