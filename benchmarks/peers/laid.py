"""Posts as plain columns for the numpy oracle: made once, as its user would.

Lists become bit masks, shifts one flat table. Nothing here comes from the kernel but
the rows as they are stored and the codes of `outcomes`.
"""

from dataclasses import dataclass
from typing import Any
from typing import NamedTuple

import numpy as np
from scipy.spatial import cKDTree

from services.matching.kernel.ranking import Side

EARTH = 6_371_008.8
DAY = 1440
HEALTH_CARD = 0
SINGLE, CHOOSE, ROTATE, SPLIT = range(4)
DELIVERY, SHUTTLE, KNOWN = range(3)
MASKS = ("required", "spoken", "checks", "targets")


class Flat(NamedTuple):
    """What posts have several of: entries, and where those of each post lie."""

    entries: Any
    begins: Any
    counts: Any

    def of(self, places: Any) -> tuple[Any, Any]:
        """(entries, the post's place in `places` of each) of some posts."""
        counts = self.counts[places]
        owner = np.repeat(np.arange(len(places)), counts)
        inside = np.arange(len(owner)) - np.repeat(np.cumsum(counts) - counts, counts)
        return self.entries[np.repeat(self.begins[places], counts) + inside], owner


@dataclass(frozen=True, slots=True)
class Offers:
    """m posts: columns by name, masks of their lists, and what they have several of.

    `tree` holds the posts `treed`, which a circle around the worker finds; `always`
    are all others: home work, a shuttle, a known way, a bed, no place.
    """

    columns: dict[str, Any]
    masks: dict[str, Any]
    flats: dict[str, Flat]
    tree: cKDTree
    treed: Any
    always: Any
    night: Any


def masks_of(offsets: Any, words: Any, which: int) -> Any:
    """The list `which` of each row as a mask over small ids."""
    masks = np.zeros(len(offsets), np.uint64)
    begins, ends = offsets[:, which], offsets[:, which + 1]
    for row in np.flatnonzero(ends > begins):
        for word in words[begins[row] : ends[row]]:
            if word >= 64:
                raise ValueError(f"word {word} does not fit a mask")
            masks[row] |= np.uint64(1) << np.uint64(word)
    return masks


def flat_of(offsets: Any, entries: Any, which: int = 0) -> Flat:
    """The list `which` of every row."""
    begins = offsets[:, which].astype(np.int64)
    return Flat(entries, begins, offsets[:, which + 1] - begins)


def offers_of(side: Side) -> Offers:
    """All posts of a side, with a KD-tree over those that a circle finds."""
    posts, rows = side.posts, side.posts.rows
    columns = {
        name: np.ascontiguousarray(rows[name]) for name in rows.dtype.names or ()
    }
    flats = {
        "shifts": flat_of(rows["shifts"], posts.shifts),
        "needs": flat_of(rows["needs"], posts.needs),
        "delivery": flat_of(rows["stops"], posts.stops, DELIVERY),
        "shuttle": flat_of(rows["stops"], posts.stops, SHUTTLE),
        "known": flat_of(rows["stops"], posts.stops, KNOWN),
    }
    shifts, owner = flats["shifts"].of(np.arange(len(rows)))
    night = np.zeros(len(rows), bool)
    night[owner[shifts["night"] == 1]] = True
    eased = flats["shuttle"].counts + flats["known"].counts > 0
    dwelt = (rows["lodging"] == 1) | (rows["live_in"] == 1) | (rows["outside"] == 1)
    vague = (rows["placed"] == 0) | (rows["area"] < 0)
    free = (rows["home_based"] == 1) | vague | eased | dwelt
    treed = np.flatnonzero(~free)
    points = np.stack([rows[axis] for axis in "xyz"], axis=1)
    return Offers(
        columns=columns,
        masks={
            name: masks_of(rows["words"], posts.words, which)
            for which, name in enumerate(MASKS)
        },
        flats=flats,
        tree=cKDTree(points[treed]),
        treed=treed,
        always=np.flatnonzero(free),
        night=night,
    )


class Chosen:
    """The columns of some posts, taken when they are asked for."""

    def __init__(self, offers: Offers, places: Any) -> None:
        self.offers, self.places = offers, places

    def __getitem__(self, name: str) -> Any:
        return self.offers.columns[name][self.places]

    def mask(self, name: str) -> Any:
        """A list as a mask."""
        return self.offers.masks[name][self.places]

    def flat(self, name: str) -> tuple[Any, Any]:
        """(entries, owner of each) of what posts have several of."""
        return self.offers.flats[name].of(self.places)

    def kept(self, at: Any) -> "Chosen":
        """Only some of them."""
        return Chosen(self.offers, self.places[at])


def metres_between(home: Any, points: Any) -> Any:
    """Great-circle metres from one unit vector to rows, rounded half up."""
    x, y, z = (home[axis] - points[axis] for axis in "xyz")
    half = np.minimum(1.0, np.sqrt(x * x + y * y + z * z) / 2.0)
    return (2.0 * EARTH * np.arcsin(half) + 0.5).astype(np.int64)
