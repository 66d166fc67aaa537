"""Arrays that grow at the end, and the gathering of what some rows point at."""

from typing import Any

import numpy as np

from services.matching.kernel.rows import Rows

ROOM = 64


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
