"""Call sheets as rows: who stands on which line, so that it is understood later."""

from collections.abc import Sequence
from datetime import date
from datetime import datetime
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime
from sqlalchemy import Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field
from sqlmodel import col
from sqlmodel import func
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from common.contracts.contacts import CallSheetHead
from common.contracts.values import AreaCode
from common.database import run_sql
from common.intake.identifiers import area_prefix
from common.problems import NotFound
from common.tokens import Caller
from services.people.callsheets.domain import code_of
from services.people.contacts.domain import SILENT_DAYS
from services.people.contacts.domain import SPOKE
from services.people.tables import OFFICERS
from services.people.tables import Table
from services.people.tables import inside
from services.people.tables import random_id

# Whoever waits longest for a human voice stands first.
_SILENT = """
SELECT w.id FROM workers AS w
LEFT JOIN LATERAL (SELECT max(c.happened_on) AS spoke FROM contacts AS c
  WHERE c.worker_id = w.id AND c.struck_at IS NULL AND c.outcome = ANY(:spoke)) AS l
  ON true
WHERE w.withdrawn IS NULL AND w.state = 'looking' AND w.name_sealed IS NOT NULL
  AND w.area ~>=~ :low AND w.area ~<~ :high
  AND (l.spoke IS NULL OR l.spoke <= :before)
ORDER BY l.spoke NULLS FIRST, w.id LIMIT :most
"""


class CallSheetRow(Table, table=True):
    """One list of whom to ring; `area` is whose officers keep it."""

    __tablename__ = "call_sheets"
    __table_args__ = (Index("ix_call_sheets_area", "area"),)

    id: UUID = Field(primary_key=True)
    area: AreaCode
    post_id: UUID | None = None
    title: str
    made_by: str
    made_at: datetime = Field(sa_type=DateTime(timezone=True))

    def head(self, count: int) -> CallSheetHead:
        return CallSheetHead(
            id=self.id,
            code=code_of(self.id),
            area=self.area,
            post=self.post_id,
            title=self.title,
            made_by=self.made_by,
            made_at=self.made_at,
            count=count,
        )


class CallLineRow(Table, table=True):
    """One person of a sheet, and what to ask them."""

    __tablename__ = "call_sheet_lines"

    sheet_id: UUID = Field(primary_key=True, foreign_key="call_sheets.id")
    number: int = Field(primary_key=True)
    worker_id: UUID = Field(index=True, foreign_key="workers.id")
    questions: Any = Field(default=[], sa_type=JSONB)


def fresh_sheet(
    caller: Caller, now: datetime, *, area: AreaCode, post: UUID | None, title: str
) -> CallSheetRow:
    """A sheet that nobody has stored yet."""
    return CallSheetRow(
        id=random_id(),
        area=area,
        post_id=post,
        title=title,
        made_by=caller.subject,
        made_at=now,
    )


async def add_sheet(
    session: AsyncSession, row: CallSheetRow, lines: Sequence[CallLineRow]
) -> None:
    """Keep a sheet with its lines."""
    session.add(row)
    await session.flush()
    session.add_all(lines)
    await session.flush()


async def sheet_by_id(
    session: AsyncSession, caller: Caller, id: UUID, *, lock: bool = False
) -> CallSheetRow:
    """One sheet of the caller's area, or NotFound."""
    query = _reached(caller).where(CallSheetRow.id == id)
    if lock:
        query = query.with_for_update()
    row = (await session.exec(query)).one_or_none()
    if row is None:
        raise NotFound
    return row


async def find_sheets(
    session: AsyncSession, caller: Caller, after: UUID | None, limit: int
) -> list[CallSheetHead]:
    """Sheets of the caller's area, the latest first."""
    query = _reached(caller).order_by(col(CallSheetRow.id).desc()).limit(limit)
    if after:
        query = query.where(CallSheetRow.id < after)
    rows = (await session.exec(query)).all()
    counted = (
        select(CallLineRow.sheet_id, func.count())
        .where(col(CallLineRow.sheet_id).in_([row.id for row in rows]))
        .group_by(col(CallLineRow.sheet_id))
    )
    counts = dict((await session.exec(counted)).all())
    return [row.head(counts.get(row.id, 0)) for row in rows]


async def lines_of(session: AsyncSession, sheet: UUID) -> Sequence[CallLineRow]:
    """The lines of a sheet in their order."""
    query = select(CallLineRow).where(CallLineRow.sheet_id == sheet)
    return (await session.exec(query.order_by(col(CallLineRow.number)))).all()


async def unheard(
    session: AsyncSession, area: AreaCode, today: date, most: int
) -> list[UUID]:
    """Who looks for work in an area and with whom nobody has spoken for a month."""
    prefix = area_prefix(area)
    found = await run_sql(
        session,
        _SILENT,
        spoke=list(SPOKE),
        low=prefix,
        high=prefix[:-1] + chr(ord(prefix[-1]) + 1),
        before=today - timedelta(days=SILENT_DAYS),
        most=most,
    )
    return list(found.scalars())


def _reached(caller: Caller) -> SelectOfScalar[CallSheetRow]:
    areas = caller.areas if caller.role in OFFICERS else ()
    return select(CallSheetRow).where(inside(col(CallSheetRow.area), areas))
