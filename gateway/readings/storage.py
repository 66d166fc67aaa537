"""Rows of the read log and of its chain; nothing ever changes or deletes one."""

from collections.abc import Iterable
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger
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


class LinkRow(Table, table=True):
    """Where a reading stands in the chain, and its link."""

    __tablename__ = "read_chain"

    seq: int = Field(primary_key=True, sa_type=BigInteger)
    reading: UUID = Field(unique=True)
    link: bytes


class CheckpointRow(Table, table=True):
    """The signed link of line `seq`."""

    __tablename__ = "read_checkpoints"

    seq: int = Field(primary_key=True, sa_type=BigInteger)
    token: str


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


async def unsealed(session: AsyncSession, since: UUID, most: int) -> list[ReadingRow]:
    """Readings without a link from an id on, the earliest first."""
    known = select(LinkRow.reading).where(col(LinkRow.reading) == ReadingRow.id)
    query = select(ReadingRow).where(col(ReadingRow.id) >= since, ~known.exists())
    return list(await session.exec(query.order_by(col(ReadingRow.id)).limit(most)))


async def last_link(session: AsyncSession) -> tuple[int, bytes] | None:
    """The number and link of the last line; None before the first."""
    query = select(LinkRow).order_by(col(LinkRow.seq).desc()).limit(1)
    row = (await session.exec(query)).first()
    return (row.seq, row.link) if row else None


async def add_links(
    session: AsyncSession, links: Sequence[tuple[int, UUID, bytes]]
) -> None:
    """The next lines of the chain: (number, reading, link)."""
    values = [{"seq": s, "reading": r, "link": link} for s, r, link in links]
    await session.exec(insert(LinkRow).values(values))


async def add_checkpoint(session: AsyncSession, seq: int, token: str) -> None:
    """What was signed of line `seq`."""
    await session.exec(insert(CheckpointRow).values(seq=seq, token=token))


async def find_lines(
    session: AsyncSession, after: int, limit: int
) -> list[tuple[LinkRow, ReadingRow | None]]:
    """Lines of the chain in order, with their readings; None where one is gone."""
    query = (
        select(LinkRow, ReadingRow)
        .join(ReadingRow, col(ReadingRow.id) == LinkRow.reading, isouter=True)
        .where(col(LinkRow.seq) > after)
        .order_by(col(LinkRow.seq))
        .limit(limit)
    )
    return [(link, row) for link, row in await session.exec(query)]


async def find_checkpoints(session: AsyncSession, after: int, upto: int) -> list[str]:
    """What was signed of lines after one number, up to another."""
    query = select(CheckpointRow.token).where(
        col(CheckpointRow.seq) > after, col(CheckpointRow.seq) <= upto
    )
    return list(await session.exec(query.order_by(col(CheckpointRow.seq))))
