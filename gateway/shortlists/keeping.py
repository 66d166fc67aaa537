"""The last list of each worker today, as ids of posts: for hours without matching.

Ids only: nothing of what a match says about a person is kept here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY
from sqlalchemy import DateTime
from sqlalchemy import Uuid
from sqlalchemy import or_
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Field
from sqlmodel import col
from sqlmodel import delete
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from gateway.tables import Table


class KeptListRow(Table, table=True):
    """The posts of a worker's last list, best first, and when it was made."""

    __tablename__ = "kept_lists"

    worker: UUID = Field(primary_key=True)
    day: date = Field(index=True)
    data_version: str
    made_at: datetime = Field(sa_type=DateTime(timezone=True))
    posts: list[UUID] = Field(sa_type=ARRAY(Uuid))


@dataclass(frozen=True, slots=True)
class KeptList:
    """A list that was good at `made_at`: posts best first."""

    made_at: datetime
    posts: tuple[UUID, ...]


async def keep_list(
    session: AsyncSession,
    worker: UUID,
    posts: Sequence[UUID],
    *,
    data_version: str,
    made_at: datetime,
) -> None:
    """Keep a worker's list of today; lists of days before are forgotten."""
    row = {
        "day": made_at.date(),
        "data_version": data_version,
        "made_at": made_at,
        "posts": list(posts),
    }
    kept = insert(KeptListRow).values(worker=worker, **row)
    kept = kept.on_conflict_do_update(
        index_elements=["worker"],
        set_=row,
        # An equal list is not written again: most are asked for many times a day.
        where=or_(
            col(KeptListRow.data_version) != data_version,
            col(KeptListRow.day) != made_at.date(),
        ),
    )
    if (await session.exec(kept)).rowcount:
        past = col(KeptListRow.day) < made_at.date()
        await session.exec(delete(KeptListRow).where(past))


async def kept_list(
    session: AsyncSession, worker: UUID, today: date
) -> KeptList | None:
    """The worker's last list of this day, if one was made."""
    query = select(KeptListRow).where(
        col(KeptListRow.worker) == worker, col(KeptListRow.day) == today
    )
    row = (await session.exec(query)).one_or_none()
    return KeptList(row.made_at, tuple(row.posts)) if row else None
