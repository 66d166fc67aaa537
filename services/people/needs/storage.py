"""Needs as rows: each begins and ends, none is changed, and the words are sealed."""

from collections.abc import Sequence
from datetime import date
from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import DateTime
from sqlalchemy import Index
from sqlalchemy import String
from sqlmodel import Field
from sqlmodel import col
from sqlmodel import or_
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from common.problems import FieldError
from common.problems import NotFound
from services.people.needs.domain import NeedHasEnded
from services.people.needs.domain import NeedIsWrong
from services.people.tables import Table
from services.people.workers.domain import Source

TABLE = "household_needs"
MOMENT = DateTime(timezone=True)
NeedKind = Literal["identification", "care"]


class NeedRow(Table, table=True):
    """One need of a household, from a day to another; `words` says which."""

    __tablename__ = TABLE
    __table_args__ = (Index("ix_household_needs_household_id", "household_id"),)

    id: UUID = Field(primary_key=True)
    household_id: UUID = Field(foreign_key="households.id")
    kind: NeedKind = Field(sa_type=String)
    words: bytes
    source: Source = Field(sa_type=String)
    since: date
    until: date | None = None
    recorded_by: str
    recorded_at: datetime = Field(sa_type=MOMENT)
    ended_by: str | None = None
    ended_at: datetime | None = Field(default=None, sa_type=MOMENT)

    def end(self, until: date, by: str, now: datetime) -> None:
        """The need is over; a second ending is refused."""
        if self.ended_at:
            raise NeedHasEnded
        if until < self.since:
            raise NeedIsWrong(FieldError("until", "field.need.order"))
        self.until, self.ended_by, self.ended_at = until, by, now


async def add_need(session: AsyncSession, row: NeedRow) -> NeedRow:
    """Store a need."""
    session.add(row)
    await session.flush()
    return row


async def need_by_id(session: AsyncSession, household: UUID, id: UUID) -> NeedRow:
    """One need of a household that the caller reaches, locked; or NotFound."""
    query = select(NeedRow).where(NeedRow.id == id, NeedRow.household_id == household)
    row = (await session.exec(query.with_for_update())).one_or_none()
    if row is None:
        raise NotFound
    return row


async def find_needs(
    session: AsyncSession, household: UUID, as_of: date | None
) -> Sequence[NeedRow]:
    """The needs of a household, the first one first; with `as_of` those of that day."""
    query = select(NeedRow).where(NeedRow.household_id == household)
    if as_of:
        over = or_(col(NeedRow.until).is_(None), col(NeedRow.until) >= as_of)
        query = query.where(col(NeedRow.since) <= as_of, over)
    ordered = query.order_by(col(NeedRow.since), col(NeedRow.id))
    return (await session.exec(ordered.limit(200))).all()
