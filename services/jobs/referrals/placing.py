"""The placement: the opening taken, the line on file, the other referrals closed.

All in one transaction, and always in one order of locks: the person, the post, then
referrals. So takers of one post stand in line instead of in each other's way.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import col
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from common.database import run_sql
from services.jobs.placements.domain import Terms
from services.jobs.placements.domain import channel_of
from services.jobs.placements.domain import check_terms
from services.jobs.placements.storage import PlacementRow
from services.jobs.placements.storage import columns_of
from services.jobs.posts.domain import PostIsFull
from services.jobs.posts.filing import FiledPost
from services.jobs.posts.openings import count_placing
from services.jobs.posts.openings import locked_for_placing
from services.jobs.referrals.domain import OPEN
from services.jobs.referrals.domain import state_after
from services.jobs.referrals.stepping import Desk
from services.jobs.referrals.stepping import Move
from services.jobs.referrals.stepping import apply_step
from services.jobs.referrals.stepping import note_step
from services.jobs.referrals.stepping import settle
from services.jobs.referrals.storage import ReferralRow
from services.jobs.referrals.storage import heads_of
from services.jobs.referrals.storage import referral_by_id
from services.jobs.tables import random_id

_ONE_PERSON = "SELECT pg_advisory_xact_lock(hashtextextended(:worker, 26))"
_ABOUT = "SELECT set_config('doorstep.about', :worker, true)"


async def place(
    session: AsyncSession, desk: Desk, id: UUID, terms: Terms
) -> PlacementRow:
    """Take the opening for the person, or learn that none is left."""
    check_terms(terms, desk.today)
    seen = await referral_by_id(session, desk.caller, id)
    # Refused before anybody waits in line for the post.
    await _check_may_be_placed(session, seen, desk)
    worker, post_id = seen.worker_id, seen.post_id
    await run_sql(session, _ONE_PERSON, worker=str(worker))
    post = await locked_for_placing(session, post_id)
    row = await referral_by_id(session, desk.caller, id, lock=True)
    await _check_may_be_placed(session, row, desk)
    apply_step(session, row, desk, Move("place"))
    placement = _placement(row, post, desk, terms)
    session.add(placement)
    await session.flush()
    row.placement_id = placement.id
    await session.flush()
    if row.close_others:
        await _close_others(session, row, desk)
    await count_placing(session, post, lambda offer: offer.fill(1, desk.today))
    return placement


async def _check_may_be_placed(
    session: AsyncSession, row: ReferralRow, desk: Desk
) -> None:
    """PostIsFull for who came too late; StepTooEarly for who has not come so far."""
    if row.cause == "post_filled":
        total = (await heads_of(session, [row.post_id]))[row.post_id].openings
        raise PostIsFull(left=0, total=total)
    state_after("place", row.state, desk.party)


def _placement(
    row: ReferralRow, post: FiledPost, desk: Desk, terms: Terms
) -> PlacementRow:
    columns = columns_of(terms)
    kind = post.row.kind
    columns["channel"] = terms.channel or channel_of(kind, terms.started)
    return PlacementRow(
        id=random_id(),
        worker_id=row.worker_id,
        home=row.home,
        keeper=row.keeper,
        referral_id=row.id,
        post_id=row.post_id,
        employer_id=row.employer_id,
        employer_name=post.employer.name,
        made_by=desk.caller.subject,
        made_at=desk.now,
        **columns,
    )


async def _close_others(session: AsyncSession, row: ReferralRow, desk: Desk) -> None:
    """End the person's other referrals, wherever they are: the person agreed so."""
    await run_sql(session, _ABOUT, worker=str(row.worker_id))
    for other in await _others(session, row):
        before, other.cause = other.state, "placed_elsewhere"
        settle(other, "ended", desk.now)
        note_step(session, other, desk, "end", before, reason="placed_elsewhere")
    await session.flush()
    await run_sql(session, _ABOUT, worker="")


async def _others(session: AsyncSession, row: ReferralRow) -> Sequence[ReferralRow]:
    query = (
        select(ReferralRow)
        .where(
            col(ReferralRow.worker_id) == row.worker_id,
            col(ReferralRow.id) != row.id,
            col(ReferralRow.state).in_(OPEN),
        )
        .order_by(col(ReferralRow.id))
        .with_for_update()
    )
    return (await session.exec(query)).all()
