"""The tree of areas; the only list that everybody may read whole."""

from typing import Annotated

from fastapi import APIRouter
from fastapi import Query
from fastapi import Response

from common.contracts.people import Area
from common.contracts.values import AreaCode
from gateway.answering import relay
from gateway.calling import Call
from gateway.door import Visitor
from gateway.paging import Page

router = APIRouter(prefix="/v1/areas", tags=["areas"])


@router.get("", response_model=list[Area])
async def find_areas(
    visit: Visitor, page: Page, parent: Annotated[AreaCode | None, Query()] = None
) -> Response:
    """Areas by code, or those right below one."""
    query = page.query(parent=parent)
    return relay(visit, await visit.ask(Call("people", "GET", "/areas", query)))
