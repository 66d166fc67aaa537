"""What a store takes in, and what it holds at one moment."""

from typing import NamedTuple
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from services.matching.columns import Encoded
from services.matching.kernel.rows import Rows


class Moment(NamedTuple):
    """All rows at one moment: the flats by name, the living, and how often shown.

    Of two moments with the same era the later has all rows of the earlier, then more.
    """

    rows: Rows
    flats: dict[str, Rows]
    alive: NDArray[np.uint8]
    shown: NDArray[np.int32]
    era: int


class Put(NamedTuple):
    """A version of an id: its row and its contract as JSON."""

    uid: UUID
    version: int
    encoded: Encoded
    body: bytes
