"""Carries each import on from where it stands: read, checked, written, or taken back.

Every step ends a transaction, so that a process that is killed goes on where it was:
reading and checking begin again, writing and undoing lose nothing and repeat nothing.
"""

from base64 import b64decode
from collections.abc import AsyncGenerator
from collections.abc import AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass
from datetime import UTC
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from sqlmodel import col
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from common.database import Database
from common.intake.ledger import Reading
from common.tokens import Caller
from services.people.areas.storage import AreaRow
from services.people.imports import storage
from services.people.imports.checking import Checking
from services.people.imports.committing import Committing
from services.people.imports.comparing import Eyes
from services.people.imports.domain import MOST_ROWS
from services.people.imports.domain import CarriedElsewhereError
from services.people.imports.forgetting import forget_old
from services.people.imports.gathering import Gathering
from services.people.imports.housing import leave_empty_homes
from services.people.imports.jailing import READING
from services.people.imports.jailing import frames_of
from services.people.imports.lines import Line
from services.people.imports.lines import add_lines
from services.people.imports.lines import drop_lines
from services.people.imports.marking import MARKING
from services.people.imports.marking import marks_of
from services.people.imports.marking import packed
from services.people.imports.placing import Places
from services.people.imports.placing import places_of
from services.people.imports.reading_lines import Drafts
from services.people.imports.reading_lines import Reader
from services.people.imports.reading_lines import read_beside
from services.people.imports.reading_lines import read_here
from services.people.imports.storage import ImportRow
from services.people.imports.undoing import lines_to_undo
from services.people.imports.undoing import undo_line
from services.people.imports.vetting import FileRefusedError
from services.people.requests import CHINA
from services.people.sealing import Keys
from services.people.tables import inside

UNDO_CHUNK = 100
MEMBER = Caller("imports", "member", ("",))


@dataclass(frozen=True, slots=True)
class Carrier:
    """What is needed to carry imports on: a database, and the keys of people."""

    database: Database
    keys: Keys
    synthetic: bool
    # From so many lines on a second process is worth its start.
    big: int = 2_000

    async def unfinished(self) -> list[tuple[UUID, Caller]]:
        """Imports on which somebody should be working."""
        async with self.database.transaction(MEMBER) as session:
            return await storage.unfinished(session)

    async def forget(self) -> None:
        """Let go of what has been kept long enough."""
        async with self.database.transaction(MEMBER) as session:
            await forget_old(session)

    async def carry_on(self, id: UUID, caller: Caller) -> None:
        """Work on one import until only its officer can say what follows."""
        steps = {
            "reading": self._read,
            "checking": self._check,
            "committing": self._commit,
            "undoing": self._undo,
        }
        while True:
            async with self.database.transaction(caller) as session:
                row = await storage.import_by_id(session, caller, id)
            if row.state not in steps:
                break
            await steps[row.state](row)
        if row.book == "wanted":
            await self._mark(row)

    async def give_up(self, id: UUID, caller: Caller) -> None:
        """End an import that fails again and again, unless it was being written."""
        async with self.database.transaction(caller) as session:
            row = await storage.import_by_id(session, caller, id, lock=True)
            if row.state in ("reading", "checking"):
                row.state, row.reason, row.numbers = "refused", "file.failed", {}

    async def _read(self, row: ImportRow) -> None:
        """The file into sealed lines; a refusal ends the import with its reason."""
        async with self.database.transaction(row.caller) as session:
            # Held until the end: two carriers never read the same file.
            own = await storage.held(session, row, "reading")
            await storage.drop_parts(session, row.id, "rows")
            gathering = Gathering(await storage.own_columns(session, row.area))
            try:
                await self._gather(session, row, gathering)
            except FileRefusedError as refused:
                await storage.drop_parts(session, row.id, "rows")
                await storage.drop_parts(session, row.id, "file")
                own.reason, own.numbers = refused.key, refused.numbers
                own.state = "refused"
            else:
                own.sheets, own.total = gathering.sheets, gathering.rows
                own.state = "checking"

    async def _gather(
        self, session: AsyncSession, row: ImportRow, gathering: Gathering
    ) -> None:
        seal = row.seal(self.keys)
        file = [p async for p in storage.parts_of(session, seal, row.id, "file")]
        number = 0
        async for frame in frames_of(READING, file):
            for part in gathering.take(frame):
                content = orjson.dumps(part)
                await storage.add_part(session, seal, row.id, ("rows", number, content))
                number += 1
        gathering.check(MOST_ROWS[row.role])

    async def _check(self, row: ImportRow) -> None:
        """Every line beside the ledger, from the beginning; nothing changes there."""
        async with self.database.transaction(row.caller) as session:
            own = await storage.held(session, row, "checking")
            await drop_lines(session, row.id)
            own.done = own.added = own.changed = own.same = own.wrong = 0
            own.skipped = 0
            places = await _places(session, row.caller)
        async with aclosing(self._reads(row, places)) as reads:
            await self._check_all(row, reads)
        async with self.database.transaction(row.caller) as session:
            own = await storage.held(session, row, "checking")
            own.done, own.state = own.total, "checked"
            own.checked_at = datetime.now(UTC)
            own.book = "wanted" if own.wrong else "none"

    async def _check_all(self, row: ImportRow, reads: AsyncIterator[Drafts]) -> None:
        checking = Checking(Eyes(row.caller, self.keys, datetime.now(UTC)))
        done = 0
        async for drafts in reads:
            async with self.database.transaction(row.caller) as session:
                own = await storage.held(session, row, "checking")
                if own.done != done:
                    raise CarriedElsewhereError
                lines = await checking.lines_of(session, drafts.reads)
                await add_lines(session, row.seal(self.keys), row.id, lines)
                _count(own, lines)
                own.skipped = drafts.skipped
                done = own.done = own.done + drafts.lines

    def _reads(self, row: ImportRow, places: Places) -> AsyncGenerator[Drafts, None]:
        """Lines as drafts; a big file's in a process of their own."""
        reading = Reading(row.said_on, datetime.now(CHINA).date(), self.synthetic)
        reader = Reader(row.sheets, reading, places)
        read = read_beside if row.total >= self.big else read_here
        return read(reader, self._parts(row))

    async def _parts(self, row: ImportRow) -> AsyncIterator[Any]:
        number = 0
        while part := await self._part(row, number):
            number += 1
            yield part

    async def _part(self, row: ImportRow, number: int) -> Any:
        async with self.database.transaction(row.caller) as session:
            seal = row.seal(self.keys)
            found = await storage.part_of(session, seal, row.id, "rows", number)
        return None if found is None else orjson.loads(found)

    async def _commit(self, row: ImportRow) -> None:
        """Good lines become people; what is left of an earlier run is gone on with."""
        eyes = Eyes(row.caller, self.keys, datetime.now(UTC))
        await Committing(self.database, eyes, row).write_all()

    async def _undo(self, row: ImportRow) -> None:
        """What was written is taken back; what somebody changed since is listed."""
        seal = row.seal(self.keys)
        eyes = Eyes(row.caller, self.keys, datetime.now(UTC))
        while True:
            async with self.database.transaction(row.caller) as session:
                own = await storage.held(session, row, "undoing")
                lines = await lines_to_undo(session, row.id, UNDO_CHUNK)
                if not lines:
                    await leave_empty_homes(session, row.id)
                    own.state, own.done = "undone", own.total
                    own.undone_at = datetime.now(UTC)
                    return
                left_over = list(own.left_over)
                for line in lines:
                    left = await undo_line(session, eyes, seal, line)
                    if left:
                        left_over.append([str(line.worker), line.line, sorted(left)])
                    line.before = None
                own.left_over = left_over
                own.done += len(lines)

    async def _mark(self, row: ImportRow) -> None:
        """The officer's own workbook with what is wrong written into it.

        The import is not held while the jail works: its officer may decide meanwhile.
        """
        seal = row.seal(self.keys)
        async with self.database.transaction(row.caller) as session:
            marks = await marks_of(session, seal, row)
            file = [p async for p in storage.parts_of(session, seal, row.id, "file")]
        try:
            frames = frames_of(MARKING, [packed(marks), *file])
            pieces = [b64decode(f["piece"]) async for f in frames if "piece" in f]
        except FileRefusedError:
            # It was read before; that it cannot be written too is no one's loss.
            pieces = []
        async with self.database.transaction(row.caller) as session:
            own = await storage.import_by_id(session, row.caller, row.id, lock=True)
            await storage.drop_parts(session, row.id, "book")
            for number, piece in enumerate(pieces):
                await storage.add_part(session, seal, row.id, ("book", number, piece))
            # Lines that went wrong since are told in a workbook of their own.
            if own.wrong == row.wrong:
                own.book = "made" if pieces else "failed"


async def _places(session: AsyncSession, caller: Caller) -> Places:
    areas = select(AreaRow.code, AreaRow.name).where(
        inside(col(AreaRow.code), caller.areas), AreaRow.local == ""
    )
    return places_of(caller, [(code, name) for code, name in await session.exec(areas)])


def _count(own: ImportRow, lines: list[Line]) -> None:
    for line in lines:
        name = "added" if line.outcome == "new" else line.outcome
        setattr(own, name, getattr(own, name) + 1)
