"""The month's work of a village, and visit forms split among its staff."""

import asyncio
from typing import Annotated

from fastapi import APIRouter
from fastapi import Query
from fastapi import Request
from fastapi import Response
from pydantic import BaseModel
from pydantic import ConfigDict
from pydantic import Field

from common.contracts.rosters import Monitoring
from common.contracts.rosters import Roster
from common.contracts.rosters import RosterLine
from common.contracts.values import AreaCode
from common.contracts.values import Contract
from common.texts import say
from gateway.answering import answer_with
from gateway.calling import Call
from gateway.door import Visit
from gateway.door import Visitor
from gateway.door import today
from gateway.printing.book import XLSX
from gateway.printing.book import workbook_of
from gateway.printing.files import as_file
from gateway.printing.paper import PDF
from gateway.printing.paper import Press
from gateway.printing.paper import framed
from gateway.rosters.drawing import paper_of
from gateway.visits.drawing import form_of
from gateway.visits.drawing import report_of
from gateway.visits.splitting import Who
from gateway.visits.splitting import split
from gateway.visits.splitting import to_visit

router = APIRouter(prefix="/v1", tags=["visits"])
Month = Annotated[str, Query(pattern=r"^20[0-9]{2}-(0[1-9]|1[0-2])$")]
Name = Annotated[str, Field(min_length=1, max_length=30)]


class VisitsAsked(BaseModel):
    """Whom to see, and the staff among whom it is split; `part` is from 1."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    who: Who = "due"
    staff: Annotated[list[Name], Field(max_length=20)] = Field(default_factory=list)
    part: Annotated[int, Field(ge=1, le=20)] = 1


class VisitPart(Contract):
    """Whom one member of the staff sees."""

    staff: str
    people: tuple[RosterLine, ...]


@router.get("/monitoring/{area}", response_model=Monitoring)
async def monitoring_of(area: AreaCode, month: Month, visit: Visitor) -> Response:
    """Who left, returned, began or stopped in a month; who works where."""
    return answer_with(visit, await _monitoring(visit, area, month))


@router.get("/monitoring/{area}/workbook")
async def monitoring_workbook(area: AreaCode, month: Month, visit: Visitor) -> Response:
    """The month's report as .xlsx."""
    page = report_of(await _monitoring(visit, area, month), visit.lang, today())
    content = await asyncio.to_thread(workbook_of, page)
    return as_file(content, "monitoring.xlsx", XLSX)


@router.get("/monitoring/{area}/paper")
async def monitoring_paper(
    area: AreaCode, month: Month, request: Request, visit: Visitor
) -> Response:
    """The month's report as PDF on A4."""
    page = report_of(await _monitoring(visit, area, month), visit.lang, today())
    press: Press = request.app.state.press
    told = {**paper_of(page, visit.lang), **framed(visit)}
    return as_file(await press.set("list", told), "monitoring.pdf", PDF)


@router.get("/visits/{area}", response_model=list[VisitPart])
async def find_visits(
    area: AreaCode, visit: Visitor, asked: Annotated[VisitsAsked, Query()]
) -> Response:
    """Whom to see in a village, split among the staff; households stay together."""
    parts = await _parts(visit, area, asked)
    await visit.log_readings(one.worker for part in parts for one in part.people)
    return answer_with(visit, parts)


@router.get("/visits/{area}/paper")
async def visit_forms(
    area: AreaCode,
    request: Request,
    visit: Visitor,
    asked: Annotated[VisitsAsked, Query()],
) -> Response:
    """The forms of one member of the staff as PDF, with what is known on them."""
    parts = await _parts(visit, area, asked)
    part = parts[min(asked.part, len(parts)) - 1]
    await visit.log_readings(one.worker for one in part.people)
    title = say("visit.title", visit.lang, staff=part.staff)
    told = form_of(part.people, title, visit.lang, today())
    press: Press = request.app.state.press
    content = await press.set("visits", {**told, **framed(visit)})
    return as_file(content, "visits.pdf", PDF)


async def _monitoring(visit: Visit, area: AreaCode, month: str) -> Monitoring:
    call = Call("people", "GET", f"/rosters/{area}/monitoring", {"month": month})
    told = Monitoring.model_validate(await visit.ask_json(call))
    await visit.log_readings(row.person.worker for row in told.rows)
    return told


async def _parts(visit: Visit, area: AreaCode, asked: VisitsAsked) -> list[VisitPart]:
    told = await visit.ask_json(Call("people", "GET", f"/rosters/{area}"))
    people = to_visit(Roster.model_validate(told).rows, asked.who)
    staff = asked.staff or [visit.account.title]
    return [
        VisitPart(staff=name, people=tuple(part))
        for name, part in zip(staff, split(people, len(staff)), strict=True)
    ]
