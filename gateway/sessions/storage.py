"""Rows of sessions and of counted attempts."""

from datetime import datetime
from datetime import timedelta
from uuid import UUID

from sqlalchemy import DateTime
from sqlalchemy import ForeignKey
from sqlalchemy import delete
from sqlalchemy import func
from sqlalchemy import update
from sqlmodel import Field
from sqlmodel import col
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from common.database import run_sql
from gateway.accounts.domain import Account
from gateway.accounts.storage import AccountRow
from gateway.sessions.domain import Quota
from gateway.sessions.domain import SessionEnded
from gateway.sessions.domain import TooManyAttempts
from gateway.tables import Table

_AWARE = DateTime(timezone=True)


class SessionRow(Table, table=True):
    """A sign-in. `present` is the worker who stands at this kiosk until a moment."""

    __tablename__ = "sessions"

    id: UUID = Field(primary_key=True)
    account: UUID = Field(
        sa_column_args=(ForeignKey("accounts.id", ondelete="CASCADE"),), index=True
    )
    token_hash: bytes = Field(unique=True)
    opened_at: datetime = Field(sa_type=_AWARE)
    ends_at: datetime = Field(sa_type=_AWARE)
    present: UUID | None = None
    present_until: datetime | None = Field(default=None, sa_type=_AWARE)


class AttemptRow(Table, table=True):
    """One try of something that is counted; the key names what and who, hashed."""

    __tablename__ = "attempts"

    id: UUID = Field(primary_key=True)
    key: bytes = Field(index=True)
    tried_at: datetime = Field(sa_type=_AWARE)


async def session_by_token(
    session: AsyncSession, token_hash: bytes, now: datetime
) -> tuple[SessionRow, Account]:
    """The open session and its active account, or SessionEnded."""
    query = (
        select(SessionRow, AccountRow)
        .join(AccountRow, col(AccountRow.id) == col(SessionRow.account))
        .where(
            col(SessionRow.token_hash) == token_hash,
            col(SessionRow.ends_at) > now,
            col(AccountRow.active),
        )
    )
    found = (await session.exec(query)).one_or_none()
    if found is None:
        raise SessionEnded
    return found[0], found[1].value()


async def find_sessions(
    session: AsyncSession, account: UUID, now: datetime
) -> list[SessionRow]:
    """The open sessions of an account, the latest first."""
    query = (
        select(SessionRow)
        .where(col(SessionRow.account) == account, col(SessionRow.ends_at) > now)
        .order_by(col(SessionRow.opened_at).desc())
        .limit(100)
    )
    return list(await session.exec(query))


async def close_session(
    session: AsyncSession, account: UUID, session_id: UUID, now: datetime
) -> None:
    """End one session of the account at once; ending it twice is no problem."""
    await session.exec(
        update(SessionRow)
        .where(
            col(SessionRow.id) == session_id,
            col(SessionRow.account) == account,
            col(SessionRow.ends_at) > now,
        )
        .values(ends_at=now)
    )


async def note_presence(
    session: AsyncSession, session_id: UUID, worker: UUID | None, until: datetime
) -> None:
    """Remember who stands at the kiosk, and until when."""
    await session.exec(
        update(SessionRow)
        .where(col(SessionRow.id) == session_id)
        .values(present=worker, present_until=until)
    )


async def count_attempt(session: AsyncSession, row: AttemptRow, quota: Quota) -> None:
    """Count a try before it is made, or raise TooManyAttempts when none is left.

    The lock makes tries under one key wait for each other, so that a burst of
    requests cannot pass the count together.
    """
    lock = "SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))"
    await run_sql(session, lock, key=row.key.hex())
    since = row.tried_at - quota.within
    query = select(func.count(), func.min(AttemptRow.tried_at)).where(
        col(AttemptRow.key) == row.key, col(AttemptRow.tried_at) > since
    )
    tried, first = (await session.exec(query)).one()
    if tried >= quota.most:
        left: timedelta = first + quota.within - row.tried_at
        raise TooManyAttempts(retry_after_s=max(1, int(left.total_seconds())))
    session.add(row)


async def forget_attempts(session: AsyncSession, key: bytes) -> None:
    """Forget the tries under a key, after one that succeeded."""
    await session.exec(delete(AttemptRow).where(col(AttemptRow.key) == key))
