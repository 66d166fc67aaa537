"""A person's yes to one employer for one post, and the contact data it opens.

Row policies show an employer nobody. Through one function of the owner's it reads those
who said yes to it, and only for the post that they said it for.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from typing import Literal
from uuid import UUID

from sqlalchemy import DateTime
from sqlalchemy import Index
from sqlalchemy import String
from sqlalchemy import text
from sqlmodel import Field
from sqlmodel import col
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from common.database import run_sql
from services.people.tables import Table

How = Literal["self", "phone", "visit", "paper"]
_DISCLOSED = "SELECT * FROM people_disclosed(:post, :ids)"


class DisclosureRow(Table, table=True):
    """One yes; it holds until `ended_at`, None: still."""

    __tablename__ = "disclosures"
    __table_args__ = (
        Index(
            "ix_disclosures_holding",
            "worker_id",
            "post_id",
            unique=True,
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: UUID = Field(primary_key=True)
    worker_id: UUID = Field(foreign_key="workers.id")
    post_id: UUID
    employer_id: UUID
    how: How = Field(sa_type=String)
    recorded_by: str
    given_at: datetime = Field(sa_type=DateTime(timezone=True))
    ended_at: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))


async def disclose(
    session: AsyncSession, row: DisclosureRow, now: datetime
) -> DisclosureRow:
    """Write down the yes; one to another employer for the same post ends the first."""
    known = await _holding(session, row.worker_id, row.post_id)
    if known and known.employer_id == row.employer_id:
        return known
    if known:
        known.ended_at = now
        await session.flush()
    session.add(row)
    await session.flush()
    return row


async def end_disclosure(
    session: AsyncSession, worker: UUID, post: UUID, now: datetime
) -> None:
    """Take the yes back; where there is none, nothing is left to do."""
    if known := await _holding(session, worker, post):
        known.ended_at = now
        await session.flush()


async def disclosed(
    session: AsyncSession, post: UUID, ids: Sequence[UUID]
) -> Sequence[Any]:
    """The rows of those who said yes to the caller's employer for this post."""
    found = await run_sql(session, _DISCLOSED, post=post, ids=list(ids))
    return found.all()


async def _holding(
    session: AsyncSession, worker: UUID, post: UUID
) -> DisclosureRow | None:
    query = select(DisclosureRow).where(
        col(DisclosureRow.worker_id) == worker,
        col(DisclosureRow.post_id) == post,
        col(DisclosureRow.ended_at).is_(None),
    )
    return (await session.exec(query.with_for_update())).first()
