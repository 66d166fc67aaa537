"""What officers decide about held posts, and every look that a post has had."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlmodel import col
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from common.tokens import Caller
from services.jobs.posts.filing import FiledPost
from services.jobs.posts.looking import Look
from services.jobs.posts.looking import LookRow
from services.jobs.posts.looking import PostIsNotHeld
from services.jobs.posts.looking import Standing
from services.jobs.posts.showing import keep
from services.jobs.posts.showing import look_of
from services.jobs.posts.showing import publish
from services.jobs.posts.storage import kept_post_by_id
from services.jobs.posts.storage import locked_post


async def clear_post(
    session: AsyncSession, caller: Caller, id: UUID, reason: str, today: date
) -> FiledPost:
    """Show a held post: the officer finds its words lawful."""
    post = await _held(session, caller, id)
    await keep(session, look_of(post, _verdict(post, "cleared", reason), caller))
    await keep(session, publish(post, caller, today))
    return post


async def refuse_post(
    session: AsyncSession, caller: Caller, id: UUID, reason: str
) -> FiledPost:
    """Keep a held post from being shown with the words that it has."""
    post = await _held(session, caller, id)
    await keep(session, look_of(post, _verdict(post, "refused", reason), caller))
    return post


async def looks_at(
    session: AsyncSession, caller: Caller, id: UUID
) -> tuple[FiledPost, Sequence[LookRow]]:
    """A post and every look at it, the last one first."""
    post = await kept_post_by_id(session, caller, id)
    query = select(LookRow).where(col(LookRow.post_id) == id)
    rows = await session.exec(query.order_by(col(LookRow.id).desc()))
    return post, rows.all()


async def _held(session: AsyncSession, caller: Caller, id: UUID) -> FiledPost:
    post = await locked_post(session, caller, id)
    if post.row.look != "held":
        raise PostIsNotHeld
    return post


def _verdict(post: FiledPost, standing: Standing, reason: str) -> Look:
    return Look(standing, post.look.hits, reason)
