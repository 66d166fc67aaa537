"""How far around posts people can be to whom something is brought, or who are fetched.

A circle is around the post and its stops; an interval holds the areas that they serve.
"""

import numpy as np

from services.matching.kernel.rows import DELIVERY
from services.matching.kernel.rows import KNOWN
from services.matching.kernel.rows import SHUTTLE
from services.matching.kernel.rows import Posts
from services.matching.kernel.rows import Rows
from services.matching.kernel.rows import record
from services.matching.kernel.travel import EARTH_METRES

# `metres` from the point to the farthest stop where people board; `low` to `high` holds
# every 12-digit area that any list names, and nothing if there is none.
CIRCLE = record(
    [("low", "i8"), ("high", "i8"), ("x", "f8"), ("y", "f8"), ("z", "f8"),
     ("metres", "f8")]
)  # fmt: skip
NOWHERE = 1 << 60
ANY_METRES = 1e9


def circles_of(posts: Posts) -> Rows:
    """The circle of each post."""
    rows = posts.rows
    circles = np.zeros(len(rows), CIRCLE)
    circles["low"], circles["high"] = NOWHERE, -1
    for axis in "xyz":
        circles[axis] = rows[axis]
    begins, ends = rows["stops"][:, DELIVERY], rows["stops"][:, KNOWN + 1]
    for at in range(int((ends - begins).max(initial=0))):
        there = np.flatnonzero(begins + at < ends)
        _widen(circles, there, posts.stops[(begins + at)[there]])
        rides = there[(begins + at >= rows["stops"][:, SHUTTLE])[there]]
        _reach(circles, rides, posts.stops[(begins + at)[rides]])
    circles["metres"][rows["placed"] == 0] = ANY_METRES
    return circles


def _widen(circles: Rows, places: Rows, stops: Rows) -> None:
    """Takes the areas of one stop of each of these posts in."""
    known = stops["area"] >= 0
    some, own = places[known], stops[known]
    low = own["area"].astype(np.int64) * own["cut"]
    circles["low"][some] = np.minimum(circles["low"][some], low)
    circles["high"][some] = np.maximum(circles["high"][some], low + own["cut"] - 1)


def _reach(circles: Rows, places: Rows, stops: Rows) -> None:
    """Widens the circles so that these stops lie within."""
    placed = stops["placed"] == 1
    some, own = places[placed], stops[placed]
    square = np.zeros(len(some))
    for axis in "xyz":
        square += (circles[axis][some] - own[axis]) ** 2
    half = np.minimum(np.sqrt(square) / 2, 1.0)
    arc = 2 * EARTH_METRES * np.arcsin(half)
    circles["metres"][some] = np.maximum(circles["metres"][some], arc)
