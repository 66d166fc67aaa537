"""Rows of the read log; nothing ever changes or deletes one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime
from sqlmodel import Field
from sqlmodel import col
from sqlmodel import insert
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from gateway.tables import Table

_AWARE = DateTime(timezone=True)


class ReadingRow(Table, table=True):
    """Somebody read facts of a worker, through a route, in a role."""

    __tablename__ = "read_log"

    id: UUID = Field(primary_key=True)
    worker: UUID = Field(index=True)
    account: UUID
    posting: UUID
    role: str
    title: str
    route: str
    request_id: str
    read_at: datetime = Field(sa_type=_AWARE)


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads, through which route, now."""

    account: UUID
    posting: UUID
    role: str
    title: str
    route: str
    request_id: str
    read_at: datetime


async def add_readings(
    session: AsyncSession, reader: Reader, readings: Iterable[tuple[UUID, UUID]]
) -> None:
    """Log every (row id, worker) pair in one statement."""
    values = [
        {
            "id": row_id,
            "worker": worker,
            "account": reader.account,
            "posting": reader.posting,
            "role": reader.role,
            "title": reader.title,
            "route": reader.route,
            "request_id": reader.request_id,
            "read_at": reader.read_at,
        }
        for row_id, worker in readings
    ]
    if values:
        await session.exec(insert(ReadingRow).values(values))


async def find_readings(
    session: AsyncSession, worker: UUID, *, after: UUID | None, limit: int
) -> list[ReadingRow]:
    """Who read this worker's facts, the latest first. Ids grow with time."""
    query = select(ReadingRow).where(col(ReadingRow.worker) == worker)
    if after is not None:
        query = query.where(col(ReadingRow.id) < after)
    query = query.order_by(col(ReadingRow.id).desc()).limit(limit)
    return list(await session.exec(query))
