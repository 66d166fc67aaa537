"""Sealing of personal values: unreadable in the database, and bound to their row.

AES-256-GCM under a key derived for each row; the place (table, column, row, key id) is
authenticated too, so a sealed value that is moved elsewhere does not open. Equality is
searched through HMAC-SHA-256 under another key: a plain digest of an ID number is
worthless, because one county has only some twenty million of them.
"""

import hmac
import json
import os
from base64 import b64decode
from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC
from datetime import datetime
from hashlib import blake2b
from pathlib import Path
from typing import Any

import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
NONCE_BYTES = 12


class SealBrokenError(RuntimeError):
    """A sealed value was altered, moved, or sealed with a key we do not have."""


class KeysDoNotBelongError(RuntimeError):
    """The keys are not those with which the data was sealed."""


@dataclass(frozen=True, slots=True)
class Keys:
    """Keys by id; new values use the current ones, older ids still open."""

    sealing: dict[str, bytes]
    indexing: bytes
    current: str

    def of_row(self, table: str, row: object) -> "RowSeal":
        """What seals and opens the columns of one row."""
        return RowSeal(self, table, str(row))

    def index(self, kind: str, value: str) -> bytes:
        """The blind index of a value: 32 bytes, the same for the same value only."""
        return hmac.digest(self.indexing, f"{kind}\0{value}".encode(), "sha256")

    def marks(self, kind: str, values: Iterable[str]) -> list[int]:
        """Short blind indexes (32 bits, signed) for searching; chance hits are rare."""
        # Keyed BLAKE2b is several times faster here, and a name has some twenty marks.
        begun = blake2b(key=self.indexing, digest_size=4, person=kind.encode())
        marks = []
        for value in values:
            one = begun.copy()
            one.update(value.encode())
            marks.append(int.from_bytes(one.digest(), signed=True))
        return sorted(marks)

    def proof(self) -> bytes:
        """What is stored beside the data, to show later that these are its keys."""
        seal = self.of_row("key_checks", self.current)
        return seal.seal("proof", self._checked(self.current))

    def check(self, key_id: str, proof: bytes) -> None:
        """KeysDoNotBelongError unless the stored proof was made with these keys."""
        try:
            told = self.of_row("key_checks", key_id).open("proof", proof)
        except SealBrokenError as error:
            raise KeysDoNotBelongError(
                f"key {key_id} is not that of the data"
            ) from error
        if not hmac.compare_digest(told, self._checked(key_id)):
            raise KeysDoNotBelongError("the searching key is not that of the data")

    def _checked(self, key_id: str) -> str:
        return self.index("check", key_id).hex()


class RowSeal:
    """Seals and opens the columns of one row; derives each key once."""

    __slots__ = ("_boxes", "_keys", "_row", "_table")

    def __init__(self, keys: Keys, table: str, row: str) -> None:
        self._keys = keys
        self._table = table
        self._row = row
        self._boxes: dict[str, AESGCM] = {}

    def seal(self, column: str, plain: str) -> bytes:
        """Key id, nonce and ciphertext of a text."""
        return self.seal_bytes(column, plain.encode())

    def seal_bytes(self, column: str, plain: bytes) -> bytes:
        """The same of bytes, such as a part of a file."""
        key_id = self._keys.current
        nonce = os.urandom(NONCE_BYTES)
        place = self._place(column, key_id)
        sealed = self._box(key_id).encrypt(nonce, plain, place)
        return b"%c%b%b%b" % (len(key_id), key_id.encode(), nonce, sealed)

    def open(self, column: str, sealed: bytes) -> str:
        """The text, or SealBrokenError if anything about it or its place differs."""
        return self.open_bytes(column, sealed).decode()

    def open_bytes(self, column: str, sealed: bytes) -> bytes:
        """The same for bytes."""
        start = 1 + sealed[0]
        key_id = sealed[1:start].decode("ascii", "replace")
        if key_id not in self._keys.sealing:
            raise SealBrokenError(f"no key {key_id!r}")
        nonce, rest = sealed[start : start + 12], sealed[start + 12 :]
        try:
            place = self._place(column, key_id)
            return self._box(key_id).decrypt(nonce, rest, place)
        except InvalidTag as error:
            raise SealBrokenError(f"{self._table}.{column}") from error

    def seal_json(self, column: str, value: Any) -> bytes:
        """A plain value as sealed JSON."""
        return self.seal_bytes(column, orjson.dumps(value))

    def open_json(self, column: str, sealed: bytes) -> Any:
        """The plain value of sealed JSON."""
        return orjson.loads(self.open_bytes(column, sealed))

    def _box(self, key_id: str) -> AESGCM:
        if key_id not in self._boxes:
            # HKDF-Expand (RFC 5869) of one block; the stored keys are uniform, so
            # there is nothing to extract.
            info = f"people\0{self._table}\0{self._row}\0{key_id}\x01".encode()
            derived = hmac.digest(self._keys.sealing[key_id], info, "sha256")
            self._boxes[key_id] = AESGCM(derived)
        return self._boxes[key_id]

    def _place(self, column: str, key_id: str) -> bytes:
        return f"{self._table}\0{column}\0{self._row}\0{key_id}".encode()


def make_keys(file: Path) -> Path:
    """A file of fresh keys, mode 0600; one that exists is kept as it is."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if file.exists():
        return file
    name = f"{datetime.now(UTC):%Y%m%d}"
    found = {
        "current": name,
        "sealing": {name: b64encode(os.urandom(KEY_BYTES)).decode()},
        "indexing": b64encode(os.urandom(KEY_BYTES)).decode(),
    }
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as out:
        json.dump(found, out)
    return file


def read_keys(file: Path) -> Keys:
    """The keys of a file; refused if others may read it or a key is short."""
    if file.stat().st_mode & 0o077:
        raise PermissionError(f"{file} must have mode 0600")
    found = json.loads(file.read_text())
    sealing = {name: _key(text) for name, text in found["sealing"].items()}
    if found["current"] not in sealing:
        raise ValueError("the current key is not among the keys")
    indexing = _key(found["indexing"])
    if indexing in sealing.values():
        raise ValueError("sealing and searching need keys of their own")
    return Keys(sealing, indexing, found["current"])


def _key(text: str) -> bytes:
    key = b64decode(text, validate=True)
    if len(key) != KEY_BYTES:
        raise ValueError(f"a key has {KEY_BYTES} bytes")
    return key
