"""How evenly a rematch shows people and posts: appearances, and their Gini number."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from services.matching.kernel.rematching import Lists

Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Exposure:
    """One side of a rematch: who could be shown, who is, and how evenly (0 to 1)."""

    listed: int
    unlisted: int
    shown: int
    gini: float


def exposure_of(own: Lists, others: Lists, alive: NDArray[np.uint8]) -> Exposure:
    """How often the rows of `own` stand in the lists of the `others`.

    Listed is who has a list of their own; the Gini number is among these.
    """
    held = np.arange(others.keys.shape[1]) < others.sizes
    seen = np.bincount(others.places[held], minlength=len(own.keys))
    listed = (own.sizes[:, 0] > 0) & (alive == 1)
    return Exposure(
        listed=int(listed.sum()),
        unlisted=int((alive == 1).sum() - listed.sum()),
        shown=int((seen[listed] > 0).sum()),
        gini=gini(seen[listed]),
    )


def gini(counts: Integers) -> float:
    """0 where all are equal, towards 1 where one has everything; 0 of nothing."""
    total = int(counts.sum())
    if total == 0:
        return 0.0
    ordered = np.sort(counts)
    n = len(ordered)
    weighted = int((np.arange(1, n + 1) * ordered).sum())
    return (2 * weighted - (n + 1) * total) / (n * total)
