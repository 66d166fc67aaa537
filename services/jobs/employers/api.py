"""Routes for employers: their keepers' register, and names for everybody."""

from datetime import UTC
from datetime import date
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from fastapi import Query
from fastapi import Request
from fastapi import Response
from pydantic import BaseModel
from pydantic import ConfigDict
from pydantic import Field

from common.contracts.jobs import Contact
from common.contracts.jobs import Employer
from common.contracts.jobs import PostKind
from common.contracts.values import AreaCode
from common.database import Transaction
from common.idempotency import OneEffect
from common.tokens import CallerHeader
from services.jobs.employers import storage
from services.jobs.employers.domain import EmployerFacts
from services.jobs.employers.domain import Look
from services.jobs.employers.domain import Standing
from services.jobs.employers.domain import check_contacts
from services.jobs.employers.domain import checked_credit_code
from services.jobs.employers.storage import EmployerFilter
from services.jobs.employers.storage import EmployerRow
from services.jobs.keeping import home_of
from services.jobs.requests import KEEPERS_ONLY
from services.jobs.requests import OFFICERS_ONLY
from services.jobs.requests import Ids
from services.jobs.requests import Reason
from services.jobs.requests import tell_total
from services.jobs.tables import random_id

router = APIRouter(prefix="/employers", tags=["employers"], route_class=OneEffect)
names = APIRouter(prefix="/employers", tags=["employers"])


class EmployerDraft(BaseModel):
    """What an employer tells of itself."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Annotated[str, Field(min_length=1, max_length=200)]
    credit_code: Annotated[str, Field(max_length=64)] | None = None
    kind: PostKind = "enterprise"
    area: AreaCode | None = None
    contacts: Annotated[tuple[Contact, ...], Field(max_length=10)] = ()

    def facts(self, *, synthetic: bool) -> EmployerFacts:
        check_contacts(self.contacts)
        code = self.credit_code
        return EmployerFacts(
            name=self.name.strip(),
            credit_code=code and checked_credit_code(code, synthetic=synthetic),
            kind=self.kind,
            area=self.area,
            contacts=self.contacts,
        )


class EmployerEntry(Employer):
    """What the register holds of an employer, for its keepers."""

    version: int
    keeper: AreaCode
    contacts: tuple[Contact, ...]
    standing: Standing
    looked_by: str | None
    looked_at: datetime | None
    looked_reason: str
    look_due: date | None


class Names(BaseModel):
    """What everybody may know of some employers; unknown ids are left out."""

    rows: tuple[Employer, ...]


@router.post("", status_code=201, dependencies=KEEPERS_ONLY)
async def add_employer(
    draft: EmployerDraft, caller: CallerHeader, tx: Transaction, request: Request
) -> EmployerEntry:
    """Register an employer; an HR account registers the one it speaks for."""
    facts = _facts(draft, request)
    id = caller.employer or random_id()
    keeper = home_of(caller, facts.area)
    return _entry(await storage.add_employer(tx, id, facts, keeper=keeper))


@router.get("")
async def find_employers(
    wanted: Annotated[EmployerFilter, Query()],
    caller: CallerHeader,
    tx: Transaction,
    response: Response,
) -> list[EmployerEntry]:
    """The employers that the caller keeps, newest first."""
    rows, total = await storage.find_employers(tx, caller, wanted)
    tell_total(response, total)
    return [_entry(row) for row in rows]


@names.post("/by-ids")
async def public_employers(asked: Ids, tx: Transaction) -> Names:
    """Names and credit codes of employers, for everybody who sees their posts."""
    found = await storage.public_employers(tx, asked.ids)
    return Names(rows=tuple(found[id] for id in asked.ids if id in found))


@router.get("/{id}")
async def employer_by_id(
    id: UUID, caller: CallerHeader, tx: Transaction
) -> EmployerEntry:
    """One employer that the caller keeps."""
    return _entry(await storage.employer_by_id(tx, caller, id))


@router.put("/{id}", dependencies=KEEPERS_ONLY)
async def change_employer(
    id: UUID,
    draft: EmployerDraft,
    caller: CallerHeader,
    tx: Transaction,
    request: Request,
) -> EmployerEntry:
    """Tell anew; after another name or credit code the papers are looked at again."""
    facts = _facts(draft, request)
    return _entry(await storage.change_employer(tx, caller, id, facts))


@router.post("/{id}/verify", dependencies=OFFICERS_ONLY)
async def verify_employer(
    id: UUID, caller: CallerHeader, tx: Transaction
) -> EmployerEntry:
    """An officer has seen the papers and found them right."""
    look = Look("verified", caller.subject, datetime.now(UTC))
    return _entry(await storage.look_at_employer(tx, caller, id, look))


@router.post("/{id}/suspend", dependencies=OFFICERS_ONLY)
async def suspend_employer(
    id: UUID, why: Reason, caller: CallerHeader, tx: Transaction
) -> EmployerEntry:
    """Show none of the employer's posts until its papers are found right."""
    look = Look("suspended", caller.subject, datetime.now(UTC), why.reason)
    return _entry(await storage.look_at_employer(tx, caller, id, look))


def _facts(draft: EmployerDraft, request: Request) -> EmployerFacts:
    return draft.facts(synthetic=request.app.state.settings.allow_synthetic)


def _entry(row: EmployerRow) -> EmployerEntry:
    return EmployerEntry(
        **row.public().model_dump(),
        version=row.version,
        keeper=row.keeper,
        contacts=tuple(Contact.model_validate(one) for one in row.contacts),
        standing=row.standing,
        looked_by=row.looked_by,
        looked_at=row.looked_at,
        looked_reason=row.looked_reason,
        look_due=row.look.due_again,
    )
