"""A file on its way in: kept sealed piece by piece, so that memory never holds it."""

import asyncio
import hashlib
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from common.database import Database
from common.idempotency import KeyReused
from common.logs import deadline
from common.tokens import Caller
from services.people.imports import storage
from services.people.imports.domain import MOST_BYTES
from services.people.imports.domain import FileTooLarge
from services.people.imports.storage import ImportRow
from services.people.requests import moment
from services.people.sealing import Keys
from services.people.tables import random_id

PIECE = 1 << 20
LEVELS = 12
# What a request waits at most for the reading of its file.
WAIT_S = 7.0
MARGIN_S = 0.5
LOOK_S = 0.05


@dataclass(frozen=True, slots=True)
class Bringing:
    """One upload: who brings which file, of which day, under which key."""

    database: Database
    keys: Keys
    caller: Caller
    key: bytes
    file: str
    said_on: date

    async def receive(self, body: AsyncIterator[bytes]) -> ImportRow:
        """Keep the file; the same key again is the same import."""
        row = await self._begun()
        if row.state != "arriving":
            return await self._repeated(row, body)
        digest, size, number = hashlib.sha256(), 0, 0
        async for piece in _pieces(body):
            size += len(piece)
            if size > MOST_BYTES:
                await self._drop(row.id)
                raise FileTooLarge(most_mb=MOST_BYTES // 1_000_000)
            digest.update(piece)
            async with self.database.transaction(self.caller) as session:
                seal = row.seal(self.keys)
                await storage.add_part(session, seal, row.id, ("file", number, piece))
            number += 1
        async with self.database.transaction(self.caller) as session:
            row = await storage.import_by_id(session, self.caller, row.id, lock=True)
            row.digest, row.size, row.state = digest.digest(), size, "reading"
        return row

    async def settled(self, id: UUID) -> ImportRow:
        """The import once its file is read, or as it is when the time is up."""
        left = (deadline.get() or float("inf")) - time.monotonic() - MARGIN_S
        ends = time.monotonic() + min(WAIT_S, left)
        while True:
            async with self.database.transaction(self.caller) as session:
                row = await storage.import_by_id(session, self.caller, id)
            if row.state != "reading" or time.monotonic() > ends:
                return row
            await asyncio.sleep(LOOK_S)

    async def _begun(self) -> ImportRow:
        """The import of this key; what an upload that was cut off left is dropped."""
        async with self.database.transaction(self.caller) as session:
            row = await storage.import_by_key(session, self.key)
            if row is None:
                row = await storage.save_import(session, self._fresh())
            elif row.state == "arriving":
                await storage.drop_parts(session, row.id, "file")
        return row

    def _fresh(self) -> ImportRow:
        areas = self.caller.areas
        return ImportRow(
            id=random_id(),
            area=areas[0].ljust(LEVELS, "0"),
            subject=self.caller.subject,
            role=self.caller.role,
            reach=",".join(areas),
            key=self.key,
            digest=b"",
            file=self.file,
            size=0,
            said_on=self.said_on,
            state="arriving",
            made_at=moment(),
        )

    async def _repeated(self, row: ImportRow, body: AsyncIterator[bytes]) -> ImportRow:
        """KeyReused unless it is the same file again."""
        digest = hashlib.sha256()
        async for piece in body:
            digest.update(piece)
        if digest.digest() != row.digest:
            raise KeyReused
        return row

    async def _drop(self, id: UUID) -> None:
        async with self.database.transaction(self.caller) as session:
            row = await storage.import_by_id(session, self.caller, id, lock=True)
            await storage.drop_parts(session, id, "file")
            await session.delete(row)


async def _pieces(body: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """The body in pieces of about a megabyte, whatever the network made of it."""
    kept = bytearray()
    async for piece in body:
        kept += piece
        if len(kept) >= PIECE:
            yield bytes(kept)
            kept.clear()
    if kept:
        yield bytes(kept)


def key_of(caller: Caller, key: str) -> bytes:
    """Under what an upload is known again: the key alone tells nobody anything."""
    return hashlib.sha256(f"import\0{caller.subject}\0{key}".encode()).digest()
