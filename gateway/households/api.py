"""Households: who lives together; asked of people, and logged for every member."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi import Request
from fastapi import Response

from gateway.answering import relay
from gateway.calling import Answer
from gateway.calling import Call
from gateway.door import Visit
from gateway.door import Visitor
from gateway.examples import body_like
from gateway.paging import CountedPage

router = APIRouter(prefix="/v1/households", tags=["households"])
DRAFT = body_like({"area": "430903105201", "size": 4})
CHANGE = body_like({"size": 5})


@router.post("", status_code=201, openapi_extra=DRAFT)
async def add_household(request: Request, visit: Visitor) -> Response:
    """Register a household; its members are told when they are registered."""
    call = Call("people", "POST", "/households", body=await request.body())
    return await _told(visit, await visit.ask(call))


@router.get("")
async def find_households(visit: Visitor, page: CountedPage) -> Response:
    """Households of the caller's area, a page at a time."""
    call = Call("people", "GET", "/households", page.query())
    return await _told(visit, await visit.ask(call))


@router.get("/{household_id}")
async def household_by_id(household_id: UUID, visit: Visitor) -> Response:
    """One household with those of its members who are registered."""
    call = Call("people", "GET", f"/households/{household_id}")
    return await _told(visit, await visit.ask(call))


@router.patch("/{household_id}", openapi_extra=CHANGE)
async def change_household(
    household_id: UUID, request: Request, visit: Visitor
) -> Response:
    """Change what is named of a household."""
    body = await request.body()
    call = Call("people", "PATCH", f"/households/{household_id}", body=body)
    return await _told(visit, await visit.ask(call))


async def _told(visit: Visit, answer: Answer) -> Response:
    told: Any = answer.json()
    rows = told if isinstance(told, list) else [told]
    await visit.log_readings(id for row in rows for id in row["members"])
    return relay(visit, answer)
