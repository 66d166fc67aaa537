"""Arrays in one file: packed, sealed piece by piece, and replaced as a whole.

The file holds facts about people, so it is unreadable without a key that lies
elsewhere. What was cut short, altered or sealed with another key does not open.
"""

import os
import struct
from collections.abc import Iterator
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from typing import BinaryIO
from zlib import compress
from zlib import decompress

import numpy as np
import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from services.matching.kernel.rows import Rows

MARK = b"doorstep snapshot 1\n"
SALT_BYTES = 32
NONCE_BYTES = 12
# Large enough to pack well, small enough that two cores share the work.
PIECE = 4 << 20
THREADS = 2
# The fastest level: the file is a fifth, and still written faster than the disk takes.
LEVEL = 1
LENGTH = struct.Struct("<I")


class FileSpoiltError(Exception):
    """Not a whole file of ours under this key."""


class SealedFile:
    """A file of arrays, as bytes, and of a table that says what they are."""

    def __init__(self, path: Path, secret: bytes) -> None:
        self._path = path
        self._secret = secret

    def size(self) -> int:
        """Bytes on the disk."""
        return self._path.stat().st_size

    def write(self, told: Mapping[str, Any], arrays: Mapping[str, Rows]) -> None:
        """Replaces the file; a crash leaves the one before or the whole new one."""
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = self._path.with_suffix(".partial")
        fresh.unlink(missing_ok=True)
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as out:
            self._fill(out, told, arrays)
            out.flush()
            os.fsync(out.fileno())
        fresh.replace(self._path)
        folder = os.open(self._path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def read(self) -> tuple[dict[str, Any], dict[str, Rows]]:
        """The table, and the arrays as bytes; FileSpoiltError if any of it fails."""
        whole = self._path.read_bytes()
        try:
            return self._opened(memoryview(whole))
        except (InvalidTag, struct.error, StopIteration, KeyError) as error:
            raise FileSpoiltError from error

    def _fill(
        self, out: BinaryIO, told: Mapping[str, Any], arrays: Mapping[str, Rows]
    ) -> None:
        salt = os.urandom(SALT_BYTES)
        box = self._box(salt)
        sizes = [(name, array.nbytes) for name, array in arrays.items()]
        table = orjson.dumps({"told": told, "sizes": sizes})
        pieces = [table, *(one for a in arrays.values() for one in _pieces(a))]

        def sealed(numbered: tuple[int, bytes | memoryview]) -> bytes:
            number, piece = numbered
            return box.encrypt(_nonce(number), compress(piece, LEVEL), MARK)

        out.write(MARK + salt)
        with ThreadPoolExecutor(THREADS) as pool:
            for piece in pool.map(sealed, enumerate(pieces)):
                out.write(LENGTH.pack(len(piece)) + piece)

    def _opened(self, whole: memoryview) -> tuple[dict[str, Any], dict[str, Rows]]:
        start = len(MARK) + SALT_BYTES
        if whole[: len(MARK)] != MARK:
            raise FileSpoiltError
        box = self._box(bytes(whole[len(MARK) : start]))
        sealed = list(_parts(whole[start:]))

        def piece(number: int) -> bytes:
            if number >= len(sealed):
                raise FileSpoiltError
            return decompress(box.decrypt(_nonce(number), sealed[number], MARK))

        table = orjson.loads(piece(0))
        arrays = {name: np.empty(size, np.uint8) for name, size in table["sizes"]}
        places = [one for array in arrays.values() for one in _pieces(array)]

        def put(numbered: tuple[int, memoryview]) -> None:
            number, place = numbered
            place[:] = piece(number)

        with ThreadPoolExecutor(THREADS) as pool:
            list(pool.map(put, enumerate(places, 1)))
        return table["told"], arrays

    def _box(self, salt: bytes) -> AESGCM:
        # A key for each writing: a nonce is then only the number of its piece.
        kdf = HKDF(SHA256(), 32, salt, b"doorstep matching snapshot")
        return AESGCM(kdf.derive(self._secret))


def _pieces(array: Rows) -> Iterator[memoryview]:
    """The bytes of an array, a piece at a time; nothing is copied."""
    plain = np.ascontiguousarray(array).view(np.uint8).data
    for start in range(0, len(plain), PIECE):
        yield plain[start : start + PIECE]


def _parts(whole: memoryview) -> Iterator[memoryview]:
    at = 0
    while at < len(whole):
        (length,) = LENGTH.unpack_from(whole, at)
        at += LENGTH.size + length
        if at > len(whole):
            raise FileSpoiltError
        yield whole[at - length : at]


def _nonce(number: int) -> bytes:
    return number.to_bytes(NONCE_BYTES)
