"""Call sheets: drawn up, read, taken away as a file, and brought back filled in."""

import asyncio
from collections.abc import Iterable
from collections.abc import Mapping
from typing import Annotated
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi import Query
from fastapi import Request
from fastapi import Response

from common.contracts.contacts import CallSheet
from common.contracts.contacts import CallSheetHead
from common.contracts.contacts import Contacted
from common.contracts.contacts import FilledLine
from common.contracts.values import Contract
from common.texts import say
from gateway.answering import answer_with
from gateway.answering import relay
from gateway.calling import Call
from gateway.callsheets import examples
from gateway.callsheets.asking import CallSheetDraft
from gateway.callsheets.asking import drafted
from gateway.callsheets.drawing import page_of
from gateway.callsheets.drawing import paper_of
from gateway.contacts.referring import leads_on
from gateway.contacts.referring import put_forward
from gateway.door import Visit
from gateway.door import Visitor
from gateway.door import today
from gateway.paging import Asked
from gateway.printing.book import XLSX
from gateway.printing.book import workbook_of
from gateway.printing.files import as_file
from gateway.printing.paper import PDF
from gateway.printing.paper import Press
from gateway.printing.paper import framed

router = APIRouter(prefix="/v1/call-sheets", tags=["call sheets"])
# Each yes is three writes; more at once only wait for one another.
AT_ONCE = 4


class Returned(Contract):
    """What became of every line; nothing was written unless `committed`.

    `referred` counts whom this put forward; `lines` say why somebody was not.
    """

    committed: bool
    new: int
    same: int
    corrected: int
    wrong: int
    blank: int
    referred: int
    lines: tuple[FilledLine, ...]


@router.post(
    "", status_code=201, response_model=CallSheet, openapi_extra=examples.SHEET
)
async def add_call_sheet(draft: CallSheetDraft, visit: Visitor) -> Response:
    """Draw up whom to ring: for a post as matching orders them, or in an area."""
    body = await drafted(visit, draft)
    told = await visit.ask_json(Call("people", "POST", "/call-sheets", body=body))
    sheet = CallSheet.model_validate(told)
    await visit.log_readings(line.worker for line in sheet.lines)
    return answer_with(visit, sheet, status=201)


@router.get("", response_model=list[CallSheetHead])
async def find_call_sheets(
    visit: Visitor,
    after: UUID | None = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> Response:
    """Lists of the caller's area, the latest first."""
    query: Asked = {"limit": limit, **({"after": str(after)} if after else {})}
    return relay(visit, await visit.ask(Call("people", "GET", "/call-sheets", query)))


@router.get("/{sheet_id}", response_model=CallSheet)
async def call_sheet_by_id(sheet_id: UUID, visit: Visitor) -> Response:
    """One list with its people and what was heard of each last."""
    return answer_with(visit, await _sheet(visit, sheet_id))


@router.get("/{sheet_id}/workbook")
async def call_sheet_workbook(sheet_id: UUID, visit: Visitor) -> Response:
    """The list as .xlsx, to be filled in and brought back."""
    page = page_of(await _sheet(visit, sheet_id), visit.lang, today())
    content = await asyncio.to_thread(workbook_of, page)
    return as_file(content, "call-sheet.xlsx", XLSX)


@router.get("/{sheet_id}/paper")
async def call_sheet_paper(
    sheet_id: UUID, request: Request, visit: Visitor
) -> Response:
    """The list as PDF on A4, with outcomes to tick and room to sign."""
    told = paper_of(await _sheet(visit, sheet_id), visit.lang, today())
    press: Press = request.app.state.press
    content = await press.set("list", {**told, **framed(visit)})
    return as_file(content, "call-sheet.pdf", PDF)


@router.post(
    "/{sheet_id}/outcomes", response_model=Returned, openapi_extra=examples.FILE
)
async def take_outcomes(
    sheet_id: UUID, request: Request, visit: Visitor, commit: bool = False
) -> Response:
    """Bring a list back: first to look at it, with `commit` to write it down.

    Every yes to the post puts that person forward, with their consent as it was told.
    """
    path = f"/call-sheets/{sheet_id}/outcomes"
    query: Asked = {"commit": str(commit).lower()}
    call = Call("people", "POST", path, query, await request.body())
    told = await visit.ask_json(call)
    lines = [FilledLine.model_validate(line) for line in told["lines"]]
    led = await _led_on(visit, lines) if commit else {}
    await visit.log_readings({line.worker for line in lines if line.worker})
    return answer_with(visit, _report(visit, told, lines, led))


async def _sheet(visit: Visit, id: UUID) -> CallSheet:
    told = await visit.ask_json(Call("people", "GET", f"/call-sheets/{id}"))
    sheet = CallSheet.model_validate(told)
    await visit.log_readings(line.worker for line in sheet.lines)
    return sheet


async def _led_on(visit: Visit, lines: Iterable[FilledLine]) -> dict[UUID, str]:
    """Puts forward who said yes: why not, or nothing, by contact."""
    room = asyncio.Semaphore(AT_ONCE)

    async def one(contact: Contacted) -> tuple[UUID, str]:
        async with room:
            return contact.id, await put_forward(visit, contact)

    said_yes = [one.contact for one in lines if one.contact and leads_on(one.contact)]
    return dict(await asyncio.gather(*(one(contact) for contact in said_yes)))


def _report(
    visit: Visit,
    told: dict[str, Any],
    lines: Iterable[FilledLine],
    led: Mapping[UUID, str],
) -> Returned:
    counts = {n: told[n] for n in Returned.model_fields if n in told}
    return Returned(
        **{**counts, "lines": tuple(_shown(visit, line, led) for line in lines)},
        referred=sum(not why for why in led.values()),
    )


def _shown(visit: Visit, line: FilledLine, led: Mapping[UUID, str]) -> FilledLine:
    """The line with what its yes led to; all others as they are."""
    if line.contact is None or line.contact.id not in led:
        return line
    why = led[line.contact.id]
    key = "call-sheet.not-referred" if why else "call-sheet.referred"
    return line.model_copy(update={"message": say(key, visit.lang, why=why)})
