"""What all tables of this service share: a registry, ids, and how rows are read."""

import os
import time
from collections.abc import Collection
from collections.abc import Sequence
from typing import Annotated
from typing import Any
from typing import TypeVar
from uuid import UUID

from pydantic import BaseModel
from pydantic import Field
from sqlalchemy import ColumnElement
from sqlalchemy import Index
from sqlalchemy import MetaData
from sqlalchemy import SQLColumnExpression
from sqlalchemy import false
from sqlalchemy import func
from sqlalchemy import or_
from sqlalchemy.orm import registry
from sqlmodel import Field as Column
from sqlmodel import SQLModel
from sqlmodel import col
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from common.database import NAMING
from common.tokens import Caller
from common.tokens import area_prefix
from services.jobs.keeping import KEEPERS


class Table(SQLModel, registry=registry(metadata=MetaData(naming_convention=NAMING))):
    """Base of this service's tables, with metadata of its own."""

    id: UUID = Column(primary_key=True)

    # The database raises versions, so what it wrote comes back with the statement.
    __mapper_args__ = {"eager_defaults": True}


class Page(BaseModel, extra="forbid"):
    """Which part of a list: newest first, those after an id, counted if asked."""

    after: UUID | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50
    total: bool = False


Row = TypeVar("Row", bound=Table)


async def read_page(
    session: AsyncSession, query: SelectOfScalar[Row], page: Page
) -> tuple[Sequence[Row], int | None]:
    """One page of rows by id, and how many there are in all if the caller asks."""
    total = None
    if page.total:
        counted = select(func.count()).select_from(query.subquery())
        total = (await session.exec(counted)).one()
    id = query.selected_columns["id"]
    if page.after:
        query = query.where(id < page.after)
    rows = await session.exec(query.order_by(id.desc()).limit(page.limit))
    return rows.all(), total


async def rows_by_id(
    session: AsyncSession, table: type[Row], ids: Collection[UUID]
) -> dict[UUID, Row]:
    """The rows with these ids."""
    rows = await session.exec(select(table).where(col(table.id).in_(ids)))
    return {row.id: row for row in rows}


def random_id() -> UUID:
    """A UUIDv7: it sorts by when it was made, to a quarter of a microsecond.

    So the lines that one request writes stand in the order in which it wrote them.
    """
    made_ms, rest_ns = divmod(time.time_ns(), 1_000_000)
    fraction = rest_ns * 4096 // 1_000_000
    chance = int.from_bytes(os.urandom(8)) >> 2
    return UUID(int=made_ms << 80 | 7 << 76 | fraction << 64 | 2 << 62 | chance)


def inside(column: SQLColumnExpression[Any], area: str) -> ColumnElement[bool]:
    """Whether a column's area is the 12-digit `area` or lies in it."""
    return column.startswith(area_prefix(area))


def kept_by(
    caller: Caller,
    keeper: SQLColumnExpression[str],
    employer: SQLColumnExpression[UUID],
) -> ColumnElement[bool]:
    """The rows that the caller may change; the row policies say the same."""
    if caller.role == "hr":
        return employer == caller.employer
    areas = caller.areas if caller.role in KEEPERS else ()
    return or_(false(), *(keeper.startswith(prefix) for prefix in areas))


def prefix_index(table: str, column: str) -> Index:
    """An index that also finds areas by their first digits."""
    digits = {column: "text_pattern_ops"}
    return Index(f"ix_{table}_{column}", column, postgresql_ops=digits)
