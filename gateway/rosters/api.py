"""The five lists of a village or a township: on screen, as a workbook, on paper."""

import asyncio
from datetime import date

from fastapi import APIRouter
from fastapi import Request
from fastapi import Response

from common.contracts.placements import Placed
from common.contracts.rosters import Roster
from common.contracts.values import AreaCode
from common.contracts.values import Contract
from common.texts import say
from gateway.answering import answer_with
from gateway.calling import Call
from gateway.door import Visit
from gateway.door import Visitor
from gateway.paging import Asked
from gateway.printing.book import XLSX
from gateway.printing.book import Page
from gateway.printing.book import workbook_of
from gateway.printing.files import as_file
from gateway.printing.paper import PDF
from gateway.printing.paper import Press
from gateway.printing.paper import framed
from gateway.rosters.drawing import page_of
from gateway.rosters.drawing import paper_of
from gateway.rosters.lists import KINDS
from gateway.rosters.lists import Entry
from gateway.rosters.lists import ListKind
from gateway.rosters.lists import five_lists
from gateway.rosters.lists import works_of

router = APIRouter(prefix="/v1/lists", tags=["lists"])
PAGE = 200
# No area that a list is made for has more people than that.
MOST_PAGES = 25
Lists = dict[ListKind, tuple[Entry, ...]]


class ListHead(Contract):
    """How many stand on a list, and of how many something was told this half-year."""

    kind: ListKind
    title: str
    count: int
    fresh: int


class FiveLists(Contract):
    """The five lists of an area on a day, as numbers; nobody counts twice in one."""

    area: AreaCode
    as_of: date
    lists: tuple[ListHead, ...]


class OneList(ListHead):
    """One list with its people."""

    area: AreaCode
    as_of: date
    entries: tuple[Entry, ...]


@router.get("/{area}", response_model=FiveLists)
async def find_lists(area: AreaCode, visit: Visitor) -> Response:
    """The five lists of a village or a township, as numbers."""
    roster, lists = await _lists(visit, area)
    heads = tuple(_head(visit, roster, kind, lists) for kind in KINDS)
    told = FiveLists(area=area, as_of=roster.as_of, lists=heads)
    return answer_with(visit, told)


@router.get("/{area}/{list_kind}", response_model=OneList)
async def list_by_kind(area: AreaCode, list_kind: ListKind, visit: Visitor) -> Response:
    """One of the five lists, everybody on it by village and household."""
    roster, lists = await _lists(visit, area)
    await _noted(visit, lists[list_kind])
    told = OneList(
        **dict(_head(visit, roster, list_kind, lists)),
        area=area,
        as_of=roster.as_of,
        entries=lists[list_kind],
    )
    return answer_with(visit, told)


@router.get("/{area}/{list_kind}/workbook")
async def list_workbook(
    area: AreaCode, list_kind: ListKind, visit: Visitor
) -> Response:
    """One of the five lists as .xlsx."""
    page = await _page(visit, area, list_kind)
    content = await asyncio.to_thread(workbook_of, page)
    return as_file(content, f"{list_kind}.xlsx", XLSX)


@router.get("/{area}/{list_kind}/paper")
async def list_paper(
    area: AreaCode, list_kind: ListKind, request: Request, visit: Visitor
) -> Response:
    """One of the five lists as PDF on A4, with a column to sign in."""
    told = paper_of(await _page(visit, area, list_kind), visit.lang)
    press: Press = request.app.state.press
    content = await press.set("list", {**told, **framed(visit)})
    return as_file(content, f"{list_kind}.pdf", PDF)


async def _lists(visit: Visit, area: AreaCode) -> tuple[Roster, Lists]:
    told = await visit.ask_json(Call("people", "GET", f"/rosters/{area}"))
    roster = Roster.model_validate(told)
    return roster, five_lists(roster, works_of(await _placed(visit, area)))


async def _placed(visit: Visit, area: AreaCode) -> list[Placed]:
    """Work that goes on of those who live in an area."""
    found: list[Placed] = []
    query: Asked = {"area": area, "open": "true", "limit": PAGE}
    for _ in range(MOST_PAGES):
        rows = await visit.ask_json(Call("jobs", "GET", "/placements", query))
        found += [Placed.model_validate(row) for row in rows]
        if len(rows) < PAGE:
            break
        query = {**query, "after": rows[-1]["id"]}
    return found


async def _page(visit: Visit, area: AreaCode, kind: ListKind) -> Page:
    roster, lists = await _lists(visit, area)
    await _noted(visit, lists[kind])
    return page_of(roster, kind, lists[kind], visit.lang)


async def _noted(visit: Visit, entries: tuple[Entry, ...]) -> None:
    await visit.log_readings(entry.person.worker for entry in entries)


def _head(visit: Visit, roster: Roster, kind: ListKind, lists: Lists) -> ListHead:
    name = roster.area_name or roster.area
    return ListHead(
        kind=kind,
        title=say(f"list.{kind}", visit.lang, area=name),
        count=len(lists[kind]),
        fresh=sum(entry.person.fresh for entry in lists[kind]),
    )
