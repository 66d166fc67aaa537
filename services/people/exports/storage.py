"""People who may stand in a ledger that leaves, and the sets of columns it may have."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field
from sqlmodel import col
from sqlmodel import or_
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from common.intake.identifiers import area_prefix
from common.problems import NotFound
from common.tokens import Caller
from services.people.exports.domain import MOST_ROWS
from services.people.exports.domain import TooManyToExport
from services.people.tables import Table
from services.people.tables import inside
from services.people.workers.storage import WorkerRow


class ExportSetRow(Table, table=True):
    """Columns that an office wants again and again, under a name."""

    __tablename__ = "export_sets"

    area: str = Field(primary_key=True)
    name: str = Field(primary_key=True)
    columns: Any = Field(sa_type=JSONB)


async def find_sets(session: AsyncSession, area: str) -> Sequence[ExportSetRow]:
    """The sets of an office by name."""
    query = select(ExportSetRow).where(ExportSetRow.area == area)
    return (await session.exec(query.order_by(col(ExportSetRow.name)))).all()


async def set_of(session: AsyncSession, area: str, name: str) -> tuple[str, ...]:
    """The columns of a set, or NotFound."""
    found = await session.get(ExportSetRow, (area, name))
    if found is None:
        raise NotFound
    return tuple(found.columns)


async def save_set(
    session: AsyncSession, area: str, name: str, columns: tuple[str, ...]
) -> None:
    """Keep a set; one without columns is forgotten."""
    found = await session.get(ExportSetRow, (area, name))
    if found and not columns:
        await session.delete(found)
    elif columns:
        row = found or ExportSetRow(area=area, name=name, columns=[])
        row.columns = list(columns)
        session.add(row)
    await session.flush()


async def people_to_export(
    session: AsyncSession,
    caller: Caller,
    area: str | None,
    *,
    as_of: datetime | None = None,
) -> Sequence[WorkerRow]:
    """Everybody of the caller's area, or of one within it; TooManyToExport if many.

    Nobody who withdrew, and with `as_of` nobody who was registered later.
    """
    query = select(WorkerRow).where(
        inside(col(WorkerRow.area), caller.areas),
        col(WorkerRow.merged_into).is_(None),
        or_(col(WorkerRow.withdrawn).is_(None), WorkerRow.withdrawn == "pause"),
    )
    if area:
        query = query.where(inside(col(WorkerRow.area), (area_prefix(area),)))
    if as_of:
        query = query.where(col(WorkerRow.recorded_at) <= as_of)
    ordered = query.order_by(col(WorkerRow.area), col(WorkerRow.id))
    rows = (await session.exec(ordered.limit(MOST_ROWS + 1))).all()
    if len(rows) > MOST_ROWS:
        raise TooManyToExport(most=MOST_ROWS)
    return rows
