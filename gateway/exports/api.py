"""Ledgers that leave: whoever stands in one is noted before the file goes."""

from base64 import b64decode

from fastapi import APIRouter
from fastapi import Request
from fastapi import Response

from gateway.answering import relay
from gateway.calling import Call
from gateway.door import Visitor
from gateway.examples import body_like
from gateway.imports.files import XLSX

router = APIRouter(prefix="/v1/exports", tags=["exports"])
SET = body_like({"name": "月报", "columns": ["name", "village", "state"]})
DRAFT = body_like({"reason": "月度核对", "numbers": "masked"})


@router.post("/workers", openapi_extra=DRAFT)
async def export_workers(request: Request, visit: Visitor) -> Response:
    """A ledger as .xlsx, with the reason why; it may be brought in again."""
    call = Call("people", "POST", "/exports/workers", body=await request.body())
    told = await visit.ask_json(call)
    await visit.log_readings(told["workers"])
    return _workbook(b64decode(told["workbook"]), "ledger.xlsx")


@router.get("/sets")
async def find_export_sets(visit: Visitor) -> Response:
    """The sets of columns that the office keeps."""
    return relay(visit, await visit.ask(Call("people", "GET", "/exports/sets")))


@router.put("/sets", openapi_extra=SET)
async def keep_export_set(request: Request, visit: Visitor) -> Response:
    """Keep columns under a name; a name without columns is forgotten."""
    call = Call("people", "PUT", "/exports/sets", body=await request.body())
    return relay(visit, await visit.ask(call))


@router.get("/templates/{kind}")
async def empty_template(kind: str, visit: Visitor) -> Response:
    """An empty workbook to fill in: `workers` or `posts`."""
    answer = await visit.ask(Call("people", "GET", f"/exports/templates/{kind}"))
    return _workbook(answer.body, f"{kind}.xlsx")


def _workbook(content: bytes, name: str) -> Response:
    headers = {
        "Cache-Control": "no-store",
        "Content-Disposition": f"attachment; filename={name}",
    }
    return Response(content, 200, headers, XLSX)
