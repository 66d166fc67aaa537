"""Merges: whoever was looked at for one is noted, both rows of a pair."""

from typing import Annotated
from typing import Any
from typing import Literal
from uuid import UUID

from fastapi import APIRouter
from fastapi import Query
from fastapi import Request
from fastapi import Response
from pydantic import BaseModel
from pydantic import ConfigDict
from pydantic import Field

from common.contracts.values import AreaCode
from gateway.answering import relay
from gateway.calling import Call
from gateway.door import Visit
from gateway.door import Visitor
from gateway.examples import body_like

router = APIRouter(prefix="/v1/merges", tags=["merges"])
NOBODY = "0190a0b0-0000-7000-8000-000000000001"
SOMEBODY = "0190a0b0-0000-7000-8000-000000000002"
DRAFT = body_like({"kept": NOBODY, "gone": SOMEBODY, "note": "同一个人，登记了两次"})


class AlikeAsked(BaseModel):
    """In which area, and how many pairs."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    area: AreaCode
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class MergesAsked(BaseModel):
    """In which state, and how many."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    state: Literal["proposed", "refused", "merged", "parted"] | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50


@router.get("/alike")
async def find_alike(asked: Annotated[AlikeAsked, Query()], visit: Visitor) -> Response:
    """Pairs of an area that may be one person, the surest first."""
    query = asked.model_dump(mode="json")
    answer = await visit.ask(Call("people", "GET", "/merges/alike", query))
    halves = (pair[half] for pair in answer.json() for half in ("kept", "gone"))
    await visit.log_readings([half["id"] for half in halves])
    return relay(visit, answer)


@router.post("", status_code=201, openapi_extra=DRAFT)
async def propose_merge(request: Request, visit: Visitor) -> Response:
    """Propose that two rows are one person; somebody else decides."""
    call = Call("people", "POST", "/merges", body=await request.body())
    return await _told(visit, call)


@router.get("")
async def find_merges(
    asked: Annotated[MergesAsked, Query()], visit: Visitor
) -> Response:
    """What was proposed and decided in the caller's area, the latest first."""
    query = asked.model_dump(mode="json", exclude_none=True)
    return await _told(visit, Call("people", "GET", "/merges", query))


@router.post("/{merge_id}/accept")
async def accept_merge(merge_id: UUID, visit: Visitor) -> Response:
    """Make two rows one person; never by who proposed it."""
    call = Call("people", "POST", f"/merges/{merge_id}/accept", body={})
    return await _told(visit, call)


@router.post("/{merge_id}/refuse")
async def refuse_merge(merge_id: UUID, visit: Visitor) -> Response:
    """They are two people; the pair is not shown again."""
    call = Call("people", "POST", f"/merges/{merge_id}/refuse", body={})
    return await _told(visit, call)


@router.post("/{merge_id}/part")
async def part_merge(merge_id: UUID, visit: Visitor) -> Response:
    """Take a merge back: two rows again, each with what was its own."""
    call = Call("people", "POST", f"/merges/{merge_id}/part", body={})
    return await _told(visit, call)


async def _told(visit: Visit, call: Call) -> Response:
    answer = await visit.ask(call)
    told: Any = answer.json()
    rows = told if isinstance(told, list) else [told]
    await visit.log_readings([row[half] for row in rows for half in ("kept", "gone")])
    return relay(visit, answer)
