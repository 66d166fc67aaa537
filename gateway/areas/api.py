"""The tree of areas; the only list that everybody may read whole."""

from typing import Annotated

from fastapi import APIRouter
from fastapi import Query
from fastapi import Response
from pydantic import Field

from common.contracts.people import Area
from common.contracts.values import AreaCode
from gateway.answering import relay
from gateway.calling import Call
from gateway.door import Visitor
from gateway.paging import Counted

router = APIRouter(prefix="/v1/areas", tags=["areas"])


class AreaPart(Counted):
    """Which areas a list shows; `after` is the code of the last one seen."""

    limit: Annotated[int, Field(ge=1, le=1000)] = 100
    inside: AreaCode | None = None
    parent: AreaCode | None = None
    text: Annotated[str | None, Field(max_length=50)] = None


class AreaEntry(Area):
    """An area with its level and its suffix below the village, if it has one."""

    local: str
    level: str


@router.get("", response_model=list[AreaEntry])
async def find_areas(visit: Visitor, asked: Annotated[AreaPart, Query()]) -> Response:
    """Areas by code: all, those inside one, or those right below one."""
    return relay(visit, await visit.ask(Call("people", "GET", "/areas", asked.query())))
