"""What matching holds, kept on disk, so that a start need not ask for all of it again.

A snapshot is of use only while everything agrees with which it was made: the code and
the data by which contracts become rows, the epochs of people and jobs, and the file
itself to the last byte. Where one differs it is thrown away and both feeds are read
from the beginning; it is never worse than that. It is not ready by itself: the
followers go on from its positions, and only what they have caught up with is shown.
"""

import asyncio
import time
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any
from uuid import UUID

import structlog

from common.following import Follower
from services.matching.index import Index
from services.matching.kernel.rows import Rows
from services.matching.shaping import shape_digest
from services.matching.storing import FileSpoiltError
from services.matching.storing import SealedFile
from services.matching.views import Views

log = structlog.get_logger()
NAME = "snapshot"
# Changes of so long are told again after a crash; an orderly end loses none.
EVERY_S = 600.0
LOOK_S = 1.0
WORDS = ("skills", "trades", "licences", "languages", "checks")
Positions = dict[str, tuple[UUID, int]]


class DoesNotBelongError(Exception):
    """The snapshot was made by other code, or is of another kind."""


@dataclass(frozen=True, slots=True)
class Captured:
    """Everything at one moment: what was held, and how far each feed was read."""

    shape: str
    positions: Positions
    words: dict[str, list[str]]
    arrays: dict[str, Rows]


def capture(index: Index, followers: Sequence[Follower]) -> Captured | None:
    """What is held now; None while a follower has not caught up.

    Called by the loop that applies changes, so positions and rows agree.
    """
    positions: Positions = {}
    for follower in followers:
        if follower.epoch is None or not follower.caught_up:
            return None
        positions[follower.name] = (follower.epoch, follower.position)
    words = {name: list(getattr(index.encoder.words, name).codes) for name in WORDS}
    images = {"workers": index.workers.image(), "posts": index.posts.image()}
    arrays = {f"{k}/{n}": a for k, image in images.items() for n, a in image.items()}
    return Captured(shape_digest(index.rules), positions, words, arrays)


def restore(captured: Captured, views: Views, followers: Sequence[Follower]) -> None:
    """Holds what was held; the followers go on from where they were."""
    for name, codes in captured.words.items():
        vocabulary = getattr(views.full.encoder.words, name)
        for code in codes:
            vocabulary.id_of(code)
    for kind, store in (("workers", views.full.workers), ("posts", views.full.posts)):
        store.take_image(_image(captured.arrays, kind))
    for follower in followers:
        follower.epoch, follower.position = captured.positions[follower.name]


def _image(arrays: Mapping[str, Rows], kind: str) -> dict[str, Rows]:
    return {
        name.removeprefix(f"{kind}/"): array
        for name, array in arrays.items()
        if name.startswith(f"{kind}/")
    }


def _captured(told: dict[str, Any], arrays: dict[str, Rows]) -> Captured:
    positions = {
        name: (UUID(epoch), int(position))
        for name, (epoch, position) in told["positions"].items()
    }
    return Captured(told["shape"], positions, told["words"], arrays)


class Snapshots:
    """The snapshot of one folder: read at the start, written now and then, and last."""

    def __init__(self, folder: Path, secret: bytes) -> None:
        self._file = SealedFile(folder / NAME, secret)
        self._saved: Positions = {}
        # At the end one may still be on its way to the disk.
        self._writing = Lock()

    def read(self, index: Index) -> Captured | None:
        """The last snapshot, or None, with a line in the log, if it is of no use."""
        try:
            captured = _captured(*self._file.read())
            if captured.shape != shape_digest(index.rules):
                raise DoesNotBelongError
        except FileNotFoundError:
            return None
        except (OSError, FileSpoiltError, DoesNotBelongError, KeyError) as why:
            log.warning("snapshot_discarded", why=type(why).__name__)
            return None
        self._saved = captured.positions
        log.info("snapshot_read", bytes=self._file.size())
        return captured

    def write(self, captured: Captured) -> None:
        """Replaces the snapshot; a disk that refuses is said and changes nothing."""
        began = time.monotonic()
        positions = {n: (str(e), p) for n, (e, p) in captured.positions.items()}
        told = {"shape": captured.shape, "words": captured.words}
        told["positions"] = positions
        with self._writing:
            try:
                self._file.write(told, captured.arrays)
            except OSError as refused:
                log.warning("snapshot_not_written", why=type(refused).__name__)
                return
            self._saved = captured.positions
        ms = int((time.monotonic() - began) * 1000)
        log.info("snapshot_written", ms=ms, bytes=self._file.size())

    def news(self, index: Index, followers: Sequence[Follower]) -> Captured | None:
        """What to write: None if nothing has changed since the last one."""
        captured = capture(index, followers)
        return captured if captured and captured.positions != self._saved else None

    async def keep(self, views: Views, followers: Sequence[Follower]) -> None:
        """Write as soon as everything is there, then whenever there is news."""
        pause_s = LOOK_S
        while True:
            await asyncio.sleep(pause_s)
            if captured := self.news(views.full, followers):
                await asyncio.to_thread(self.write, captured)
            pause_s = EVERY_S if self._saved else LOOK_S
