"""Routes for sites."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from fastapi import Query
from fastapi import Response
from pydantic import BaseModel
from pydantic import ConfigDict
from pydantic import Field

from common.contracts.values import AreaCode
from common.contracts.values import Place
from common.database import Transaction
from common.idempotency import OneEffect
from common.intake.datum import Datum
from common.tokens import CallerHeader
from services.jobs.requests import KEEPERS_ONLY
from services.jobs.requests import tell_total
from services.jobs.sites import storage
from services.jobs.sites.domain import SiteFacts
from services.jobs.sites.domain import moved_to_wgs84
from services.jobs.sites.storage import SiteFilter
from services.jobs.sites.storage import SiteRow

router = APIRouter(prefix="/sites", tags=["sites"], route_class=OneEffect)
Words = Annotated[str, Field(min_length=1, max_length=100)]


class SiteChange(BaseModel):
    """What is told of a site; `datum` says which map its point was picked on."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Annotated[str, Field(min_length=1, max_length=200)]
    address: Annotated[str, Field(max_length=300)] = ""
    area: AreaCode
    place: Place | None = None
    datum: Datum = "wgs84"
    accommodations: Annotated[tuple[Words, ...], Field(max_length=30)] = ()

    def facts(self) -> SiteFacts:
        return SiteFacts(
            name=self.name.strip(),
            address=self.address.strip(),
            area=self.area,
            place=self.place and moved_to_wgs84(self.place, self.datum),
            accommodations=self.accommodations,
        )


class SiteDraft(SiteChange):
    """A site of an employer."""

    employer: UUID


class SiteEntry(BaseModel):
    """What the register holds of a site."""

    id: UUID
    employer: UUID
    name: str
    address: str
    area: AreaCode
    place: Place | None
    accommodations: tuple[str, ...]


@router.post("", status_code=201, dependencies=KEEPERS_ONLY)
async def add_site(
    draft: SiteDraft, caller: CallerHeader, tx: Transaction
) -> SiteEntry:
    """Register a place where an employer's work is done."""
    row = await storage.add_site(tx, caller, draft.employer, draft.facts())
    return _entry(row)


@router.get("")
async def find_sites(
    wanted: Annotated[SiteFilter, Query()],
    caller: CallerHeader,
    tx: Transaction,
    response: Response,
) -> list[SiteEntry]:
    """Sites, newest first; an HR account sees its own employer's only."""
    rows, total = await storage.find_sites(tx, caller, wanted)
    tell_total(response, total)
    return [_entry(row) for row in rows]


@router.get("/{id}")
async def site_by_id(id: UUID, caller: CallerHeader, tx: Transaction) -> SiteEntry:
    """One site."""
    return _entry(await storage.site_by_id(tx, caller, id))


@router.put("/{id}", dependencies=KEEPERS_ONLY)
async def change_site(
    id: UUID, change: SiteChange, caller: CallerHeader, tx: Transaction
) -> SiteEntry:
    """Tell anew; the posts of the site move with it."""
    return _entry(await storage.change_site(tx, caller, id, change.facts()))


def _entry(row: SiteRow) -> SiteEntry:
    facts = row.facts
    return SiteEntry(
        id=row.id,
        employer=row.employer_id,
        name=facts.name,
        address=facts.address,
        area=facts.area,
        place=facts.place,
        accommodations=facts.accommodations,
    )
