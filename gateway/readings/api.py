"""Who saw me: every reading of a worker's facts by somebody else."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from fastapi import Query
from fastapi import Response
from pydantic import BaseModel

from common.problems import NotFound
from gateway.answering import answer_with
from gateway.door import Visitor
from gateway.readings import storage

router = APIRouter(prefix="/v1/me/readings", tags=["me"])


class Reading(BaseModel):
    """Somebody in a role read the caller's facts through a route."""

    id: UUID
    role: str
    title: str
    route: str
    read_at: datetime


class Readings(BaseModel):
    """A page of readings, the latest first; `next` goes into `after`."""

    rows: tuple[Reading, ...]
    next: UUID | None


@router.get("", response_model=Readings)
async def find_readings(
    visit: Visitor,
    after: UUID | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Response:
    """Who read the facts of the worker who is calling, and through what."""
    worker = visit.hop.caller.worker
    if worker is None:
        raise NotFound
    async with visit.database.transaction() as session:
        rows = await storage.find_readings(session, worker, after=after, limit=limit)
    readings = [
        Reading(
            id=row.id,
            role=row.role,
            title=row.title,
            route=row.route,
            read_at=row.read_at,
        )
        for row in rows
    ]
    following = readings[-1].id if len(readings) == limit else None
    return answer_with(visit, Readings(rows=tuple(readings), next=following))
