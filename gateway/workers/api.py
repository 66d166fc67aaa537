"""Workers and their facts: asked of people, and every reading by others is logged."""

from datetime import date
from typing import Annotated
from typing import Any
from uuid import UUID

import orjson
from fastapi import APIRouter
from fastapi import Query
from fastapi import Request
from fastapi import Response
from pydantic import Field

from common.contracts.people import WorkState
from common.contracts.values import AreaCode
from gateway.answering import relay
from gateway.calling import Answer
from gateway.calling import Call
from gateway.door import Visit
from gateway.door import Visitor
from gateway.door import now
from gateway.ids import time_ordered_id
from gateway.paging import Counted
from gateway.sessions.domain import KIOSK_LOOK_UPS
from gateway.sessions.domain import LOOK_UPS
from gateway.sessions.domain import PRESENCE_LASTS
from gateway.sessions.domain import hash_of
from gateway.sessions.storage import AttemptRow
from gateway.sessions.storage import count_attempt
from gateway.sessions.storage import note_presence
from gateway.shortlists.joining import area_names
from gateway.workers import examples

router = APIRouter(prefix="/v1/workers", tags=["workers"])


class WorkerPart(Counted):
    """Which workers a list shows; `text` is a name, its sound or its initials."""

    area: AreaCode | None = None
    household: UUID | None = None
    state: WorkState | None = None
    text: Annotated[str | None, Field(min_length=1, max_length=30)] = None


@router.post("", status_code=201, openapi_extra=examples.WORKER_DRAFT)
async def add_worker(request: Request, visit: Visitor) -> Response:
    """Register a worker with whatever is known; unknown facts stay unknown."""
    call = Call("people", "POST", "/workers", body=await request.body())
    answer = await visit.ask(call)
    await _note_present(visit, answer)
    return await _told(visit, answer)


@router.get("")
async def find_workers(
    visit: Visitor, asked: Annotated[WorkerPart, Query()]
) -> Response:
    """Workers of the caller's area with the names of their villages, page by page."""
    answer = await visit.ask(Call("people", "GET", "/workers", asked.query()))
    rows = answer.json()
    names = await area_names(visit, {row["area"] for row in rows if row.get("area")})
    named = [row | {"area_name": names.get(row.get("area"))} for row in rows]
    return await _told(
        visit, Answer(answer.status, orjson.dumps(named), answer.headers)
    )


@router.post("/find", openapi_extra=examples.LOOK_UP)
async def find_worker(request: Request, visit: Visitor) -> Response:
    """Find one worker by ID number, or by name and birth date; look-ups are counted.

    At a kiosk the person found is the one who stands there for ten minutes.
    """
    quota = KIOSK_LOOK_UPS if visit.posting.role == "kiosk" else LOOK_UPS
    tried = AttemptRow(
        id=time_ordered_id(),
        key=hash_of(f"{quota.name} {visit.account.id}"),
        tried_at=now(),
    )
    async with visit.database.transaction() as session:
        await count_attempt(session, tried, quota)
    call = Call("people", "POST", "/workers/find", body=await request.body())
    answer = await visit.ask(call)
    await _note_present(visit, answer)
    return await _told(visit, answer)


@router.post("/names", openapi_extra=examples.IDS)
async def name_workers(request: Request, visit: Visitor) -> Response:
    """Names and telephones in full, to ring a list through; every one is logged."""
    call = Call("people", "POST", "/workers/names", body=await request.body())
    return await _told(visit, await visit.ask(call))


@router.get("/{worker_id}")
async def worker_by_id(worker_id: UUID, visit: Visitor) -> Response:
    """Everything about a worker that the caller may know."""
    return await _about(
        visit, worker_id, Call("people", "GET", f"/workers/{worker_id}")
    )


@router.patch("/{worker_id}", openapi_extra=examples.WORKER_CHANGE)
async def change_worker(worker_id: UUID, request: Request, visit: Visitor) -> Response:
    """Tell facts of a worker anew; what is not named stays as it is."""
    body = await request.body()
    call = Call("people", "PATCH", f"/workers/{worker_id}", body=body)
    return await _about(visit, worker_id, call)


@router.post("/{worker_id}/withdraw", openapi_extra=examples.WITHDRAWAL)
async def withdraw_worker(
    worker_id: UUID, request: Request, visit: Visitor
) -> Response:
    """Do not contact me for now; recommend nothing more; or erase what I told you."""
    body = await request.body()
    call = Call("people", "POST", f"/workers/{worker_id}/withdraw", body=body)
    return await _about(visit, worker_id, call)


@router.post("/{worker_id}/resume", openapi_extra=examples.RESUMPTION)
async def resume_worker(worker_id: UUID, request: Request, visit: Visitor) -> Response:
    """Take a withdrawal back, where that is lawful."""
    body = await request.body()
    call = Call("people", "POST", f"/workers/{worker_id}/resume", body=body)
    return await _about(visit, worker_id, call)


@router.get("/{worker_id}/facts")
async def find_facts(
    worker_id: UUID, visit: Visitor, history: bool = False, as_of: date | None = None
) -> Response:
    """Every fact of a worker with its source, its day, and who said it.

    `as_of` reads those that held on a day, as one could read them then.
    """
    day = {"as_of": as_of.isoformat()} if as_of else {}
    query = {"history": str(history).lower(), **day}
    call = Call("people", "GET", f"/workers/{worker_id}/facts", query)
    return await _about(visit, worker_id, call)


async def _about(visit: Visit, worker_id: UUID, call: Call) -> Response:
    answer = await visit.ask(call)
    await visit.log_readings([worker_id])
    return relay(visit, answer)


async def _told(visit: Visit, answer: Answer) -> Response:
    await visit.log_readings(_ids_in(answer.json()))
    return relay(visit, answer)


async def _note_present(visit: Visit, answer: Answer) -> None:
    """The one person whom a kiosk has just found stands there; else nobody does."""
    if visit.posting.role != "kiosk":
        return
    found = _ids_in(answer.json())
    worker = UUID(found[0]) if len(found) == 1 else None
    async with visit.database.transaction() as session:
        until = now() + PRESENCE_LASTS
        await note_presence(session, visit.session.id, worker, until)


def _ids_in(told: Any) -> list[str]:
    """The workers that an answer tells of: one, a list, or rows."""
    rows = told.get("rows", [told]) if isinstance(told, dict) else told or []
    return [row["id"] for row in rows if "id" in row]
