"""Households as rows; who belongs to one stands with the workers."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime
from sqlalchemy import Index
from sqlalchemy import text
from sqlmodel import Field
from sqlmodel import col
from sqlmodel import func
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from common.contracts.values import AreaCode
from common.database import run_sql
from common.intake.identifiers import area_prefix
from common.problems import NotFound
from common.tokens import Caller
from services.people.tables import OFFICERS
from services.people.tables import Page
from services.people.tables import Table
from services.people.tables import inside


class HouseholdRow(Table, table=True):
    """One household; `size` counts everybody, also those who are no workers."""

    __tablename__ = "households"
    __table_args__ = (
        Index(
            "ix_households_area", "area", postgresql_ops={"area": "text_pattern_ops"}
        ),
        Index(
            "ix_households_number",
            "area",
            "number",
            unique=True,
            postgresql_where=text("number IS NOT NULL"),
        ),
        Index(
            "ix_households_import_id",
            "import_id",
            postgresql_where=text("import_id IS NOT NULL"),
        ),
    )

    id: UUID = Field(primary_key=True)
    area: str
    local: str = ""
    head: UUID | None = None
    size: int | None = None
    # The village's own number of the household, and the workbook that brought it.
    number: str | None = None
    import_id: UUID | None = None
    recorded_by: str
    recorded_at: datetime = Field(sa_type=DateTime(timezone=True))

    def set_columns(self, columns: dict[str, Any]) -> None:
        """Write several columns; those that are not named stay."""
        for name, value in columns.items():
            setattr(self, name, value)


class HouseholdFilter(Page):
    """Which households a list shows."""

    area: AreaCode | None = None


def _reached(caller: Caller) -> SelectOfScalar[HouseholdRow]:
    areas = caller.areas if caller.role in OFFICERS else ()
    return select(HouseholdRow).where(inside(col(HouseholdRow.area), areas))


async def household_by_id(
    session: AsyncSession, caller: Caller, id: UUID, *, lock: bool = False
) -> HouseholdRow:
    """One household within the caller's reach, or NotFound."""
    query = _reached(caller).where(HouseholdRow.id == id)
    if lock:
        query = query.with_for_update()
    row = (await session.exec(query)).one_or_none()
    if row is None:
        raise NotFound
    return row


async def find_households(
    session: AsyncSession, caller: Caller, wanted: HouseholdFilter
) -> tuple[Sequence[HouseholdRow], int | None]:
    """One page of households by id, and how many there are in all if asked."""
    query = _reached(caller)
    if wanted.area:
        query = query.where(inside(col(HouseholdRow.area), (area_prefix(wanted.area),)))
    total = None
    if wanted.total:
        counted = select(func.count()).select_from(query.subquery())
        total = (await session.exec(counted)).one()
    if wanted.after:
        query = query.where(HouseholdRow.id > wanted.after)
    ordered = query.order_by(col(HouseholdRow.id)).limit(wanted.limit)
    return (await session.exec(ordered)).all(), total


async def members_of(
    session: AsyncSession, ids: Sequence[UUID]
) -> dict[UUID, tuple[UUID, ...]]:
    """The workers of each household whom the caller reaches."""
    query = (
        "SELECT household, array_agg(id ORDER BY id) FROM workers"
        " WHERE household = ANY(:ids) GROUP BY household"
    )
    found = await run_sql(session, query, ids=list(ids))
    return {household: tuple(members) for household, members in found}


async def household_exists(session: AsyncSession, id: UUID) -> bool:
    """Whether the caller reaches a household of this id."""
    query = select(HouseholdRow.id).where(HouseholdRow.id == id)
    return (await session.exec(query)).one_or_none() is not None


async def save_household(session: AsyncSession, row: HouseholdRow) -> HouseholdRow:
    """Store a household, or what was changed in it."""
    session.add(row)
    await session.flush()
    return row
