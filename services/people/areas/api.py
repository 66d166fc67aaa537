"""Routes for areas: read by everybody, loaded by those who keep the tree."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter
from fastapi import Query
from fastapi import Request
from fastapi import Response
from pydantic import BaseModel
from pydantic import ConfigDict
from pydantic import Field

from common.contracts.values import AreaCode
from common.contracts.values import Place
from common.contracts.values import Terrain
from common.database import Transaction
from common.idempotency import OneEffect
from common.tokens import CallerHeader
from common.tokens import only
from services.people.areas import storage
from services.people.areas.domain import AreaFacts
from services.people.areas.domain import check_areas
from services.people.areas.domain import check_reach
from services.people.areas.storage import AreaEntry
from services.people.areas.storage import AreaFilter
from services.people.requests import tell_total

router = APIRouter(prefix="/areas", tags=["areas"], route_class=OneEffect)


class AreaDraft(BaseModel):
    """One area to add or replace."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    code: AreaCode
    local: Annotated[str, Field(pattern=r"^[0-9A-Za-z]{0,8}$")] = ""
    name: Annotated[str, Field(min_length=1, max_length=100)]
    terrain: Terrain = "plain"
    centre: Place | None = None
    valid_from: date | None = None
    valid_until: date | None = None

    def facts(self) -> AreaFacts:
        return AreaFacts(**dict(self))


class Loaded(BaseModel):
    """How many areas were added or replaced."""

    count: int


@router.get("")
async def find_areas(
    wanted: Annotated[AreaFilter, Query()], tx: Transaction, response: Response
) -> list[AreaEntry]:
    """Areas by code, a page at a time."""
    rows, total = await storage.find_areas(tx, wanted)
    tell_total(response, total)
    return [row.entry() for row in rows]


@router.get("/{code}")
async def area_by_code(code: AreaCode, tx: Transaction) -> AreaEntry:
    """One area of the tree."""
    return (await storage.area_by_code(tx, code)).entry()


@router.put("", dependencies=[only("county", "admin")])
async def put_areas(
    drafts: Annotated[list[AreaDraft], Field(max_length=5000)],
    caller: CallerHeader,
    tx: Transaction,
    request: Request,
) -> Loaded:
    """Add or replace many areas at once; all of them, or none if one is wrong."""
    areas = [draft.facts() for draft in drafts]
    check_areas(areas, synthetic=request.app.state.settings.allow_synthetic)
    check_reach(areas, caller)
    return Loaded(count=await storage.put_areas(tx, areas))
