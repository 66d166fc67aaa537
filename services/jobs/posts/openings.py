"""One opening taken or freed by a placement, whoever keeps the post.

The person's own officers place them in another township too. So this one post, and
nothing else, is opened to the transaction while its number is counted.
"""

from datetime import date
from uuid import UUID

from sqlmodel import col
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from common.database import run_sql
from common.problems import NotFound
from services.jobs.posts.filing import FiledPost
from services.jobs.posts.filing import PostRow
from services.jobs.posts.filing import filed
from services.jobs.posts.storage import Step

_OPEN_POST = "SELECT set_config('doorstep.placing', :post, true)"


async def locked_for_placing(session: AsyncSession, id: UUID) -> FiledPost:
    """The post with nobody else counting its openings, until the transaction ends."""
    await run_sql(session, _OPEN_POST, post=str(id))
    query = select(PostRow).where(col(PostRow.id) == id).with_for_update()
    row = (
        await session.exec(query.execution_options(populate_existing=True))
    ).one_or_none()
    if row is None:
        raise NotFound
    return (await filed(session, [row]))[0]


async def count_placing(session: AsyncSession, post: FiledPost, step: Step) -> None:
    """Move the locked post's offer by one placement, and close it to others again."""
    post.row.settle(step(post.offer))
    await session.flush()
    await run_sql(session, _OPEN_POST, post="")


async def free_opening(session: AsyncSession, id: UUID, today: date) -> None:
    """Give the opening back: a filled post is open again."""
    post = await locked_for_placing(session, id)
    await count_placing(session, post, lambda offer: offer.release(1, today))
