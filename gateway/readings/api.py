"""Who saw me, for the person; and the whole log with its seals, for the auditor."""

from datetime import datetime
from typing import Annotated
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi import Query
from fastapi import Response
from pydantic import BaseModel

from common.problems import NotFound
from gateway.answering import answer_with
from gateway.door import Visitor
from gateway.readings import storage
from gateway.readings.chain import line_of

router = APIRouter(prefix="/v1", tags=["readings"])


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


class SealedLine(BaseModel):
    """One line of the log with its link; no line where its reading is gone."""

    seq: int
    link: str
    line: dict[str, Any] | None


class SealedLog(BaseModel):
    """A page of the log in its order; `next` goes into `after`.

    `checkpoints` are the signed links of lines on this page, as compact JWS.
    """

    lines: tuple[SealedLine, ...]
    checkpoints: tuple[str, ...]
    next: int | None


@router.get("/me/readings", response_model=Readings)
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


@router.get("/readings", response_model=SealedLog)
async def read_log(
    visit: Visitor,
    after: Annotated[int, Query(ge=0)] = 0,
    limit: Annotated[int, Query(ge=1, le=1000)] = 1000,
) -> Response:
    """The whole log as it was sealed, ids only; `verify_readings.py` checks it."""
    async with visit.database.transaction() as session:
        rows = await storage.find_lines(session, after, limit)
        upto = rows[-1][0].seq if rows else after
        signed = await storage.find_checkpoints(session, after, upto)
    lines = [
        SealedLine(
            seq=link.seq,
            link=link.link.hex(),
            line=line_of(link.seq, row) if row else None,
        )
        for link, row in rows
    ]
    following = upto if len(lines) == limit else None
    told = SealedLog(lines=tuple(lines), checkpoints=tuple(signed), next=following)
    return answer_with(visit, told)
