"""Arrays that grow at the end, the gathering of what some rows point at, and ids."""

from typing import Any

import numpy as np

from services.matching.kernel.rows import Rows

ROOM = 64
WORD_BITS = 64


class Pile:
    """One array that doubles when it is full; slices handed out stay as they were."""

    def __init__(self, dtype: np.dtype[Any], rows: Rows | None = None) -> None:
        self._room = np.zeros(ROOM, dtype) if rows is None else rows
        self.length = 0 if rows is None else len(rows)

    def append(self, rows: Rows) -> None:
        """Puts rows at the end."""
        end = self.length + len(rows)
        if end > len(self._room):
            grown = np.zeros(max(end, 2 * len(self._room)), self._room.dtype)
            grown[: self.length] = self._room[: self.length]
            self._room = grown
        self._room[self.length : end] = rows
        self.length = end

    def view(self) -> Rows:
        """All rows so far, read-only."""
        rows = self._room[: self.length]
        rows.setflags(write=False)
        return rows


def gathered(rows: Rows, name: str, flat: Rows) -> Rows:
    """The flat entries of these rows in order; their offsets count from 0 again."""
    begins = rows[name][:, 0].astype(np.int64)
    counts = rows[name][:, -1] - begins
    rows[name] -= begins[:, None].astype(np.int32)
    total = int(counts.sum())
    firsts = np.cumsum(counts) - counts
    taken = np.arange(total) + np.repeat(begins - firsts, counts)
    kept: Rows = flat[taken]
    return kept


def ids_of(high: Rows, low: Rows) -> list[int]:
    """The ids that two arrays of words make."""
    pairs = zip(high.tolist(), low.tolist(), strict=True)
    return [(one << WORD_BITS) | other for one, other in pairs]
