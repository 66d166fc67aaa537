"""Good lines become people, some hundreds in each transaction.

Two transactions run at once, each over lines of its own: while PostgreSQL stores one,
the other is compared and sealed. Whatever is killed lost at most its own lines, which
are written by the next who looks.
"""

import asyncio
from collections.abc import Coroutine
from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC
from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlmodel.ext.asyncio.session import AsyncSession

from common.database import Database
from services.people.imports import storage
from services.people.imports.checking import note_all_wrong
from services.people.imports.comparing import Eyes
from services.people.imports.domain import CarriedElsewhereError
from services.people.imports.drafting import draft_of
from services.people.imports.housing import Housing
from services.people.imports.lines import lines_to_write
from services.people.imports.lines import note_written
from services.people.imports.lines import opened
from services.people.imports.lines import positions_to_write
from services.people.imports.looking import look_at
from services.people.imports.storage import ImportRow
from services.people.imports.writing import write_down

CHUNK = 500
CREW = 2
CLASHES = 5
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Committing:
    """One import on its way into the ledger, in the name of who brought it."""

    database: Database
    eyes: Eyes
    row: ImportRow

    async def write_all(self) -> None:
        """Write what is left; the import is then committed."""
        async with self.database.transaction(self.row.caller) as session:
            left = await positions_to_write(session, self.row.id)
        spans = _spans(left)
        await _together(self._write_spans(spans) for _ in range(CREW))
        await Housing(self.database, self.eyes, self.row).settle()
        await self._end()

    async def _write_spans(self, spans: Iterator[Span]) -> None:
        for span in spans:
            await self._write_span(span)

    async def _write_span(self, span: Span) -> None:
        for _ in range(CLASHES):
            try:
                async with self.database.transaction(self.row.caller) as session:
                    await self._write(session, span)
            except IntegrityError:
                # Somebody registered one of them between our look and our writing; the
                # next look finds that person.
                continue
            return
        raise RuntimeError("the same lines clash again and again")

    async def _write(self, session: AsyncSession, span: Span) -> None:
        # Shared among the crew; whoever changes the state waits for all of them.
        if not await storage.shares_state(session, self.row.id, "committing"):
            raise CarriedElsewhereError
        kept = await lines_to_write(session, self.row.id, span)
        if not kept:
            return
        seal = self.row.seal(self.eyes.keys)
        drafts = [draft_of(opened(seal, line)["draft"]) for line in kept]
        found = await look_at(session, self.eyes, drafts, lock=True)
        good = [one for one in found if one.writes]
        written = iter(await write_down(session, self.eyes, self.row.id, good))
        told = [next(written) if one.writes else None for one in found]
        await note_written(session, seal, kept, told)
        wrong = await note_all_wrong(session, seal, kept, found)
        await storage.count_written(session, self.row.id, len(kept), wrong)

    async def _end(self) -> None:
        async with self.database.transaction(self.row.caller) as session:
            own = await storage.held(session, self.row, "committing")
            if await positions_to_write(session, self.row.id):
                raise CarriedElsewhereError
            own.state, own.done = "committed", own.total
            own.committed_at = datetime.now(UTC)


def _spans(positions: list[int]) -> Iterator[Span]:
    """The first and the last position of each chunk."""
    for start in range(0, len(positions), CHUNK):
        chunk = positions[start : start + CHUNK]
        yield chunk[0], chunk[-1]


async def _together(works: Iterable[Coroutine[Any, Any, None]]) -> None:
    """All of some works; where one fails the others end before that is told."""
    tasks = [asyncio.create_task(work) for work in works]
    try:
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
