"""Routes for households, for the officers of their area."""

from typing import Annotated
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi import Query
from fastapi import Response
from pydantic import BaseModel
from pydantic import ConfigDict
from pydantic import Field

from common.contracts.values import AreaCode
from common.database import Transaction
from common.idempotency import OneEffect
from common.tokens import CallerHeader
from common.tokens import only
from services.people.areas.storage import check_area
from services.people.households import storage
from services.people.households.domain import check_head
from services.people.households.storage import HouseholdFilter
from services.people.households.storage import HouseholdRow
from services.people.requests import moment
from services.people.requests import tell_total
from services.people.tables import OFFICERS
from services.people.tables import random_id

router = APIRouter(
    prefix="/households",
    tags=["households"],
    route_class=OneEffect,
    dependencies=[only(*OFFICERS)],
)


class HouseholdDraft(BaseModel):
    """A household to add; `local` names the 屯/组."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    area: AreaCode
    local: Annotated[str, Field(pattern=r"^[0-9A-Za-z]{0,8}$")] = ""
    size: Annotated[int, Field(ge=1, le=50)] | None = None


class HouseholdChange(BaseModel):
    """What to change; fields that are not named stay."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    local: Annotated[str, Field(pattern=r"^[0-9A-Za-z]{0,8}$")] = ""
    size: Annotated[int, Field(ge=1, le=50)] | None = None
    head: UUID | None = None

    def columns(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.model_fields_set}


class Household(BaseModel):
    """A household with those of its members who are registered."""

    id: UUID
    area: AreaCode
    local: str
    head: UUID | None
    size: int | None
    members: tuple[UUID, ...]


def _entry(row: HouseholdRow, members: tuple[UUID, ...]) -> Household:
    told = row.model_dump(include={"id", "area", "local", "head", "size"})
    return Household(**told, members=members)


@router.post("", status_code=201)
async def add_household(
    draft: HouseholdDraft, caller: CallerHeader, tx: Transaction
) -> Household:
    """Register a household; its members are told when they are registered."""
    await check_area(tx, caller, draft.area)
    row = HouseholdRow(
        id=random_id(),
        recorded_by=caller.subject,
        recorded_at=moment(),
        **draft.model_dump(),
    )
    return _entry(await storage.save_household(tx, row), ())


@router.get("")
async def find_households(
    wanted: Annotated[HouseholdFilter, Query()],
    caller: CallerHeader,
    tx: Transaction,
    response: Response,
) -> list[Household]:
    """Households of the caller's area, a page at a time."""
    rows, total = await storage.find_households(tx, caller, wanted)
    members = await storage.members_of(tx, [row.id for row in rows])
    tell_total(response, total)
    return [_entry(row, members.get(row.id, ())) for row in rows]


@router.get("/{household_id}")
async def household_by_id(
    household_id: UUID, caller: CallerHeader, tx: Transaction
) -> Household:
    """One household with its members."""
    row = await storage.household_by_id(tx, caller, household_id)
    members = await storage.members_of(tx, [household_id])
    return _entry(row, members.get(household_id, ()))


@router.patch("/{household_id}")
async def change_household(
    household_id: UUID, change: HouseholdChange, caller: CallerHeader, tx: Transaction
) -> Household:
    """Change the local group, the size or the head."""
    row = await storage.household_by_id(tx, caller, household_id, lock=True)
    members = await storage.members_of(tx, [household_id])
    own = members.get(household_id, ())
    check_head(change.head, frozenset(own))
    row.set_columns(change.columns())
    return _entry(await storage.save_household(tx, row), own)
