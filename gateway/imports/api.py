"""Many rows at once: looked at first, then each sent to the service that owns it."""

import asyncio
from typing import Annotated
from typing import Any

from fastapi import APIRouter
from fastapi import Response
from pydantic import BaseModel
from pydantic import ConfigDict
from pydantic import Field

from common.contracts.values import Contract
from common.problems import Unavailable
from common.problems import detail
from gateway.answering import answer_with
from gateway.calling import Call
from gateway.calling import RelayedProblem
from gateway.door import Visit
from gateway.door import Visitor
from gateway.imports.domain import Kind
from gateway.imports.domain import RowResult
from gateway.imports.domain import WrongField
from gateway.imports.domain import look_at

router = APIRouter(prefix="/v1/imports", tags=["imports"])

# A service answers some hundred writes a second; more at once only wait there.
AT_ONCE = 4


class ImportDraft(BaseModel):
    """Rows as `POST /v1/workers` or `POST /v1/posts` would take each of them.

    Without `commit` nothing is written and every wrong field is told.
    """

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        json_schema_extra={
            "examples": [
                {
                    "kind": "posts",
                    "rows": [{"stated": {"title": "缝纫工", "openings": 3}}],
                    "commit": False,
                }
            ]
        },
    )

    kind: Kind
    rows: Annotated[tuple[dict[str, Any], ...], Field(min_length=1, max_length=500)]
    commit: bool = False


class ImportReport(Contract):
    """What became of every row, in the order of the rows."""

    committed: bool
    good: int
    wrong: int
    rows: tuple[RowResult, ...]


@router.post("", response_model=ImportReport)
async def add_import(draft: ImportDraft, visit: Visitor) -> Response:
    """Look at many rows, and with `commit` write the good ones; the same key resumes.

    Every row is written under a key of its own, so that a repeat after a cut line
    writes only what is missing.
    """
    room = asyncio.Semaphore(AT_ONCE)

    async def one(number: int, row: dict[str, Any]) -> RowResult:
        errors = look_at(draft.kind, row, visit.lang)
        if errors or not draft.commit:
            return RowResult(row=number, ok=not errors, id=None, errors=errors)
        async with room:
            return await _write(visit, draft.kind, number, row)

    results = await asyncio.gather(
        *(one(number, row) for number, row in enumerate(draft.rows, 1))
    )
    if draft.kind == "workers":
        await visit.log_readings([r.id for r in results if r.id])
    good = sum(result.ok for result in results)
    report = ImportReport(
        committed=draft.commit,
        good=good,
        wrong=len(results) - good,
        rows=tuple(results),
    )
    return answer_with(visit, report)


async def _write(
    visit: Visit, kind: Kind, number: int, row: dict[str, Any]
) -> RowResult:
    member: Any = "people" if kind == "workers" else "jobs"
    key = f"{(visit.hop.key or '')[:190]}:{number}"
    call = Call(member, "POST", f"/{kind}", body=row, key=key)
    try:
        told = await visit.ask_json(call)
    except RelayedProblem as problem:
        return RowResult(
            row=number, ok=False, id=None, errors=_wrong(problem.answer.json())
        )
    except Unavailable as away:
        why = WrongField(field="", message=detail(away, visit.lang))
        return RowResult(row=number, ok=False, id=None, errors=(why,))
    return RowResult(row=number, ok=True, id=told["id"], errors=())


def _wrong(problem: dict[str, Any]) -> tuple[WrongField, ...]:
    fields = problem.get("errors") or [{"field": "", "message": problem["detail"]}]
    return tuple(WrongField.model_validate(field) for field in fields)
