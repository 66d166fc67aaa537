"""Needs of households, kept by people; whoever belongs to the household is noted."""

from datetime import date
from uuid import UUID

from fastapi import APIRouter
from fastapi import Request
from fastapi import Response

from gateway.answering import relay
from gateway.calling import Call
from gateway.door import Visit
from gateway.door import Visitor
from gateway.examples import body_like

router = APIRouter(prefix="/v1/households/{household_id}/needs", tags=["households"])
IDENTIFICATION = body_like({"kind": "watched", "entered_on": "2026-03-01"})
HOURS = {"days": [1, 2, 3, 4, 5], "start": "16:00", "end": "18:00"}
CARE = body_like({"who": "child", "hours": [HOURS]})
END = body_like({"until": "2026-10-31"})


@router.get("")
async def find_needs(
    household_id: UUID, visit: Visitor, as_of: date | None = None
) -> Response:
    """How a household is identified and who needs care; `as_of` on one day."""
    query = {"as_of": as_of.isoformat()} if as_of else {}
    call = Call("people", "GET", f"/households/{household_id}/needs", query)
    return await _told(visit, household_id, call)


@router.post("/identifications", status_code=201, openapi_extra=IDENTIFICATION)
async def identify_household(
    household_id: UUID, request: Request, visit: Visitor
) -> Response:
    """Note an identification that the era of its day knows."""
    path = f"/households/{household_id}/needs/identifications"
    call = Call("people", "POST", path, body=await request.body())
    return await _told(visit, household_id, call)


@router.post("/cares", status_code=201, openapi_extra=CARE)
async def note_care(household_id: UUID, request: Request, visit: Visitor) -> Response:
    """Note a duty of care that the household bears as a whole."""
    path = f"/households/{household_id}/needs/cares"
    call = Call("people", "POST", path, body=await request.body())
    return await _told(visit, household_id, call)


@router.post("/{need_id}/end", openapi_extra=END)
async def end_need(
    household_id: UUID, need_id: UUID, request: Request, visit: Visitor
) -> Response:
    """Say until when a need held; it stays in the history."""
    path = f"/households/{household_id}/needs/{need_id}/end"
    call = Call("people", "POST", path, body=await request.body())
    return await _told(visit, household_id, call)


async def _told(visit: Visit, household_id: UUID, call: Call) -> Response:
    answer = await visit.ask(call)
    home = Call("people", "GET", f"/households/{household_id}")
    members = (await visit.ask_json(home))["members"]
    await visit.log_readings(members)
    return relay(visit, answer)
