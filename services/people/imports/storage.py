"""Imports as rows: the file and what it says lie sealed, counts and states in plain."""

from collections.abc import AsyncIterator
from collections.abc import Sequence
from datetime import date
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime
from sqlalchemy import String
from sqlalchemy import or_
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field
from sqlmodel import col
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from common.database import run_sql
from common.problems import NotFound
from common.tokens import Caller
from services.people.imports.domain import RUNNING
from services.people.imports.domain import CarriedElsewhereError
from services.people.imports.domain import Outcome
from services.people.imports.domain import Part
from services.people.imports.domain import Progress
from services.people.imports.domain import State
from services.people.sealing import Keys
from services.people.sealing import RowSeal
from services.people.tables import OFFICERS
from services.people.tables import Table
from services.people.tables import inside

MOMENT = DateTime(timezone=True)
ROOT = "imports"


class ImportRow(Table, table=True):
    """One workbook that an office brought, and what became of it."""

    __tablename__ = ROOT

    id: UUID = Field(primary_key=True)
    area: str = Field(index=True)
    subject: str
    role: str
    reach: str
    key: bytes = Field(unique=True)
    digest: bytes
    file: str
    size: int
    said_on: date
    state: State = Field(sa_type=String)
    reason: str | None = None
    numbers: Any = Field(default={}, sa_type=JSONB)
    sheets: Any = Field(default=[], sa_type=JSONB)
    total: int = 0
    done: int = 0
    added: int = 0
    changed: int = 0
    same: int = 0
    wrong: int = 0
    skipped: int = 0
    # The marked workbook: none is needed, it is wanted, it is made, or cannot be.
    book: str = "none"
    forgotten: bool = False
    # Workers of whom an undoing left something, with the fields that were left.
    left_over: Any = Field(default=[], sa_type=JSONB)
    made_at: datetime = Field(sa_type=MOMENT)
    checked_at: datetime | None = Field(default=None, sa_type=MOMENT)
    committed_at: datetime | None = Field(default=None, sa_type=MOMENT)
    undone_at: datetime | None = Field(default=None, sa_type=MOMENT)

    @property
    def caller(self) -> Caller:
        """In whose name its rows are looked at and written."""
        areas = tuple(self.reach.split(","))
        return Caller(self.subject, self.role, areas, purpose="import")

    @property
    def progress(self) -> Progress:
        return Progress(self.state, self.wrong, self.committed_at)

    def seal(self, keys: Keys) -> RowSeal:
        """What seals its parts and rows."""
        return keys.of_row(ROOT, self.id)


class ImportPartRow(Table, table=True):
    """A part of the file, of what was read in it, or of the marked workbook."""

    __tablename__ = "import_parts"

    import_id: UUID = Field(primary_key=True, foreign_key="imports.id")
    kind: Part = Field(primary_key=True, sa_type=String)
    number: int = Field(primary_key=True)
    sealed: bytes


class ImportLineRow(Table, table=True):
    """One person of the workbook; `applied`: nothing is left to write of it."""

    __tablename__ = "import_lines"

    import_id: UUID = Field(primary_key=True, foreign_key="imports.id")
    position: int = Field(primary_key=True)
    sheet: int
    line: int
    outcome: Outcome = Field(sa_type=String)
    worker: UUID | None = None
    applied: bool
    sealed: bytes
    before: bytes | None = None


class ImportColumnRow(Table, table=True):
    """What an office calls a column; the field is empty where it means nothing."""

    __tablename__ = "import_columns"

    area: str = Field(primary_key=True)
    words: str = Field(primary_key=True)
    field: str


async def import_by_id(
    session: AsyncSession, caller: Caller, id: UUID, *, lock: bool = False
) -> ImportRow:
    """One import of the caller's office, or NotFound."""
    areas = caller.areas if caller.role in OFFICERS else ()
    query = select(ImportRow).where(
        ImportRow.id == id, inside(col(ImportRow.area), areas)
    )
    if lock:
        query = query.with_for_update()
    row = (await session.exec(query)).one_or_none()
    if row is None:
        raise NotFound
    return row


async def held(session: AsyncSession, row: ImportRow, state: State) -> ImportRow:
    """The import, locked, or CarriedElsewhereError if it went on without us."""
    own = await import_by_id(session, row.caller, row.id, lock=True)
    if own.state != state:
        raise CarriedElsewhereError
    return own


async def shares_state(session: AsyncSession, id: UUID, state: State) -> bool:
    """Whether it is in a state, which nobody changes before this transaction ends."""
    query = "SELECT state = :state FROM imports WHERE id = :id FOR KEY SHARE"
    return bool((await run_sql(session, query, id=id, state=state)).scalar())


async def count_written(session: AsyncSession, id: UUID, done: int, wrong: int) -> None:
    """Add to the counts; those who share the state wait for each other only here."""
    statement = (
        "UPDATE imports SET done = done + :done, wrong = wrong + :wrong, book = CASE"
        " WHEN :wrong > 0 THEN 'wanted' ELSE book END WHERE id = :id"
    )
    await run_sql(session, statement, id=id, done=done, wrong=wrong)


async def import_by_key(session: AsyncSession, key: bytes) -> ImportRow | None:
    """The import that was brought under this key, if it was."""
    return (
        await session.exec(select(ImportRow).where(ImportRow.key == key))
    ).one_or_none()


async def find_imports(
    session: AsyncSession, caller: Caller, after: UUID | None, limit: int
) -> Sequence[ImportRow]:
    """Imports of the caller's area, the latest first."""
    query = select(ImportRow).where(inside(col(ImportRow.area), caller.areas))
    if after:
        query = query.where(ImportRow.id < after)
    ordered = query.order_by(col(ImportRow.id).desc()).limit(limit)
    return (await session.exec(ordered)).all()


async def unfinished(session: AsyncSession) -> list[tuple[UUID, Caller]]:
    """Imports on which somebody should be working, the oldest first."""
    query = (
        select(ImportRow)
        .where(or_(col(ImportRow.state).in_(RUNNING), col(ImportRow.book) == "wanted"))
        .order_by(col(ImportRow.id))
    )
    return [(row.id, row.caller) for row in await session.exec(query.limit(100))]


async def add_part(
    session: AsyncSession, seal: RowSeal, id: UUID, part: tuple[Part, int, bytes]
) -> None:
    """Keep one part, sealed to its import, kind and number."""
    kind, number, content = part
    await run_sql(
        session,
        "INSERT INTO import_parts VALUES (:id, :kind, :number, :sealed)",
        id=id,
        kind=kind,
        number=number,
        sealed=seal.seal_bytes(f"{kind}/{number}", content),
    )


async def part_of(
    session: AsyncSession, seal: RowSeal, id: UUID, kind: Part, number: int
) -> bytes | None:
    """One part in plain; None behind the last."""
    found = await run_sql(
        session,
        "SELECT sealed FROM import_parts"
        " WHERE import_id = :id AND kind = :kind AND number = :number",
        id=id,
        kind=kind,
        number=number,
    )
    sealed = found.scalar()
    return None if sealed is None else seal.open_bytes(f"{kind}/{number}", sealed)


async def parts_of(
    session: AsyncSession, seal: RowSeal, id: UUID, kind: Part
) -> AsyncIterator[bytes]:
    """All parts of a kind, one after the other, never all at once."""
    number = 0
    while (content := await part_of(session, seal, id, kind, number)) is not None:
        yield content
        number += 1


async def drop_parts(session: AsyncSession, id: UUID, kind: Part) -> None:
    """Forget what was kept of a kind."""
    statement = "DELETE FROM import_parts WHERE import_id = :id AND kind = :kind"
    await run_sql(session, statement, id=id, kind=kind)


async def own_columns(session: AsyncSession, area: str) -> dict[str, str]:
    """How the office itself calls its columns."""
    query = select(ImportColumnRow).where(ImportColumnRow.area == area)
    return {row.words: row.field for row in await session.exec(query)}


async def save_columns(
    session: AsyncSession, area: str, columns: dict[str, str]
) -> None:
    """Remember what an office calls its columns; what it said before is replaced."""
    for words, field in columns.items():
        await run_sql(
            session,
            "INSERT INTO import_columns VALUES (:area, :words, :field)"
            " ON CONFLICT (area, words) DO UPDATE SET field = excluded.field",
            area=area,
            words=words,
            field=field,
        )


async def save_import(session: AsyncSession, row: ImportRow) -> ImportRow:
    """Store an import, or what was changed in it."""
    session.add(row)
    await session.flush()
    return row
