"""Columns that grow: append, tombstone, compact; readers keep the snapshot they took.

A row is never changed once written. A new version is a new row, and the earlier one is
marked dead in a mask that each snapshot copies. So a reader in a thread sees one moment
while the loop goes on writing. Rows wait until somebody reads and are then laid down
together: one by one they cost three times as much. Contracts lie one after the other in
one array of bytes, in the order of the rows, not as half a million Python objects.
"""

from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from itertools import accumulate
from threading import Lock
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from services.matching.columns import Encoded
from services.matching.columns.packing import flats_of
from services.matching.columns.packing import rows_of
from services.matching.columns.packing import shift_offsets
from services.matching.kernel.rows import Rows
from services.matching.moments import Moment
from services.matching.moments import Put
from services.matching.piling import ROOM
from services.matching.piling import WORD_BITS
from services.matching.piling import Pile
from services.matching.piling import gathered
from services.matching.piling import ids_of

FEW_DEAD = 1024
# More than a reader would want to lay down before its answer.
MOST_WAITING = 256
MOST_SHOWN = 2**31 - 1
# What a row has beside its columns: its version, and where its contract begins.
MARK = np.dtype([("version", "i8"), ("begin", "i8")])
DROPPED = np.dtype([("high", "u8"), ("low", "u8"), ("version", "i8")])
LETTER = np.dtype("u1")


class Store:
    """The rows of one kind by id and version; an older or equal version is ignored."""

    def __init__(
        self, dtype: np.dtype[Any], flats: Mapping[str, np.dtype[Any]]
    ) -> None:
        self._dtype = dtype
        self._flats = dict(flats)
        self._lock = Lock()
        self._shown: dict[int, int] = {}
        self._dropped: dict[int, int] = {}
        self._era = 0
        self._clear()

    def _clear(self) -> None:
        self._places: dict[int, int] = {}
        self._waiting: dict[int, Put] = {}
        self._rows = Pile(self._dtype)
        self._marks, self._bodies = Pile(MARK), Pile(LETTER)
        self._piles = {name: Pile(dtype) for name, dtype in self._flats.items()}
        self._alive = np.zeros(ROOM, np.uint8)
        self._moment: Moment | None = None
        self._era += 1

    def empty(self) -> "Store":
        """Another store of this kind that holds nothing."""
        return Store(self._dtype, self._flats)

    def __len__(self) -> int:
        with self._lock:
            self._settle()
            return len(self._places)

    def version(self, uid: UUID) -> int:
        """The last version seen of an id, dropped ones too; -1 if never seen."""
        waiting = self._waiting.get(uid.int)
        if waiting is not None:
            return waiting.version
        place = self._places.get(uid.int)
        if place is None:
            return self._dropped.get(uid.int, -1)
        return int(self._marks.view()["version"][place])

    def body(self, uid: UUID) -> bytes | None:
        """The contract of a living row as JSON."""
        with self._lock:
            self._settle()
            place = self._places.get(uid.int)
            return None if place is None else self._body_at(place)

    def _body_at(self, place: int) -> bytes:
        begins, bodies = self._marks.view()["begin"], self._bodies.view()
        ends = begins[place + 1] if place + 1 < len(begins) else len(bodies)
        return bodies[begins[place] : ends].tobytes()

    def put(self, uid: UUID, version: int, encoded: Encoded, body: bytes) -> bool:
        """Takes a newer version in; whether it was newer."""
        return self.put_many([Put(uid, version, encoded, body)]) == 1

    def put_many(self, batch: Sequence[Put]) -> int:
        """Takes many different ids in at once; how many were newer."""
        with self._lock:
            fresh = [one for one in batch if one.version > self.version(one.uid)]
            self._waiting.update((one.uid.int, one) for one in fresh)
            if len(self._waiting) >= MOST_WAITING:
                self._settle()
            return len(fresh)

    def _settle(self) -> None:
        """Lays down what waits; the lock is held."""
        if not self._waiting:
            return
        fresh, self._waiting = self._waiting, {}
        for at, uid in enumerate(fresh, self._rows.length):
            self._bury(uid)
            self._dropped.pop(uid, None)
            self._places[uid] = at
        self._append([*fresh.values()])
        self._compact_if_due()

    def drop(self, uid: UUID, version: int) -> bool:
        """Forgets an id but for its version; whether the drop was newer."""
        with self._lock:
            if version <= self.version(uid):
                return False
            self._waiting.pop(uid.int, None)
            self._bury(uid.int)
            self._dropped[uid.int] = version
            self._compact_if_due()
            return True

    def known(self) -> dict[int, int]:
        """The version of every id ever seen, dropped ones too."""
        with self._lock:
            self._settle()
            versions = self._marks.view()["version"][list(self._places.values())]
            living = dict(zip(self._places, versions.tolist(), strict=True))
            return self._dropped | living

    def forget(self, ids: Iterable[UUID]) -> None:
        """Holds nothing of these ids, and no version."""
        with self._lock:
            for uid in ids:
                self._waiting.pop(uid.int, None)
                self._bury(uid.int)
                self._dropped.pop(uid.int, None)

    def forget_all(self) -> None:
        """Begins anew, without a row and without a version."""
        with self._lock:
            self._dropped = {}
            self._clear()

    def moment(self) -> Moment:
        """What is in force now; later writes never change it."""
        with self._lock:
            self._settle()
            return self._now()

    def moment_with(self, uid: UUID) -> tuple[Moment, int | None]:
        """What is in force now, and where an id lives in it; None if it does not."""
        with self._lock:
            self._settle()
            return self._now(), self._places.get(uid.int)

    def image(self) -> dict[str, Rows]:
        """All that is held but showings, as arrays that later writes never change."""
        with self._lock:
            self._settle()
            dropped = [
                (uid >> WORD_BITS, uid & (2**WORD_BITS - 1), version)
                for uid, version in self._dropped.items()
            ]
            return {
                "rows": self._rows.view(),
                "marks": self._marks.view(),
                "bodies": self._bodies.view(),
                "alive": self._alive[: self._rows.length].copy(),
                "dropped": np.array(dropped, DROPPED),
                **{name: pile.view() for name, pile in self._piles.items()},
            }

    def take_image(self, image: Mapping[str, Rows]) -> None:
        """Holds what the image holds, and nothing else; its arrays become ours.

        Bytes of a file will do: what they are follows from their names.
        """
        rows, alive = image["rows"].view(self._dtype), image["alive"]
        with self._lock:
            self._clear()
            living, gone = np.flatnonzero(alive), image["dropped"].view(DROPPED)
            ids = ids_of(rows["uid_high"][living], rows["uid_low"][living])
            self._places = dict(zip(ids, living.tolist(), strict=True))
            ids = ids_of(gone["high"], gone["low"])
            self._dropped = dict(zip(ids, gone["version"].tolist(), strict=True))
            self._rows, self._alive = Pile(self._dtype, rows), alive
            self._marks = Pile(MARK, image["marks"].view(MARK))
            self._bodies = Pile(LETTER, image["bodies"])
            self._piles = {
                name: Pile(dtype, image[name].view(dtype))
                for name, dtype in self._flats.items()
            }

    def _now(self) -> Moment:
        if self._moment is None:
            self._moment = Moment(
                self._rows.view(),
                {name: pile.view() for name, pile in self._piles.items()},
                self._alive[: self._rows.length].copy(),
                self._counts(),
                self._era,
            )
        return self._moment

    def show(self, counts: Mapping[UUID, int]) -> None:
        """How often each id was shown; ids that are not named were never shown."""
        with self._lock:
            self._shown = {uid.int: count for uid, count in counts.items()}
            self._moment = None

    def _counts(self) -> NDArray[np.int32]:
        counts = np.zeros(self._rows.length, np.int32)
        for uid, count in self._shown.items():
            place = self._places.get(uid)
            if place is not None:
                counts[place] = min(count, MOST_SHOWN)
        return counts

    def _append(self, fresh: Sequence[Put]) -> None:
        encoded = [one.encoded for one in fresh]
        rows = rows_of(encoded, self._dtype)
        starts = {name: pile.length for name, pile in self._piles.items()}
        shift_offsets(rows, self._flats, starts)
        for name, flat in flats_of(encoded, self._flats).items():
            self._piles[name].append(flat)
        self._append_bodies([one.version for one in fresh], [one.body for one in fresh])
        begin = self._rows.length
        self._rows.append(rows)
        if self._rows.length > len(self._alive):
            grown = np.zeros(2 * self._rows.length, np.uint8)
            grown[:begin] = self._alive[:begin]
            self._alive = grown
        self._alive[begin : self._rows.length] = 1
        self._moment = None

    def _append_bodies(self, versions: Sequence[int], bodies: Sequence[bytes]) -> None:
        lengths = [len(body) for body in bodies]
        begins = accumulate(lengths[:-1], initial=self._bodies.length)
        marks = list(zip(versions, begins, strict=True))
        self._marks.append(np.array(marks, MARK))
        self._bodies.append(np.frombuffer(b"".join(bodies), LETTER))

    def _bury(self, uid: int) -> None:
        place = self._places.pop(uid, None)
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
        versions = self._marks.view()["version"][places].tolist()
        bodies = [self._body_at(place) for place in places]
        self._clear()
        if not living:
            return
        starts = dict.fromkeys(self._flats, 0)
        shift_offsets(rows, self._flats, starts)
        self._rows.append(rows)
        for name, flat in flats.items():
            self._piles[name].append(flat)
        self._append_bodies(versions, bodies)
        self._alive = np.ones(max(ROOM, len(living)), np.uint8)
        self._places = {uid: at for at, uid in enumerate(living)}
