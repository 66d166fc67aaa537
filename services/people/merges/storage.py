"""Merges as rows: who proposed and decided, on which facts; what stood before."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime
from sqlalchemy import Index
from sqlalchemy import String
from sqlalchemy import text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import IntegrityError
from sqlmodel import Field
from sqlmodel import col
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from common.database import run_sql
from common.problems import NotFound
from common.tokens import Caller
from services.people.merges.domain import MergeEnded
from services.people.merges.domain import State
from services.people.tables import Table
from services.people.tables import inside
from services.people.workers.storage import WorkerRow

MOMENT = DateTime(timezone=True)
MOST_PAIRS = 2_000
# Only where one of the two has no number: two numbers are two people.
PAIRS = """
WITH here AS (
  SELECT id, birth, id_index, phone_indexes FROM workers
  WHERE merged_into IS NULL AND name_sealed IS NOT NULL AND area LIKE :area
), called AS (
  SELECT id, id_index, unnest(phone_indexes) AS phone FROM here
)
SELECT a.id, b.id FROM here AS a JOIN here AS b ON a.birth = b.birth AND a.id < b.id
WHERE a.id_index IS NULL OR b.id_index IS NULL
UNION
SELECT a.id, b.id FROM called AS a JOIN called AS b ON a.phone = b.phone AND a.id < b.id
WHERE a.id_index IS NULL OR b.id_index IS NULL
EXCEPT
SELECT least(kept_id, gone_id), greatest(kept_id, gone_id) FROM merges
WHERE state IN ('proposed', 'refused')
ORDER BY 1, 2 LIMIT :most
"""


class MergeRow(Table, table=True):
    """Two rows of which somebody said that they are one person."""

    __tablename__ = "merges"
    __table_args__ = (
        Index(
            "ix_merges_gone_id",
            "gone_id",
            unique=True,
            postgresql_where=text("state IN ('proposed', 'merged')"),
        ),
    )

    id: UUID = Field(primary_key=True)
    area: str = Field(index=True)
    kept_id: UUID = Field(foreign_key="workers.id", index=True)
    gone_id: UUID = Field(foreign_key="workers.id")
    state: State = Field(sa_type=String)
    agreed: Any = Field(sa_type=JSONB)
    note: str
    proposed_by: str
    proposed_at: datetime = Field(sa_type=MOMENT)
    decided_by: str | None = None
    decided_at: datetime | None = Field(default=None, sa_type=MOMENT)
    parted_by: str | None = None
    parted_at: datetime | None = Field(default=None, sa_type=MOMENT)
    # What a parting needs; gone with whoever has everything erased.
    before: bytes | None = None


async def merge_by_id(
    session: AsyncSession, caller: Caller, id: UUID, *, lock: bool = False
) -> MergeRow:
    """One merge within the caller's reach, or NotFound."""
    query = select(MergeRow).where(
        MergeRow.id == id, inside(col(MergeRow.area), caller.areas)
    )
    if lock:
        query = query.with_for_update()
    row = (await session.exec(query)).one_or_none()
    if row is None:
        raise NotFound
    return row


async def find_merges(
    session: AsyncSession, caller: Caller, state: State | None, limit: int
) -> Sequence[MergeRow]:
    """Merges of the caller's area, the latest first."""
    query = select(MergeRow).where(inside(col(MergeRow.area), caller.areas))
    if state:
        query = query.where(MergeRow.state == state)
    ordered = query.order_by(col(MergeRow.id).desc()).limit(limit)
    return (await session.exec(ordered)).all()


async def pairs_alike(session: AsyncSession, prefix: str) -> list[tuple[UUID, UUID]]:
    """Pairs of an area that share a birth date or a telephone, of which nobody said."""
    found = await run_sql(session, PAIRS, area=f"{prefix}%", most=MOST_PAIRS)
    return [(one, other) for one, other in found]


async def both(
    session: AsyncSession, caller: Caller, ids: tuple[UUID, UUID]
) -> tuple[WorkerRow, WorkerRow]:
    """Two workers in reach, locked in the order of their ids, or NotFound."""
    query = (
        select(WorkerRow)
        .where(col(WorkerRow.id).in_(ids), inside(col(WorkerRow.area), caller.areas))
        .order_by(col(WorkerRow.id))
        .with_for_update()
    )
    rows = {row.id: row for row in (await session.exec(query)).all()}
    if len(rows) != len(ids):
        raise NotFound
    return rows[ids[0]], rows[ids[1]]


async def rows_of(
    session: AsyncSession, caller: Caller, ids: Sequence[UUID]
) -> dict[UUID, WorkerRow]:
    """Workers in reach by id."""
    query = select(WorkerRow).where(
        col(WorkerRow.id).in_(ids), inside(col(WorkerRow.area), caller.areas)
    )
    return {row.id: row for row in (await session.exec(query)).all()}


async def save_merge(session: AsyncSession, row: MergeRow) -> MergeRow:
    """Store a merge; MergeEnded if the row that would go is part of another one."""
    session.add(row)
    try:
        await session.flush()
    except IntegrityError as error:
        raise MergeEnded from error
    return row


async def stands_for_two(session: AsyncSession, worker: UUID) -> bool:
    """Whether another row was joined to this one and is not parted again."""
    query = "SELECT EXISTS (SELECT FROM merges WHERE kept_id = :worker"
    joined = f"{query} AND state IN ('proposed', 'merged'))"
    return bool((await run_sql(session, joined, worker=worker)).scalar())
