"""What an employer's lists are computed from: no home, no caution of the body.

Everybody of a township stands at its middle and travels by a standard mode, so that
neither order nor cut-off tells where anybody lives.
"""

from copy import copy

import numpy as np
from numpy.typing import NDArray

from common.contracts.people import ModeReach
from common.contracts.people import Reach
from common.contracts.values import Place
from services.matching.columns.encoding import unit_vector
from services.matching.columns.workers import reach_columns
from services.matching.index import Index
from services.matching.kernel.rows import Rows
from services.matching.store import LETTER
from services.matching.store import MARK

# Fewer homes than this would make their centre somebody's home.
FEWEST_HOMES = 5
STANDARD = Reach(modes=(ModeReach(mode="ebike"),), lodging="no")
# An area number divided by these is its township's, and its county's.
TOWNSHIP, COUNTY = 10**3, 10**6
AXES = ("x", "y", "z")


def blurred(full: Index) -> Index:
    """The workers of an index as an employer may have them, without their contracts."""
    image = full.workers.image()
    rows = blurred_rows(image["rows"], image["alive"])
    hidden = {"marks": np.zeros(len(rows), MARK), "bodies": np.zeros(0, LETTER)}
    # The same words and rules: codes keep their numbers, so a draft is read alike.
    index = copy(full)
    index.workers, index.posts = full.workers.empty(), full.posts.empty()
    index.workers.take_image({**image, **hidden, "rows": rows})
    return index


def blurred_rows(rows: Rows, alive: NDArray[np.uint8]) -> Rows:
    """Copies of the rows: the homes of the living make the centres.

    The middle of the homes of the township, or of the county where a township has too
    few; else the place is unknown.
    """
    seen = rows.copy()
    known = rows["area"] >= 0
    homes = rows[(alive > 0) & known & (rows["placed"] > 0)]
    for axis in AXES:
        seen[axis] = 0.0
    seen["placed"] = 0
    # The township's centre overwrites the county's.
    for cut in (COUNTY, TOWNSHIP):
        _place(seen, homes, cut)
    seen["area"][known] -= seen["area"][known] % TOWNSHIP
    for name, value in reach_columns(STANDARD).items():
        seen[name] = value
    seen["cautions"] = 0
    seen["limited"] = (seen["blocks"] > 0).any(axis=1)
    return seen


def _place(seen: Rows, homes: Rows, cut: int) -> None:
    """Puts everybody of an area with enough homes at the middle of these."""
    codes, at, counts = np.unique(
        homes["area"] // cut, return_inverse=True, return_counts=True
    )
    lats = np.bincount(at, np.degrees(np.arcsin(homes["z"]))) / counts
    lngs = np.bincount(at, np.degrees(np.arctan2(homes["y"], homes["x"]))) / counts
    enough = counts >= FEWEST_HOMES
    if not enough.any():
        return
    points = np.array([_middle(*one) for one in zip(lats, lngs, strict=True)])
    codes, points = codes[enough], points[enough]
    place = np.searchsorted(codes, seen["area"] // cut).clip(max=len(codes) - 1)
    here = codes[place] == seen["area"] // cut
    seen["placed"][here] = 1
    for axis, values in zip(AXES, points.T, strict=True):
        seen[axis][here] = values[place[here]]


def _middle(lat: float, lng: float) -> tuple[float, float, float]:
    """A hundredth of a degree is a kilometre: nobody's home."""
    return unit_vector(
        Place(
            lat=round(float(lat), 2),
            lng=round(float(lng), 2),
            accuracy_m=5000,
            source="township_centre",
        )
    )
