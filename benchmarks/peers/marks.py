"""Outcomes of many posts at once, added up rule by rule for the numpy oracle."""

from typing import Any

import numpy as np

from services.matching.kernel.outcomes import BLOCK
from services.matching.kernel.outcomes import CAUTION
from services.matching.kernel.outcomes import PASS
from services.matching.kernel.outcomes import UNKNOWN


class Marks:
    """The worst outcome, and how many cautions count, of n posts."""

    def __init__(self, count: int) -> None:
        self.worst = np.zeros(count, np.int64)
        self.cautions = np.zeros(count, np.int64)

    def add(self, outcome: Any, eases: Any = 0) -> None:
        """One more rule; `eases` is what its caution counts."""
        self.worst = np.maximum(self.worst, outcome)
        self.cautions = self.cautions + np.where(outcome == CAUTION, eases, 0)

    def open(self) -> Any:
        """The posts that nothing blocks yet."""
        return np.flatnonzero(self.worst < BLOCK)

    def kept(self, places: Any) -> "Marks":
        """The same of some of the posts."""
        some = Marks(0)
        some.worst, some.cautions = self.worst[places], self.cautions[places]
        return some


def blocked_if(wrong: Any) -> Any:
    """A block where `wrong`, else a pass."""
    return np.where(wrong, BLOCK, PASS)


def unknown_if(missing: Any, otherwise: Any) -> Any:
    """An open question where `missing`, else what is known."""
    return np.where(missing, UNKNOWN, otherwise)
