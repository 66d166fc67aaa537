"""Sites as rows; everybody may see where work is done, keepers may change it."""

from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlalchemy import UniqueConstraint
from sqlalchemy import true
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field
from sqlmodel import col
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from common.contracts.values import AreaCode
from common.contracts.values import Place
from common.problems import FieldError
from common.problems import Invalid
from common.problems import NotFound
from common.tokens import Caller
from services.jobs.employers.storage import employer_of
from services.jobs.keeping import check_keeps
from services.jobs.keeping import keeper_of
from services.jobs.sites.domain import SiteFacts
from services.jobs.tables import Page
from services.jobs.tables import Table
from services.jobs.tables import inside
from services.jobs.tables import kept_by
from services.jobs.tables import random_id
from services.jobs.tables import read_page


class SiteRow(Table, table=True):
    """One site of one employer."""

    __tablename__ = "sites"
    # Lets a post name site and employer together, so that they always agree.
    __table_args__ = (UniqueConstraint("id", "employer_id"),)

    employer_id: UUID = Field(foreign_key="employers.id", index=True)
    name: str
    address: str
    area: AreaCode
    keeper: AreaCode
    place: dict[str, Any] | None = Field(sa_type=JSONB(none_as_null=True))
    accommodations: list[str] = Field(sa_type=JSONB)

    @property
    def facts(self) -> SiteFacts:
        return SiteFacts(
            self.name,
            self.address,
            self.area,
            Place.model_validate(self.place) if self.place else None,
            tuple(self.accommodations),
        )


class SiteFilter(Page):
    """Which sites a list shows."""

    employer: UUID | None = None
    area: AreaCode | None = None


def columns(facts: SiteFacts) -> dict[str, Any]:
    """The facts as columns hold them."""
    place = facts.place.model_dump() if facts.place else None
    return {**asdict(facts), "place": place}


async def add_site(
    session: AsyncSession, caller: Caller, employer: UUID, facts: SiteFacts
) -> SiteRow:
    keeper = keeper_of(facts.area, (await employer_of(session, employer)).keeper)
    check_keeps(caller, keeper, employer)
    row = SiteRow(id=random_id(), employer_id=employer, keeper=keeper, **columns(facts))
    session.add(row)
    await session.flush()
    return row


async def change_site(
    session: AsyncSession, caller: Caller, id: UUID, facts: SiteFacts
) -> SiteRow:
    kept = kept_by(caller, col(SiteRow.keeper), col(SiteRow.employer_id))
    query = select(SiteRow).where(col(SiteRow.id) == id, kept).with_for_update()
    row = (await session.exec(query)).first()
    if row is None:
        raise NotFound
    home = (await employer_of(session, row.employer_id)).keeper
    row.keeper = keeper_of(facts.area, home)
    check_keeps(caller, row.keeper, row.employer_id)
    row.sqlmodel_update(columns(facts))
    await session.flush()
    return row


async def site_by_id(session: AsyncSession, caller: Caller, id: UUID) -> SiteRow:
    query = select(SiteRow).where(col(SiteRow.id) == id, _shown_to(caller))
    row = (await session.exec(query)).first()
    if row is None:
        raise NotFound
    return row


async def site_of(
    session: AsyncSession, id: UUID | None, employer: UUID
) -> SiteRow | None:
    """The site that a draft names, if it names one; it must be the employer's own."""
    if id is None:
        return None
    row = await session.get(SiteRow, id)
    if row is None or row.employer_id != employer:
        raise Invalid(FieldError("site", "field.site.unknown"))
    return row


async def find_sites(
    session: AsyncSession, caller: Caller, wanted: SiteFilter
) -> tuple[Sequence[SiteRow], int | None]:
    clauses = [_shown_to(caller), *_narrowed(wanted)]
    return await read_page(session, select(SiteRow).where(*clauses), wanted)


def _narrowed(wanted: SiteFilter) -> Iterator[ColumnElement[bool]]:
    if wanted.employer:
        yield col(SiteRow.employer_id) == wanted.employer
    if wanted.area:
        yield inside(col(SiteRow.area), wanted.area)


def _shown_to(caller: Caller) -> ColumnElement[bool]:
    """An employer sees its own sites, everybody else all of them."""
    if caller.role == "hr":
        return col(SiteRow.employer_id) == caller.employer
    return true()
