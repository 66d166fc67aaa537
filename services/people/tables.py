"""What all tables of this service share: a registry, ids, and who reaches a row."""

import os
import time
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel
from pydantic import Field
from sqlalchemy import ColumnElement
from sqlalchemy import MetaData
from sqlalchemy import and_
from sqlalchemy import false
from sqlalchemy import or_
from sqlalchemy import true
from sqlalchemy.orm import Mapped
from sqlalchemy.orm import registry
from sqlmodel import SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

from common.database import NAMING
from common.database import run_sql
from common.tokens import Caller

OFFICERS = ("coordinator", "township", "county")
# These reach one person only: themselves, or whoever stands before the kiosk.
PERSONS = ("worker", "kiosk")


class Table(SQLModel, registry=registry(metadata=MetaData(naming_convention=NAMING))):
    """Base of this service's tables, with metadata of its own."""

    # The database raises versions, so what it wrote comes back with the statement.
    __mapper_args__ = {"eager_defaults": True}


class Page(BaseModel, extra="forbid"):
    """Which part of a list: those after an id, counted if asked."""

    after: UUID | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50
    total: bool = False


def random_id() -> UUID:
    """A UUIDv7: it sorts by the millisecond in which it was made."""
    made_ms = time.time_ns() // 1_000_000
    bits = (made_ms << 80) | int.from_bytes(os.urandom(10))
    bits = (bits & ~(0xF << 76)) | (7 << 76)
    return UUID(int=(bits & ~(3 << 62)) | (2 << 62))


def inside(column: Mapped[str], prefixes: tuple[str, ...]) -> ColumnElement[bool]:
    """Whether a column's area starts with one of the prefixes; none is nowhere.

    LIKE may not use an index below a row policy, because it is not leakproof; these
    comparisons are, and mean the same.
    """
    ranges = (
        and_(column.op("~>=~")(prefix), column.op("~<~")(_after(prefix)))
        for prefix in prefixes
        if prefix
    )
    return or_(true() if "" in prefixes else false(), *ranges)


def _after(prefix: str) -> str:
    """The first text behind everything that starts with the prefix."""
    return prefix[:-1] + chr(ord(prefix[-1]) + 1)


def reached_by(
    caller: Caller, area: Mapped[str], worker: Mapped[UUID], *, finding: bool = False
) -> ColumnElement[bool]:
    """The rows that the caller may see and change; the row policies say the same.

    `finding`: a kiosk looks for the person who stands before it, by their own number.
    """
    if caller.role in OFFICERS or (finding and caller.role == "kiosk"):
        return inside(area, caller.areas)
    return worker == caller.worker if caller.role in PERSONS else false()


async def let_kiosk_find(session: AsyncSession, caller: Caller) -> None:
    """Open the kiosk's area to this transaction; see the row policy of workers."""
    if caller.role == "kiosk":
        await run_sql(session, "SELECT set_config('doorstep.finding', 'on', true)")
