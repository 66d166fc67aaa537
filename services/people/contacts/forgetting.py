"""What contacts hold of a person's words goes with an erasure; that they were stays."""

from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from common.database import run_sql


async def forget_words(session: AsyncSession, worker: UUID) -> None:
    """Remove reasons and notes of every contact with somebody."""
    forget = "UPDATE contacts SET words = NULL WHERE worker_id = :worker"
    await run_sql(session, forget, worker=worker)
