"""What news of a person mean for their referrals.

Who withdraws, in whichever of the three ways, is not put forward any longer. Other
hours end nothing: somebody looks whether the yes still holds.
"""

from collections.abc import Mapping
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import col
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from common.contracts.people import Worker
from common.database import run_sql
from services.jobs.expiring import EVERYWHERE
from services.jobs.knowing import changed_since
from services.jobs.knowing import digests_of
from services.jobs.referrals.domain import OPEN
from services.jobs.referrals.stepping import Desk
from services.jobs.referrals.stepping import note_step
from services.jobs.referrals.stepping import settle
from services.jobs.referrals.storage import IS_OPEN
from services.jobs.referrals.storage import ReferralRow

# An open referral to a post to which the other row is put forward already stays behind.
JOINED = (
    "UPDATE referrals AS r SET worker_id = :kept, first_worker = :gone"  # noqa: S608
    " WHERE worker_id = :gone AND NOT EXISTS (SELECT FROM referrals AS o"
    f" WHERE o.worker_id = :kept AND o.post_id = r.post_id AND o.{IS_OPEN}"
    f" AND r.{IS_OPEN})",
    "UPDATE placements SET worker_id = :kept, first_worker = :gone"
    " WHERE worker_id = :gone",
)
PARTED = (
    "UPDATE referrals SET worker_id = first_worker, first_worker = NULL"
    " WHERE first_worker = ANY(:alone)",
    "UPDATE placements SET worker_id = first_worker, first_worker = NULL"
    " WHERE first_worker = ANY(:alone)",
)


async def referred_workers(session: AsyncSession) -> Sequence[UUID]:
    """Everybody with an open referral."""
    query = select(ReferralRow.worker_id).where(col(ReferralRow.state).in_(OPEN))
    return (await session.exec(query.distinct())).all()


async def mind(
    session: AsyncSession, news: Mapping[UUID, Worker | None], now: datetime
) -> int:
    """Let open referrals follow what is told of their persons; says how many moved."""
    if not news:
        return 0
    await _follow_merges(session, news)
    query = (
        select(ReferralRow)
        .where(
            col(ReferralRow.worker_id).in_(list(news)), col(ReferralRow.state).in_(OPEN)
        )
        .order_by(col(ReferralRow.id))
        .with_for_update()
    )
    rows = (await session.exec(query)).all()
    desk = Desk(EVERYWHERE, now.date(), now)
    moved = [_follow(session, row, news[row.worker_id], desk) for row in rows]
    await session.flush()
    return sum(moved)


async def _follow_merges(
    session: AsyncSession, news: Mapping[UUID, Worker | None]
) -> None:
    """What was done for one of two rows of a person is the person's, and back again."""
    known = {id: worker for id, worker in news.items() if worker}
    for gone, worker in known.items():
        if worker.merged_into:
            for statement in JOINED:
                await run_sql(session, statement, gone=gone, kept=worker.merged_into)
    alone = [id for id, worker in known.items() if not worker.merged_into]
    for statement in PARTED:
        await run_sql(session, statement, alone=alone)


def _follow(
    session: AsyncSession, row: ReferralRow, worker: Worker | None, desk: Desk
) -> bool:
    if worker is None or worker.state == "paused":
        # What stands twice since two rows are one person is ended by the office.
        row.cause = "officer" if worker and worker.merged_into else "withdrawn"
        before = row.state
        settle(row, "ended", desk.now)
        note_step(session, row, desk, "end", before, reason=row.cause)
        return True
    changed = changed_since(row.known, worker)
    news = [name for name in changed if name not in row.changed]
    moved = worker.area is not None and worker.area != row.home
    if worker.area is not None:
        row.home = worker.area
    if changed:
        row.known = digests_of(worker)
    if news:
        row.changed = [*row.changed, *news]
    return bool(news) or moved
