"""The lines of an import as rows: each sealed, with its outcome in plain."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlmodel import col
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from common.database import run_sql
from services.people.imports.domain import Outcome
from services.people.imports.storage import ImportLineRow
from services.people.imports.writing import Written
from services.people.sealing import RowSeal


@dataclass(frozen=True, slots=True)
class Line:
    """What was found in one line of the workbook, on its way into storage."""

    position: int
    sheet: int
    line: int
    outcome: Outcome
    worker: UUID | None
    applied: bool
    content: dict[str, Any]


@dataclass(frozen=True, slots=True)
class LineToWrite:
    """A line as far as writing it needs."""

    import_id: UUID
    position: int
    sealed: bytes


async def drop_lines(session: AsyncSession, id: UUID) -> None:
    """Forget what was found in the lines."""
    await run_sql(session, "DELETE FROM import_lines WHERE import_id = :id", id=id)


async def add_lines(
    session: AsyncSession, seal: RowSeal, id: UUID, lines: Sequence[Line]
) -> None:
    """Keep what was found in some lines, in one statement."""
    await run_sql(
        session,
        "INSERT INTO import_lines (import_id, position, sheet, line, outcome, worker,"
        " applied, sealed) SELECT :id, * FROM unnest(CAST(:positions AS int[]),"
        " CAST(:sheets AS int[]), CAST(:lines AS int[]), CAST(:outcomes AS text[]),"
        " CAST(:workers AS uuid[]), CAST(:applied AS bool[]),"
        " CAST(:sealed AS bytea[]))",
        id=id,
        positions=[line.position for line in lines],
        sheets=[line.sheet for line in lines],
        lines=[line.line for line in lines],
        outcomes=[line.outcome for line in lines],
        workers=[line.worker for line in lines],
        applied=[line.applied for line in lines],
        sealed=[seal.seal_json(f"{line.position}", line.content) for line in lines],
    )


async def find_lines(
    session: AsyncSession, id: UUID, outcome: Outcome | None, after: int, limit: int
) -> Sequence[ImportLineRow]:
    """A page of lines in the order of the workbook."""
    query = select(ImportLineRow).where(
        ImportLineRow.import_id == id, ImportLineRow.position > after
    )
    if outcome:
        query = query.where(ImportLineRow.outcome == outcome)
    ordered = query.order_by(col(ImportLineRow.position)).limit(limit)
    return (await session.exec(ordered)).all()


async def positions_to_write(session: AsyncSession, id: UUID) -> list[int]:
    """The lines of which something is still to be written, in their order."""
    query = (
        "SELECT position FROM import_lines WHERE import_id = :id AND NOT applied"
        " AND outcome <> 'wrong' ORDER BY position"
    )
    return list((await run_sql(session, query, id=id)).scalars())


async def lines_to_write(
    session: AsyncSession, id: UUID, span: tuple[int, int]
) -> list[LineToWrite]:
    """The lines of a span that are still to be written, locked."""
    query = (
        "SELECT position, sealed FROM import_lines WHERE import_id = :id"
        " AND position BETWEEN :first AND :last AND NOT applied"
        " AND outcome <> 'wrong' ORDER BY position FOR UPDATE"
    )
    found = await run_sql(session, query, id=id, first=span[0], last=span[1])
    return [LineToWrite(id, position, sealed) for position, sealed in found]


def opened(seal: RowSeal, line: ImportLineRow | LineToWrite) -> dict[str, Any]:
    """What was found in a line, in plain."""
    content: dict[str, Any] = seal.open_json(f"{line.position}", line.sealed)
    return content


async def note_written(
    session: AsyncSession,
    seal: RowSeal,
    lines: Sequence[LineToWrite],
    told: Sequence[Written | None],
) -> None:
    """What became of lines, in one statement; who wrote nothing has nothing to undo."""
    if not lines:
        return
    sealed = [
        None if one is None else seal.seal_json(f"before/{line.position}", one.before)
        for line, one in zip(lines, told, strict=True)
    ]
    await run_sql(
        session,
        "UPDATE import_lines AS l SET applied = true, before = r.before,"
        " worker = coalesce(r.worker, l.worker) FROM unnest(CAST(:places AS int[]),"
        " CAST(:workers AS uuid[]), CAST(:before AS bytea[])) AS"
        " r(position, worker, before)"
        " WHERE l.import_id = :id AND l.position = r.position",
        id=lines[0].import_id,
        places=[line.position for line in lines],
        workers=[one.worker if one else None for one in told],
        before=sealed,
    )


async def note_wrong(
    session: AsyncSession, seal: RowSeal, line: LineToWrite, content: dict[str, Any]
) -> None:
    """A line that turned out wrong since the dry run is told so."""
    await run_sql(
        session,
        "UPDATE import_lines SET applied = true, outcome = 'wrong', sealed = :sealed"
        " WHERE import_id = :id AND position = :position",
        id=line.import_id,
        position=line.position,
        sealed=seal.seal_json(f"{line.position}", content),
    )
