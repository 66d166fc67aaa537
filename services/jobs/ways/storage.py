"""Known ways as rows: what holds now, and all that was said before."""

from collections import defaultdict
from collections.abc import Collection
from collections.abc import Mapping
from collections.abc import Sequence
from datetime import UTC
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlalchemy import DateTime
from sqlalchemy import Index
from sqlalchemy import String
from sqlalchemy import func
from sqlalchemy import text
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Field
from sqlmodel import col
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from common.contracts.values import AreaCode
from common.contracts.values import KnownWay
from common.contracts.values import Mode
from common.contracts.values import WaySource
from common.problems import NotFound
from common.tokens import Caller
from services.jobs.sites.storage import site_by_id
from services.jobs.tables import Table
from services.jobs.tables import random_id
from services.jobs.ways.domain import MOST_WAYS
from services.jobs.ways.domain import WayWasChanged
from services.jobs.ways.domain import check_knows
from services.jobs.ways.domain import check_room
from services.jobs.ways.domain import check_way

Ways = tuple[KnownWay, ...]


class WayRow(Table, table=True):
    """What somebody said of one way; it holds until `valid_to`, None: still."""

    __tablename__ = "site_ways"
    __table_args__ = (
        Index(
            "ix_site_ways_holding",
            "site_id",
            "from_area",
            "mode",
            unique=True,
            postgresql_where=text("valid_to IS NULL"),
        ),
        Index("ix_site_ways_site_id", "site_id"),
    )

    site_id: UUID = Field(foreign_key="sites.id")
    from_area: AreaCode
    mode: Mode = Field(sa_type=String)
    minutes: int | None
    first_min: int | None
    last_min: int | None
    source: WaySource = Field(sa_type=String)
    said_by: str
    said_at: datetime = Field(sa_type=DateTime(timezone=True))
    valid_to: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))

    def known(self) -> KnownWay:
        return KnownWay.model_validate(self, from_attributes=True)


async def know_way(
    session: AsyncSession, caller: Caller, site: UUID, way: KnownWay
) -> WayRow:
    """What is said now holds from now on; what was said before stays on file."""
    check_way(way)
    await _check_speaks(session, caller, site, way.from_area)
    now = datetime.now(UTC)
    await _end(session, _holding(site, way.from_area, way.mode), now)
    holding = select(func.count()).where(
        col(WayRow.site_id) == site, col(WayRow.valid_to).is_(None)
    )
    check_room((await session.exec(holding)).one())
    row = WayRow(
        id=random_id(),
        site_id=site,
        said_by=caller.subject,
        said_at=now,
        **way.model_dump(),
    )
    session.add(row)
    try:
        await session.flush()
    except IntegrityError as error:
        if "ix_site_ways_holding" in str(error.orig):
            raise WayWasChanged from error
        raise
    return row


async def forget_way(
    session: AsyncSession, caller: Caller, site: UUID, from_area: AreaCode, mode: Mode
) -> None:
    """The model's minutes hold again."""
    await _check_speaks(session, caller, site, from_area)
    ended = await _end(session, _holding(site, from_area, mode), datetime.now(UTC))
    if ended == 0:
        raise NotFound


async def find_ways(
    session: AsyncSession, caller: Caller, site: UUID, *, ended: bool
) -> Sequence[WayRow]:
    """What holds of a site by area and mode; with `ended` all, the newest first."""
    await site_by_id(session, caller, site)
    query = select(WayRow).where(col(WayRow.site_id) == site).limit(MOST_WAYS)
    if ended:
        query = query.order_by(col(WayRow.said_at).desc(), col(WayRow.id))
    else:
        query = query.where(col(WayRow.valid_to).is_(None))
        query = query.order_by(col(WayRow.from_area), col(WayRow.mode))
    return (await session.exec(query)).all()


async def ways_to(
    session: AsyncSession, sites: Collection[UUID]
) -> Mapping[UUID, Ways]:
    """What holds of each of some sites, by area and mode."""
    query = (
        select(WayRow)
        .where(col(WayRow.site_id).in_(sites), col(WayRow.valid_to).is_(None))
        .order_by(col(WayRow.from_area), col(WayRow.mode))
    )
    told: defaultdict[UUID, Ways] = defaultdict(tuple)
    for row in await session.exec(query) if sites else ():
        told[row.site_id] += (row.known(),)
    return told


async def _check_speaks(
    session: AsyncSession, caller: Caller, site: UUID, from_area: AreaCode
) -> None:
    row = await site_by_id(session, caller, site)
    check_knows(caller, from_area, row.area)


def _holding(site: UUID, from_area: AreaCode, mode: Mode) -> ColumnElement[bool]:
    same = (col(WayRow.from_area) == from_area) & (col(WayRow.mode) == mode)
    return (col(WayRow.site_id) == site) & same & col(WayRow.valid_to).is_(None)


async def _end(session: AsyncSession, which: ColumnElement[bool], now: datetime) -> int:
    ended = update(WayRow).where(which).values(valid_to=now).returning(col(WayRow.id))
    return len((await session.exec(ended)).all())
