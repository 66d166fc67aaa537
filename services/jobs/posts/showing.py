"""Whether a post may be shown: complete, lawful, and looked at where it is in doubt."""

from datetime import UTC
from datetime import date
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from common.tokens import Caller
from services.jobs.employers.domain import check_may_publish
from services.jobs.posts.domain import Offer
from services.jobs.posts.domain import check_complete
from services.jobs.posts.filing import FiledPost
from services.jobs.posts.looking import Look
from services.jobs.posts.looking import LookRow
from services.jobs.posts.looking import check_lawful
from services.jobs.posts.looking import is_shown
from services.jobs.posts.looking import told
from services.jobs.tables import random_id


def publish(post: FiledPost, caller: Caller, today: date) -> LookRow | None:
    """Show the post, or hold it; the look that it now waits for comes back."""
    check_may_publish(post.employer.standing, caller.role)
    now, then = post.offer, post.offer.published(today)
    shown, look = fit_to_show(post, caller, then)
    post.row.settle(then if shown is then else now.held())
    return look


def fit_to_show(
    post: FiledPost, caller: Caller, offer: Offer
) -> tuple[Offer, LookRow | None]:
    """The offer itself, or held with the look that it waits for, if that is news."""
    check_complete(post.complete)
    doubtful = check_lawful(post.hits())
    if is_shown(post.look, doubtful):
        return offer, None
    if post.row.look == "held" and post.look.covers(doubtful):
        return offer.held(), None
    look = Look("held", tuple(told(hit) for hit in doubtful))
    return offer.held(), look_of(post, look, caller)


def look_of(post: FiledPost, look: Look, caller: Caller) -> LookRow:
    """A look that the post now stands at, as its line on file."""
    post.row.look_at(look)
    return LookRow(
        id=random_id(),
        post_id=post.row.id,
        verdict=look.standing,
        hits=list(look.hits),
        by=caller.subject,
        at=datetime.now(UTC),
        reason=look.reason,
    )


async def keep(session: AsyncSession, look: LookRow | None) -> None:
    """Write the post, then the look: it points to the post's row."""
    await session.flush()
    if look:
        session.add(look)
        await session.flush()
