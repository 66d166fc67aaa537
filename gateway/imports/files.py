"""Workbooks of people on their way to people: streamed through, never held here."""

from datetime import date
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

from gateway.answering import relay
from gateway.calling import Call
from gateway.door import Visitor
from gateway.examples import body_like

router = APIRouter(prefix="/v1/imports/files", tags=["imports"])
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FILE: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/octet-stream": {
                "schema": {"type": "string", "format": "binary"},
                "example": "姓名,身份证号,村\n张示例,,上村\n",
            }
        },
    }
}


class FileAsked(BaseModel):
    """The file's name, and the day to which its words belong; today if none is told."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Annotated[str, Field(min_length=1, max_length=200)] = "台账"
    said_on: date | None = None


class LinesAsked(BaseModel):
    """Which lines are shown: of one outcome, behind a position."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    outcome: Literal["new", "changed", "same", "wrong"] | None = None
    after: Annotated[int, Field(ge=0)] = 0
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class FilesAsked(BaseModel):
    """Which workbooks are listed: those brought before one."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    after: UUID | None = None
    limit: Annotated[int, Field(ge=1, le=100)] = 20


def _query(asked: BaseModel) -> dict[str, Any]:
    return asked.model_dump(mode="json", exclude_none=True)


@router.post("", status_code=202, openapi_extra=FILE)
async def bring_file(
    request: Request, asked: Annotated[FileAsked, Query()], visit: Visitor
) -> Response:
    """Bring a workbook of people (.xlsx, .xls, .ods, .csv); nothing is written yet."""
    return relay(
        visit,
        await visit.ask(
            Call("people", "POST", "/imports/files", _query(asked), request.stream())
        ),
    )


@router.get("")
async def find_imports(
    asked: Annotated[FilesAsked, Query()], visit: Visitor
) -> Response:
    """Workbooks that the office brought, the latest first."""
    call = Call("people", "GET", "/imports/files", _query(asked))
    return relay(visit, await visit.ask(call))


@router.get("/{import_id}")
async def import_by_id(import_id: UUID, visit: Visitor) -> Response:
    """How far a workbook is, and what its columns were taken for."""
    call = Call("people", "GET", f"/imports/files/{import_id}")
    return relay(visit, await visit.ask(call))


@router.get("/{import_id}/rows")
async def find_import_rows(
    import_id: UUID, asked: Annotated[LinesAsked, Query()], visit: Visitor
) -> Response:
    """Lines of a workbook: what is wrong, or what would change, field by field."""
    call = Call("people", "GET", f"/imports/files/{import_id}/rows", _query(asked))
    answer = await visit.ask(call)
    rows = answer.json()
    known = [row["worker"] for row in rows if row["worker"]]
    await visit.log_readings([*known, *(id for row in rows for id in row["alike"])])
    return relay(visit, answer)


@router.post("/{import_id}/commit", openapi_extra=body_like({"rows": "good"}))
async def commit_import(import_id: UUID, request: Request, visit: Visitor) -> Response:
    """Write the lines: `all` of them or none, or the `good` ones."""
    body = await request.body()
    call = Call("people", "POST", f"/imports/files/{import_id}/commit", body=body)
    return relay(visit, await visit.ask(call))


@router.post("/{import_id}/undo")
async def undo_import(import_id: UUID, visit: Visitor) -> Response:
    """Take back what was written, within a day; what was changed since is left."""
    call = Call("people", "POST", f"/imports/files/{import_id}/undo", body={})
    return relay(visit, await visit.ask(call))


@router.post(
    "/{import_id}/columns", openapi_extra=body_like({"columns": {"想干啥": "wishes"}})
)
async def name_columns(import_id: UUID, request: Request, visit: Visitor) -> Response:
    """Say what the office's own headings mean: remembered, and read again with it."""
    body = await request.body()
    call = Call("people", "POST", f"/imports/files/{import_id}/columns", body=body)
    return relay(visit, await visit.ask(call))


@router.get("/{import_id}/workbook")
async def marked_workbook(import_id: UUID, visit: Visitor) -> Response:
    """The same workbook with marked cells and a last column that says what to mend."""
    call = Call("people", "GET", f"/imports/files/{import_id}/workbook")
    answer = await visit.ask(call)
    headers = {
        "Cache-Control": "no-store",
        "Content-Disposition": "attachment; filename=marked.xlsx",
    }
    return Response(answer.body, 200, headers, XLSX)
