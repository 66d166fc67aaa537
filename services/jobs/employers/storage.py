"""Employers as rows: everybody may know their names, their keepers know the rest."""

from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import Field as Said
from sqlalchemy import ColumnElement
from sqlalchemy import DateTime
from sqlalchemy import String
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import IntegrityError
from sqlmodel import Field
from sqlmodel import col
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from common.contracts.jobs import Employer
from common.contracts.jobs import PostKind
from common.contracts.values import AreaCode
from common.database import version_field
from common.problems import FieldError
from common.problems import Invalid
from common.problems import NotFound
from common.tokens import Caller
from services.jobs.employers.domain import CreditCodeIsTaken
from services.jobs.employers.domain import EmployerFacts
from services.jobs.employers.domain import EmployerIsKnown
from services.jobs.employers.domain import Look
from services.jobs.employers.domain import Standing
from services.jobs.keeping import home_after_move
from services.jobs.tables import Page
from services.jobs.tables import Table
from services.jobs.tables import inside
from services.jobs.tables import kept_by
from services.jobs.tables import prefix_index
from services.jobs.tables import read_page


class EmployerRow(Table, table=True):
    """One employer; `looked_*` tell of the last look at its papers."""

    __tablename__ = "employers"
    __table_args__ = (prefix_index("employers", "keeper"),)

    version: int = version_field()
    name: str
    credit_code: str | None = Field(unique=True)
    kind: PostKind = Field(sa_type=String)
    area: AreaCode | None
    keeper: AreaCode
    contacts: list[dict[str, Any]] = Field(sa_type=JSONB)
    standing: Standing = Field(default="unverified", sa_type=String)
    looked_by: str | None = None
    looked_at: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))
    looked_reason: str = ""

    @property
    def look(self) -> Look:
        return Look(self.standing, self.looked_by, self.looked_at, self.looked_reason)

    def look_at(self, look: Look) -> None:
        self.standing, self.looked_by = look.standing, look.by
        self.looked_at, self.looked_reason = look.at, look.reason

    def public(self) -> Employer:
        """What everybody may know."""
        return Employer(
            id=self.id,
            name=self.name,
            credit_code=self.credit_code,
            kind=self.kind,
            area=self.area,
        )


class EmployerFilter(Page):
    """Which employers a list shows."""

    area: AreaCode | None = None
    kind: PostKind | None = None
    standing: Standing | None = None
    text: str | None = Said(default=None, max_length=100)


def columns(facts: EmployerFacts) -> dict[str, Any]:
    """The facts as columns hold them."""
    contacts = [contact.model_dump() for contact in facts.contacts]
    return {**asdict(facts), "contacts": contacts}


async def add_employer(
    session: AsyncSession, id: UUID, facts: EmployerFacts, *, keeper: AreaCode
) -> EmployerRow:
    row = EmployerRow(id=id, keeper=keeper, **columns(facts))
    session.add(row)
    await _flush(session, facts)
    return row


async def change_employer(
    session: AsyncSession, caller: Caller, id: UUID, facts: EmployerFacts
) -> EmployerRow:
    """Other papers are other papers: a new name or code has not been looked at."""
    row = await employer_by_id(session, caller, id, lock=True)
    if (row.name, row.credit_code) != (facts.name, facts.credit_code):
        row.look_at(row.look.after_change())
    if row.area != facts.area:
        row.keeper = home_after_move(caller, facts.area, row.keeper)
    row.sqlmodel_update(columns(facts))
    await _flush(session, facts)
    return row


async def look_at_employer(
    session: AsyncSession, caller: Caller, id: UUID, look: Look
) -> EmployerRow:
    row = await employer_by_id(session, caller, id, lock=True)
    row.look_at(look)
    await session.flush()
    return row


async def employer_by_id(
    session: AsyncSession, caller: Caller, id: UUID, *, lock: bool = False
) -> EmployerRow:
    query = select(EmployerRow).where(col(EmployerRow.id) == id, _kept_by(caller))
    row = (await session.exec(query.with_for_update() if lock else query)).first()
    if row is None:
        raise NotFound
    return row


async def employer_of(session: AsyncSession, id: UUID) -> EmployerRow:
    """The employer that a draft names."""
    row = await session.get(EmployerRow, id)
    if row is None:
        raise Invalid(FieldError("employer", "field.employer.unknown"))
    return row


async def public_employers(
    session: AsyncSession, ids: Sequence[UUID]
) -> dict[UUID, Employer]:
    """What everybody may know of the employers with these ids."""
    query = select(EmployerRow).where(col(EmployerRow.id).in_(ids))
    return {row.id: row.public() for row in await session.exec(query)}


async def find_employers(
    session: AsyncSession, caller: Caller, wanted: EmployerFilter
) -> tuple[Sequence[EmployerRow], int | None]:
    clauses = [_kept_by(caller), *_narrowed(wanted)]
    return await read_page(session, select(EmployerRow).where(*clauses), wanted)


def _narrowed(wanted: EmployerFilter) -> Iterator[ColumnElement[bool]]:
    if wanted.area:
        yield inside(col(EmployerRow.area), wanted.area)
    if wanted.kind:
        yield col(EmployerRow.kind) == wanted.kind
    if wanted.standing:
        yield col(EmployerRow.standing) == wanted.standing
    if wanted.text:
        yield col(EmployerRow.name).icontains(wanted.text, autoescape=True)


def _kept_by(caller: Caller) -> ColumnElement[bool]:
    return kept_by(caller, col(EmployerRow.keeper), col(EmployerRow.id))


async def _flush(session: AsyncSession, facts: EmployerFacts) -> None:
    try:
        await session.flush()
    except IntegrityError as error:
        broken = str(error.orig)
        if "uq_employers_credit_code" in broken:
            raise CreditCodeIsTaken(credit_code=str(facts.credit_code)) from error
        if "pk_employers" in broken:
            raise EmployerIsKnown from error
        raise
