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
from services.jobs.expiring import EVERYWHERE
from services.jobs.knowing import changed_since
from services.jobs.knowing import digests_of
from services.jobs.referrals.domain import OPEN
from services.jobs.referrals.stepping import Desk
from services.jobs.referrals.stepping import note_step
from services.jobs.referrals.stepping import settle
from services.jobs.referrals.storage import ReferralRow


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


def _follow(
    session: AsyncSession, row: ReferralRow, worker: Worker | None, desk: Desk
) -> bool:
    if worker is None or worker.state == "paused":
        before, row.cause = row.state, "withdrawn"
        settle(row, "ended", desk.now)
        note_step(session, row, desk, "end", before, reason="withdrawn")
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
