"""Placements and their checks as rows, and what is asked of them."""

from collections import defaultdict
from collections.abc import Collection
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlalchemy import DateTime
from sqlalchemy import Index
from sqlalchemy import Integer
from sqlalchemy import String
from sqlalchemy import false
from sqlalchemy import or_
from sqlalchemy import text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field
from sqlmodel import col
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from common.contracts.placements import Channel
from common.contracts.placements import Check
from common.contracts.placements import CheckDay
from common.contracts.placements import CheckOutcome
from common.contracts.placements import ContractKind
from common.contracts.placements import Insurance
from common.contracts.placements import LossCause
from common.contracts.placements import Placed
from common.contracts.referrals import Change
from common.contracts.values import AreaCode
from common.problems import NotFound
from common.tokens import Caller
from services.jobs.keeping import KEEPERS
from services.jobs.keeping import PERSONS
from services.jobs.placements.domain import Terms
from services.jobs.placements.domain import days_due
from services.jobs.tables import Page
from services.jobs.tables import Table
from services.jobs.tables import inside
from services.jobs.tables import read_page

_AWARE = DateTime(timezone=True)
Checks = Mapping[UUID, Sequence["CheckRow"]]


class PlacementFilter(Page):
    """Which placements a list shows; `open` leaves out what is over."""

    worker: UUID | None = None
    post: UUID | None = None
    employer: UUID | None = None
    area: AreaCode | None = None
    channel: Channel | None = None
    open: bool = False


class PlacementRow(Table, table=True):
    """One spell of work; `home` is where the person's officers are."""

    __tablename__ = "placements"
    __table_args__ = (
        Index("ix_placements_referral_id", "referral_id", unique=True),
        Index("ix_placements_worker_id", "worker_id"),
        Index(
            "ix_placements_first_worker",
            "first_worker",
            postgresql_where=text("first_worker IS NOT NULL"),
        ),
        Index("ix_placements_post_id", "post_id"),
        Index("ix_placements_employer_id", "employer_id"),
        Index("ix_placements_started", "started"),
    )

    worker_id: UUID
    home: AreaCode
    keeper: AreaCode
    referral_id: UUID | None = Field(default=None, foreign_key="referrals.id")
    post_id: UUID | None = Field(default=None, foreign_key="posts.id")
    employer_id: UUID | None = None
    employer_name: str = ""
    channel: Channel = Field(sa_type=String)
    organised: bool
    started: date
    contract: ContractKind = Field(sa_type=String)
    contract_until: date | None
    insurance: list[Insurance] = Field(sa_type=JSONB)
    ended: date | None = None
    cause: LossCause | None = Field(default=None, sa_type=String)
    cause_by: str | None = None
    note: str = ""
    changed: list[Change] = Field(default_factory=list, sa_type=JSONB)
    made_by: str
    made_at: datetime = Field(sa_type=_AWARE)
    # Under which row of the person it was made, where two were joined since.
    first_worker: UUID | None = None

    def placed(self, checks: Sequence["CheckRow"], today: date) -> Placed:
        own: dict[str, Any] = self.model_dump(include=set(Placed.model_fields))
        return Placed(
            **own,
            worker=self.worker_id,
            referral=self.referral_id,
            post=self.post_id,
            employer=self.employer_id,
            checks=tuple(check.told() for check in checks),
            checks_due=days_due(self.started, self.ended, answered(checks), today),
        )


class CheckRow(Table, table=True):
    """One retention check; nothing ever changes a line."""

    __tablename__ = "checks"
    __table_args__ = (Index("ix_checks_placement_id", "placement_id"),)

    placement_id: UUID = Field(foreign_key="placements.id")
    day: CheckDay = Field(sa_type=Integer)
    outcome: CheckOutcome = Field(sa_type=String)
    at: datetime = Field(sa_type=_AWARE)
    by: str
    note: str = ""

    def told(self) -> Check:
        return Check.model_validate(self, from_attributes=True)


def columns_of(terms: Terms) -> dict[str, Any]:
    """What was agreed, as columns hold it."""
    return {**asdict(terms), "insurance": list(terms.insurance)}


def answered(checks: Sequence[CheckRow]) -> set[int]:
    """The days of which somebody learnt something."""
    return {check.day for check in checks if check.outcome != "unreached"}


async def find_placements(
    session: AsyncSession, caller: Caller, wanted: PlacementFilter, today: date
) -> tuple[list[Placed], int | None]:
    """The placements that concern the caller, newest first."""
    clauses = [reached_by(caller), *_narrowed(wanted)]
    rows, total = await read_page(session, select(PlacementRow).where(*clauses), wanted)
    return await placed(session, rows, today), total


async def placement_by_id(
    session: AsyncSession, caller: Caller, id: UUID, *, lock: bool = False
) -> PlacementRow:
    """One placement that concerns the caller, or NotFound."""
    query = select(PlacementRow).where(col(PlacementRow.id) == id, reached_by(caller))
    if lock:
        query = query.with_for_update()
    row = (await session.exec(query)).first()
    if row is None:
        raise NotFound
    return row


async def left_since(
    session: AsyncSession, worker: UUID, post: UUID, since: date
) -> bool:
    """Whether the person's work at the post ended on that day or later."""
    query = select(PlacementRow.id).where(
        col(PlacementRow.worker_id) == worker,
        col(PlacementRow.post_id) == post,
        col(PlacementRow.ended) >= since,
    )
    return (await session.exec(query.limit(1))).first() is not None


async def placed(
    session: AsyncSession, rows: Sequence[PlacementRow], today: date
) -> list[Placed]:
    """Rows as others may know them, with their checks."""
    checks = await checks_of(session, {row.id for row in rows})
    return [row.placed(checks.get(row.id, ()), today) for row in rows]


async def checks_of(session: AsyncSession, ids: Collection[UUID]) -> Checks:
    """The checks of some placements, the first one first."""
    query = select(CheckRow).where(col(CheckRow.placement_id).in_(ids))
    found: defaultdict[UUID, list[CheckRow]] = defaultdict(list)
    for row in await session.exec(query.order_by(col(CheckRow.id))) if ids else ():
        found[row.placement_id].append(row)
    return found


def reached_by(caller: Caller) -> ColumnElement[bool]:
    """The rows that concern the caller; the row policies say the same."""
    if caller.role in PERSONS:
        return col(PlacementRow.worker_id) == caller.worker
    if caller.role == "hr":
        return col(PlacementRow.employer_id) == caller.employer
    areas = caller.areas if caller.role in KEEPERS else ()
    return or_(
        false(),
        *(
            column.startswith(area)
            for area in areas
            for column in (col(PlacementRow.home), col(PlacementRow.keeper))
        ),
    )


def _narrowed(wanted: PlacementFilter) -> Iterator[ColumnElement[bool]]:
    if wanted.worker:
        yield col(PlacementRow.worker_id) == wanted.worker
    if wanted.post:
        yield col(PlacementRow.post_id) == wanted.post
    if wanted.employer:
        yield col(PlacementRow.employer_id) == wanted.employer
    if wanted.area:
        yield inside(col(PlacementRow.home), wanted.area)
    if wanted.channel:
        yield col(PlacementRow.channel) == wanted.channel
    if wanted.open:
        yield col(PlacementRow.ended).is_(None)
