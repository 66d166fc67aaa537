"""Employers and their sites: asked of jobs, which keeps the register."""

from typing import Annotated
from typing import Literal
from uuid import UUID

from fastapi import APIRouter
from fastapi import Query
from fastapi import Request
from fastapi import Response
from pydantic import Field

from common.contracts.jobs import PostKind
from common.contracts.values import AreaCode
from common.contracts.values import Mode
from gateway.answering import relay
from gateway.calling import Call
from gateway.door import Visitor
from gateway.employers import examples
from gateway.paging import Counted

router = APIRouter(prefix="/v1", tags=["employers"])


class EmployerPart(Counted):
    """Which employers a list shows."""

    area: AreaCode | None = None
    kind: PostKind | None = None
    standing: Literal["unverified", "verified", "suspended"] | None = None
    text: Annotated[str | None, Field(max_length=100)] = None


class SitePart(Counted):
    """Which sites a list shows."""

    employer: UUID | None = None
    area: AreaCode | None = None


@router.post("/employers", status_code=201, openapi_extra=examples.EMPLOYER_DRAFT)
async def add_employer(request: Request, visit: Visitor) -> Response:
    """Register an employer; its credit code is checked."""
    call = Call("jobs", "POST", "/employers", body=await request.body())
    return relay(visit, await visit.ask(call))


@router.get("/employers")
async def find_employers(
    visit: Visitor, asked: Annotated[EmployerPart, Query()]
) -> Response:
    """The employers that the caller keeps, newest first."""
    call = Call("jobs", "GET", "/employers", asked.query())
    return relay(visit, await visit.ask(call))


@router.get("/employers/{employer_id}")
async def employer_by_id(employer_id: UUID, visit: Visitor) -> Response:
    """One employer that the caller keeps."""
    call = Call("jobs", "GET", f"/employers/{employer_id}")
    return relay(visit, await visit.ask(call))


@router.put("/employers/{employer_id}", openapi_extra=examples.EMPLOYER_DRAFT)
async def change_employer(
    employer_id: UUID, request: Request, visit: Visitor
) -> Response:
    """Tell anew; after another name or credit code the papers are looked at again."""
    body = await request.body()
    call = Call("jobs", "PUT", f"/employers/{employer_id}", body=body)
    return relay(visit, await visit.ask(call))


@router.post("/employers/{employer_id}/verify")
async def verify_employer(employer_id: UUID, visit: Visitor) -> Response:
    """An officer has seen the papers and found them right."""
    call = Call("jobs", "POST", f"/employers/{employer_id}/verify")
    return relay(visit, await visit.ask(call))


@router.post("/employers/{employer_id}/suspend", openapi_extra=examples.REASON)
async def suspend_employer(
    employer_id: UUID, request: Request, visit: Visitor
) -> Response:
    """Show none of the employer's posts until its papers are found right."""
    body = await request.body()
    call = Call("jobs", "POST", f"/employers/{employer_id}/suspend", body=body)
    return relay(visit, await visit.ask(call))


@router.post("/sites", status_code=201, openapi_extra=examples.SITE_DRAFT)
async def add_site(request: Request, visit: Visitor) -> Response:
    """Add a place where an employer's work is done."""
    call = Call("jobs", "POST", "/sites", body=await request.body())
    return relay(visit, await visit.ask(call))


@router.get("/sites")
async def find_sites(visit: Visitor, asked: Annotated[SitePart, Query()]) -> Response:
    """Sites, newest first; an employer sees its own only."""
    return relay(visit, await visit.ask(Call("jobs", "GET", "/sites", asked.query())))


@router.get("/sites/{site_id}")
async def site_by_id(site_id: UUID, visit: Visitor) -> Response:
    """One site of an employer that the caller keeps."""
    return relay(visit, await visit.ask(Call("jobs", "GET", f"/sites/{site_id}")))


@router.put("/sites/{site_id}", openapi_extra=examples.SITE_DRAFT)
async def change_site(site_id: UUID, request: Request, visit: Visitor) -> Response:
    """Tell a site anew."""
    body = await request.body()
    call = Call("jobs", "PUT", f"/sites/{site_id}", body=body)
    return relay(visit, await visit.ask(call))


@router.get("/sites/{site_id}/ways")
async def find_ways(
    site_id: UUID,
    visit: Visitor,
    ended: Annotated[bool, Query(description="also what held before")] = False,
) -> Response:
    """What is known of the ways to a site, and who said it."""
    asked = {"ended": "true"} if ended else {}
    call = Call("jobs", "GET", f"/sites/{site_id}/ways", asked)
    return relay(visit, await visit.ask(call))


@router.put("/sites/{site_id}/ways", openapi_extra=examples.WAY_DRAFT)
async def know_way(site_id: UUID, request: Request, visit: Visitor) -> Response:
    """Say how long the way from the own village takes, or that there is none."""
    body = await request.body()
    call = Call("jobs", "PUT", f"/sites/{site_id}/ways", body=body)
    return relay(visit, await visit.ask(call))


@router.delete("/sites/{site_id}/ways")
async def forget_way(
    site_id: UUID, from_area: AreaCode, mode: Mode, visit: Visitor
) -> Response:
    """Take back what was said of one way; the minutes of the model hold again."""
    asked = {"from_area": from_area, "mode": mode}
    call = Call("jobs", "DELETE", f"/sites/{site_id}/ways", asked)
    return relay(visit, await visit.ask(call))
