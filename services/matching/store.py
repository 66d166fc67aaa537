"""Columns that grow: append, tombstone, compact; readers keep the snapshot they took.

A row is never changed once written. A new version is a new row, and the earlier one is
marked dead in a mask that each snapshot copies. So a reader in a thread sees one moment
while the loop goes on writing.
"""

from collections.abc import Mapping
from collections.abc import Sequence
from threading import Lock
from typing import Any
from typing import NamedTuple
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from services.matching.columns import Encoded
from services.matching.columns.packing import flats_of
from services.matching.columns.packing import rows_of
from services.matching.columns.packing import shift_offsets
from services.matching.kernel.rows import Rows

FEW_DEAD = 1024
ROOM = 64
MOST_SHOWN = 2**31 - 1


class Moment(NamedTuple):
    """All rows at one moment: the flats by name, the living, and how often shown."""

    rows: Rows
    flats: dict[str, Rows]
    alive: NDArray[np.uint8]
    shown: NDArray[np.int32]


class Pile:
    """One array that doubles when it is full; slices handed out stay as they were."""

    def __init__(self, dtype: np.dtype[Any]) -> None:
        self.length = 0
        self._room = np.zeros(ROOM, dtype)

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


class Store:
    """The rows of one kind by id and version; an older or equal version is ignored."""

    def __init__(
        self, dtype: np.dtype[Any], flats: Mapping[str, np.dtype[Any]]
    ) -> None:
        self._dtype = dtype
        self._flats = dict(flats)
        self._lock = Lock()
        self._versions: dict[UUID, int] = {}
        self._bodies: dict[UUID, bytes] = {}
        self._shown: dict[UUID, int] = {}
        self._clear()

    def _clear(self) -> None:
        self._places: dict[UUID, int] = {}
        self._rows = Pile(self._dtype)
        self._piles = {name: Pile(dtype) for name, dtype in self._flats.items()}
        self._alive = np.zeros(ROOM, np.uint8)
        self._moment: Moment | None = None

    def __len__(self) -> int:
        return len(self._places)

    def version(self, uid: UUID) -> int:
        """The last version seen of an id, dropped ones too; -1 if never seen."""
        return self._versions.get(uid, -1)

    def body(self, uid: UUID) -> bytes | None:
        """The contract of a living row as JSON."""
        return self._bodies.get(uid)

    def bodies(self) -> Sequence[bytes]:
        """All living contracts as JSON, by id."""
        return [self._bodies[uid] for uid in sorted(self._bodies)]

    def put(self, uid: UUID, version: int, encoded: Encoded, body: bytes) -> bool:
        """Takes a newer version in; whether it was newer."""
        with self._lock:
            if version <= self.version(uid):
                return False
            self._bury(uid)
            self._versions[uid] = version
            self._bodies[uid] = body
            self._places[uid] = self._rows.length
            self._append([encoded])
            self._compact_if_due()
            return True

    def put_many(self, batch: Sequence[tuple[UUID, int, Encoded, bytes]]) -> int:
        """Takes many different ids in at once; how many were newer."""
        with self._lock:
            fresh = [one for one in batch if one[1] > self.version(one[0])]
            for at, (uid, version, _, body) in enumerate(fresh):
                self._bury(uid)
                self._versions[uid] = version
                self._bodies[uid] = body
                self._places[uid] = self._rows.length + at
            if fresh:
                self._append([one[2] for one in fresh])
                self._compact_if_due()
            return len(fresh)

    def drop(self, uid: UUID, version: int) -> bool:
        """Forgets an id but for its version; whether the drop was newer."""
        with self._lock:
            if version <= self.version(uid):
                return False
            self._versions[uid] = version
            self._bury(uid)
            self._compact_if_due()
            return True

    def moment(self) -> Moment:
        """What is in force now; later writes never change it."""
        with self._lock:
            return self._now()

    def moment_with(self, uid: UUID) -> tuple[Moment, int | None]:
        """What is in force now, and where an id lives in it; None if it does not."""
        with self._lock:
            return self._now(), self._places.get(uid)

    def _now(self) -> Moment:
        if self._moment is None:
            self._moment = Moment(
                self._rows.view(),
                {name: pile.view() for name, pile in self._piles.items()},
                self._alive[: self._rows.length].copy(),
                self._counts(),
            )
        return self._moment

    def show(self, counts: Mapping[UUID, int]) -> None:
        """How often each id was shown; ids that are not named were never shown."""
        with self._lock:
            self._shown = dict(counts)
            self._moment = None

    def _counts(self) -> NDArray[np.int32]:
        counts = np.zeros(self._rows.length, np.int32)
        for uid, count in self._shown.items():
            place = self._places.get(uid)
            if place is not None:
                counts[place] = min(count, MOST_SHOWN)
        return counts

    def _append(self, encoded: Sequence[Encoded]) -> None:
        rows = rows_of(encoded, self._dtype)
        starts = {name: pile.length for name, pile in self._piles.items()}
        shift_offsets(rows, self._flats, starts)
        for name, flat in flats_of(encoded, self._flats).items():
            self._piles[name].append(flat)
        begin = self._rows.length
        self._rows.append(rows)
        if self._rows.length > len(self._alive):
            grown = np.zeros(2 * self._rows.length, np.uint8)
            grown[:begin] = self._alive[:begin]
            self._alive = grown
        self._alive[begin : self._rows.length] = 1
        self._moment = None

    def _bury(self, uid: UUID) -> None:
        place = self._places.pop(uid, None)
        self._bodies.pop(uid, None)
        if place is not None:
            self._alive[place] = 0
            self._moment = None

    def _compact_if_due(self) -> None:
        dead = self._rows.length - len(self._places)
        if dead > max(FEW_DEAD, self._rows.length // 4):
            self._compact()

    def _compact(self) -> None:
        living = sorted(self._places, key=self._places.__getitem__)
        places = np.array([self._places[uid] for uid in living], np.int64)
        rows = self._rows.view()[places]
        flats = {
            name: gathered(rows, name, p.view()) for name, p in self._piles.items()
        }
        self._clear()
        if not living:
            return
        starts = dict.fromkeys(self._flats, 0)
        shift_offsets(rows, self._flats, starts)
        self._rows.append(rows)
        for name, flat in flats.items():
            self._piles[name].append(flat)
        self._alive = np.ones(max(ROOM, len(living)), np.uint8)
        self._places = {uid: at for at, uid in enumerate(living)}


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
