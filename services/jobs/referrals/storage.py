"""Referrals as rows, each step as a line of its log, and how lists of them are read."""

from collections.abc import Collection
from collections.abc import Iterator
from collections.abc import Sequence
from datetime import date
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import ColumnElement
from sqlalchemy import DateTime
from sqlalchemy import Index
from sqlalchemy import String
from sqlalchemy import and_
from sqlalchemy import false
from sqlalchemy import func
from sqlalchemy import or_
from sqlalchemy import text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field
from sqlmodel import col
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from common.contracts.jobs import PostState
from common.contracts.referrals import Change
from common.contracts.referrals import Consent
from common.contracts.referrals import ConsentWay
from common.contracts.referrals import EndCause
from common.contracts.referrals import Funnel
from common.contracts.referrals import Origin
from common.contracts.referrals import Party
from common.contracts.referrals import ReferralState
from common.contracts.referrals import Referred
from common.contracts.referrals import Refusal
from common.contracts.referrals import Step
from common.contracts.referrals import Transition
from common.contracts.values import AreaCode
from common.database import run_sql
from common.problems import NotFound
from common.tokens import Caller
from services.jobs.keeping import KEEPERS
from services.jobs.keeping import PERSONS
from services.jobs.referrals.domain import OPEN
from services.jobs.tables import Page
from services.jobs.tables import Table
from services.jobs.tables import inside
from services.jobs.tables import read_page

_AWARE = DateTime(timezone=True)
_HEADS = "SELECT * FROM post_heads(:ids)"
IS_OPEN = f"state IN ({', '.join(repr(state) for state in OPEN)})"


class PostHead(BaseModel):
    """What a post was and how it stands, for whoever was put forward to it."""

    id: UUID
    title: str
    state: PostState
    openings: int
    employer_name: str


class ReferralFilter(Page):
    """Which referrals a list shows; `open` leaves out what has come to an end."""

    worker: UUID | None = None
    post: UUID | None = None
    employer: UUID | None = None
    area: AreaCode | None = None
    state: ReferralState | None = None
    open: bool = False


class ReferralRow(Table, table=True):
    """A worker put forward to a post.

    `home` is where the person's officers are, `keeper` where the post's are. `known`
    holds digests of what the person had told when they agreed.
    """

    __tablename__ = "referrals"
    __table_args__ = (
        Index(
            "ix_referrals_open_pair",
            "worker_id",
            "post_id",
            unique=True,
            postgresql_where=text(IS_OPEN),
        ),
        Index("ix_referrals_post_id", "post_id"),
        Index("ix_referrals_worker_id", "worker_id"),
        Index("ix_referrals_employer_id", "employer_id"),
        Index(
            "ix_referrals_first_worker",
            "first_worker",
            postgresql_where=text("first_worker IS NOT NULL"),
        ),
        Index("ix_referrals_due_at", "due_at", postgresql_where=text(IS_OPEN)),
    )

    worker_id: UUID
    post_id: UUID = Field(foreign_key="posts.id")
    employer_id: UUID
    home: AreaCode
    keeper: AreaCode
    origin: Origin = Field(sa_type=String)
    state: ReferralState = Field(sa_type=String)
    since: datetime = Field(sa_type=_AWARE)
    due_at: datetime | None = Field(default=None, sa_type=_AWARE)
    made_at: datetime = Field(sa_type=_AWARE)
    agreed_at: datetime | None = Field(default=None, sa_type=_AWARE)
    agreed_how: ConsentWay | None = Field(default=None, sa_type=String)
    agreed_by: str | None = None
    # From then on the employer knows of it.
    sent_at: datetime | None = Field(default=None, sa_type=_AWARE)
    close_others: bool = False
    interview_at: datetime | None = Field(default=None, sa_type=_AWARE)
    interview_place: str = ""
    trial_until: date | None = None
    refused_by: Party | None = Field(default=None, sa_type=String)
    refusal: Refusal | None = Field(default=None, sa_type=String)
    shareable: bool = False
    cause: EndCause | None = Field(default=None, sa_type=String)
    placement_id: UUID | None = None
    known: dict[str, str] = Field(sa_type=JSONB)
    changed: list[Change] = Field(default_factory=list, sa_type=JSONB)
    # Under which row of the person it was made, where two were joined since.
    first_worker: UUID | None = None

    def referred(self, head: PostHead) -> Referred:
        consent = None
        if self.agreed_at and self.agreed_how and self.agreed_by:
            consent = Consent(at=self.agreed_at, how=self.agreed_how, by=self.agreed_by)
        own: dict[str, Any] = self.model_dump(include=set(Referred.model_fields))
        return Referred(
            **own,
            worker=self.worker_id,
            post=self.post_id,
            employer=self.employer_id,
            placement=self.placement_id,
            consent=consent,
            post_title=head.title,
            post_state=head.state,
            employer_name=head.employer_name,
        )


class TransitionRow(Table, table=True):
    """One step of a referral; nothing ever changes a line."""

    __tablename__ = "referral_log"
    __table_args__ = (Index("ix_referral_log_referral_id", "referral_id"),)

    referral_id: UUID = Field(foreign_key="referrals.id")
    step: Step = Field(sa_type=String)
    before: ReferralState | None = Field(sa_type=String)
    after: ReferralState = Field(sa_type=String)
    at: datetime = Field(sa_type=_AWARE)
    by: str
    party: Party = Field(sa_type=String)
    reason: str | None = None
    note: str = ""

    def told(self) -> Transition:
        return Transition.model_validate(self, from_attributes=True)


async def find_referrals(
    session: AsyncSession, caller: Caller, wanted: ReferralFilter
) -> tuple[Sequence[Referred], int | None]:
    """The referrals that concern the caller, newest first."""
    clauses = [reached_by(caller), *_narrowed(wanted)]
    rows, total = await read_page(session, select(ReferralRow).where(*clauses), wanted)
    return await referred(session, rows), total


async def referral_by_id(
    session: AsyncSession, caller: Caller, id: UUID, *, lock: bool = False
) -> ReferralRow:
    """One referral that concerns the caller, or NotFound."""
    query = select(ReferralRow).where(col(ReferralRow.id) == id, reached_by(caller))
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    row = (await session.exec(query)).first()
    if row is None:
        raise NotFound
    return row


async def log_of(session: AsyncSession, id: UUID) -> tuple[Transition, ...]:
    """Every step of a referral, the first one first."""
    query = select(TransitionRow).where(col(TransitionRow.referral_id) == id)
    rows = await session.exec(
        query.order_by(col(TransitionRow.at), col(TransitionRow.id))
    )
    return tuple(row.told() for row in rows)


async def referred(
    session: AsyncSession, rows: Sequence[ReferralRow]
) -> list[Referred]:
    """Rows as others may know them, with the state of each one's post."""
    heads = await heads_of(session, {row.post_id for row in rows})
    return [row.referred(heads[row.post_id]) for row in rows]


async def heads_of(
    session: AsyncSession, posts: Collection[UUID]
) -> dict[UUID, PostHead]:
    """What some posts are and how they stand, though they be shown no longer."""
    found = await run_sql(session, _HEADS, ids=list(posts))
    heads = [PostHead.model_validate(dict(head)) for head in found.mappings()]
    return {head.id: head for head in heads}


async def funnel_of(session: AsyncSession, caller: Caller, post: UUID) -> Funnel:
    """How many referrals of a post stand where; an employer's begin when sent."""
    query = (
        select(col(ReferralRow.state), func.count())
        .where(col(ReferralRow.post_id) == post, reached_by(caller))
        .group_by(col(ReferralRow.state))
    )
    states = dict((await session.exec(query)).all())
    return Funnel(
        post=post,
        total=sum(states.values()),
        open=sum(count for state, count in states.items() if state in OPEN),
        states=states,
    )


def reached_by(caller: Caller) -> ColumnElement[bool]:
    """The rows that concern the caller; the row policies bound them as well.

    An employer sees whom it was sent, and that somebody whom it invited is asked.
    """
    if caller.role in PERSONS:
        return col(ReferralRow.worker_id) == caller.worker
    if caller.role == "hr":
        invited = col(ReferralRow.origin) == "invitation"
        known = or_(col(ReferralRow.sent_at).is_not(None), invited)
        return and_(col(ReferralRow.employer_id) == caller.employer, known)
    areas = caller.areas if caller.role in KEEPERS else ()
    return or_(
        false(),
        *(
            column.startswith(area)
            for area in areas
            for column in (col(ReferralRow.home), col(ReferralRow.keeper))
        ),
    )


def _narrowed(wanted: ReferralFilter) -> Iterator[ColumnElement[bool]]:
    if wanted.worker:
        yield col(ReferralRow.worker_id) == wanted.worker
    if wanted.post:
        yield col(ReferralRow.post_id) == wanted.post
    if wanted.employer:
        yield col(ReferralRow.employer_id) == wanted.employer
    if wanted.area:
        yield inside(col(ReferralRow.home), wanted.area)
    if wanted.state:
        yield col(ReferralRow.state) == wanted.state
    if wanted.open:
        yield col(ReferralRow.state).in_(OPEN)
