"""What is asked of the filed posts, and what is done with them."""

import asyncio
from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlalchemy import and_
from sqlalchemy import case
from sqlalchemy import or_
from sqlalchemy import update
from sqlmodel import Field
from sqlmodel import col
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from common.contracts.jobs import Post
from common.contracts.jobs import PostKind
from common.contracts.jobs import PostState
from common.contracts.values import AreaCode
from common.problems import NotFound
from common.tokens import Caller
from services.jobs.employers.storage import EmployerRow
from services.jobs.employers.storage import employer_of
from services.jobs.keeping import check_keeps
from services.jobs.keeping import keeper_of
from services.jobs.posts.domain import LIVE
from services.jobs.posts.domain import Offer
from services.jobs.posts.domain import PostFacts
from services.jobs.posts.domain import PostWasChanged
from services.jobs.posts.domain import check_beginning
from services.jobs.posts.domain import check_says_no_way
from services.jobs.posts.filing import FiledPost
from services.jobs.posts.filing import PostRow
from services.jobs.posts.filing import columns
from services.jobs.posts.filing import filed
from services.jobs.posts.looking import Look
from services.jobs.posts.looking import Standing
from services.jobs.posts.showing import fit_to_show
from services.jobs.posts.showing import keep
from services.jobs.posts.showing import publish
from services.jobs.sites.storage import SiteRow
from services.jobs.sites.storage import site_of
from services.jobs.tables import Page
from services.jobs.tables import inside
from services.jobs.tables import kept_by
from services.jobs.tables import random_id
from services.jobs.tables import read_page
from services.jobs.ways.storage import Ways
from services.jobs.ways.storage import ways_to

BATCH = 1000
Step = Callable[[Offer], Offer]
# What a post borrows from its employer and its site.
Lent = tuple[EmployerRow, SiteRow | None, Ways]


class PostFilter(Page):
    """Which posts a list shows."""

    area: AreaCode | None = None
    employer: UUID | None = None
    site: UUID | None = None
    state: PostState | None = None
    kind: PostKind | None = None
    look: Standing | None = None
    text: str | None = Field(default=None, max_length=100)


async def add_post(
    session: AsyncSession,
    caller: Caller,
    employer_id: UUID,
    facts: PostFacts,
    today: date,
) -> FiledPost:
    stated = facts.stated
    check_beginning(stated)
    told, lent = await _laid(session, caller, employer_id, facts)
    row = PostRow(
        id=random_id(),
        employer_id=employer_id,
        openings=stated.openings,
        valid_until=stated.valid_until,
        **told,
    )
    post = FiledPost(row, *lent)
    look = publish(post, caller, today) if stated.state == "published" else None
    session.add(row)
    await keep(session, look)
    return post


async def change_post(
    session: AsyncSession,
    caller: Caller,
    id: UUID,
    facts: PostFacts,
    today: date,
) -> FiledPost:
    """Tell anew; what is published must stay complete and lawful."""
    before = await locked_post(session, caller, id)
    if facts.version not in (None, before.row.version):
        raise PostWasChanged(version=before.row.version)
    stated = facts.stated
    offer = before.offer.changed(stated.openings, stated.valid_until, today)
    row = before.row
    told, lent = await _laid(session, caller, row.employer_id, facts)
    row.sqlmodel_update(told)
    post = FiledPost(row, *lent)
    look = None
    if row.look == "held":
        row.look_at(Look())
    if offer.shown(today) == "published":
        offer, look = fit_to_show(post, caller, offer)
    row.settle(offer)
    await keep(session, look)
    return post


async def publish_post(
    session: AsyncSession, caller: Caller, id: UUID, today: date
) -> FiledPost:
    post = await locked_post(session, caller, id)
    await keep(session, publish(post, caller, today))
    return post


async def move_post(
    session: AsyncSession, caller: Caller, id: UUID, step: Step
) -> FiledPost:
    """Let the offer take one step of its life, with nobody else moving it."""
    post = await locked_post(session, caller, id)
    post.row.settle(step(post.offer))
    await session.flush()
    return post


async def post_by_id(
    session: AsyncSession, caller: Caller, id: UUID, today: date
) -> FiledPost:
    query = select(PostRow).where(col(PostRow.id) == id, _shown_to(caller, today))
    return await _one(session, (await session.exec(query)).first())


async def kept_post_by_id(session: AsyncSession, caller: Caller, id: UUID) -> FiledPost:
    query = select(PostRow).where(col(PostRow.id) == id, _kept_by(caller))
    return await _one(session, (await session.exec(query)).first())


async def posts_by_ids(
    session: AsyncSession, caller: Caller, ids: Sequence[UUID], today: date
) -> list[FiledPost]:
    """Those of the posts that the caller may see, in the order asked for."""
    query = select(PostRow).where(col(PostRow.id).in_(ids), _shown_to(caller, today))
    rows = {row.id: row for row in await session.exec(query)}
    return await filed(session, [rows[id] for id in ids if id in rows])


async def find_posts(
    session: AsyncSession, caller: Caller, wanted: PostFilter, today: date
) -> tuple[list[FiledPost], int | None]:
    clauses = [_shown_to(caller, today), *_narrowed(wanted, today)]
    rows, total = await read_page(session, select(PostRow).where(*clauses), wanted)
    return await filed(session, rows), total


async def told_posts(session: AsyncSession, ids: Sequence[UUID]) -> Mapping[UUID, Post]:
    """Contracts for the feed: all but drafts, as stored.

    No day is looked at: who follows the feed knows the calendar, and a contract that
    changed at midnight without a change would be a different answer to one version.
    """
    no_draft = col(PostRow.state) != "draft"
    query = select(PostRow).where(col(PostRow.id).in_(ids), no_draft)
    posts = await filed(session, (await session.exec(query)).all())

    def told() -> dict[UUID, Post]:
        return {post.row.id: post.public(date.min) for post in posts}

    # A page of a thousand takes words apart for half a second.
    return await asyncio.to_thread(told)


async def expire_posts(session: AsyncSession, today: date) -> int:
    """End up to 1,000 live posts whose last day has passed, and say how many."""
    passed = select(PostRow.id).where(
        col(PostRow.state).in_(LIVE), col(PostRow.valid_until) < today
    )
    # Another sweep, or somebody at work on a post, is not waited for.
    batch = passed.limit(BATCH).with_for_update(skip_locked=True)
    ended = await session.exec(
        update(PostRow)
        .where(col(PostRow.id).in_(batch))
        .values(state="expired")
        .returning(col(PostRow.id))
    )
    return len(ended.all())


def _narrowed(wanted: PostFilter, today: date) -> Iterator[ColumnElement[bool]]:
    if wanted.area:
        yield inside(col(PostRow.area), wanted.area)
    if wanted.employer:
        yield col(PostRow.employer_id) == wanted.employer
    if wanted.site:
        yield col(PostRow.site_id) == wanted.site
    if wanted.state:
        yield _state_on(today) == wanted.state
    if wanted.kind:
        yield col(PostRow.kind) == wanted.kind
    if wanted.look:
        yield col(PostRow.look) == wanted.look
    if wanted.text:
        named = col(EmployerRow.name).icontains(wanted.text, autoescape=True)
        yield or_(
            col(PostRow.title).icontains(wanted.text, autoescape=True),
            col(PostRow.employer_id).in_(select(EmployerRow.id).where(named)),
        )


def _state_on(today: date) -> ColumnElement[str]:
    """`Offer.shown` in SQL."""
    state = col(PostRow.state)
    suspended = select(EmployerRow.id).where(col(EmployerRow.standing) == "suspended")
    return case(
        (and_(state.in_(LIVE), col(PostRow.valid_until) < today), "expired"),
        (
            and_(state == "published", col(PostRow.employer_id).in_(suspended)),
            "paused",
        ),
        else_=state,
    )


def _shown_to(caller: Caller, today: date) -> ColumnElement[bool]:
    """Published posts are for all, the rest for keepers; an employer sees its own."""
    if caller.role == "hr":
        return _kept_by(caller)
    return or_(_kept_by(caller), _state_on(today) == "published")


def _kept_by(caller: Caller) -> ColumnElement[bool]:
    return kept_by(caller, col(PostRow.keeper), col(PostRow.employer_id))


async def locked_post(session: AsyncSession, caller: Caller, id: UUID) -> FiledPost:
    query = select(PostRow).where(col(PostRow.id) == id, _kept_by(caller))
    return await _one(session, (await session.exec(query.with_for_update())).first())


async def _one(session: AsyncSession, row: PostRow | None) -> FiledPost:
    if row is None:
        raise NotFound
    return (await filed(session, [row]))[0]


async def _laid(
    session: AsyncSession, caller: Caller, employer_id: UUID, facts: PostFacts
) -> tuple[dict[str, Any], Lent]:
    """Columns of what is told, which keepers alone may tell, and what is borrowed."""
    check_says_no_way(facts.stated)
    employer = await employer_of(session, employer_id)
    site = await site_of(session, facts.site, employer_id)
    area = facts.stated.area or (site.area if site else None)
    keeper = keeper_of(area, employer.keeper)
    check_keeps(caller, keeper, employer_id)
    where = {"site_id": facts.site, "area": area or keeper, "keeper": keeper}
    ways = (await ways_to(session, [site.id])).get(site.id, ()) if site else ()
    return {**columns(facts.stated), **where}, (employer, site, ways)
