"""Routes that hand a ledger or an empty template out, with the reason why."""

import asyncio
from base64 import b64encode
from typing import Annotated
from typing import Literal
from uuid import UUID

from fastapi import APIRouter
from fastapi import Response
from pydantic import BaseModel
from pydantic import ConfigDict
from pydantic import Field

from common.contracts.values import AreaCode
from common.database import Transaction
from common.intake.templates import template
from common.tokens import CallerHeader
from common.tokens import only
from services.people.areas.storage import areas_by_code
from services.people.exports.domain import Numbers
from services.people.exports.domain import check_numbers
from services.people.exports.storage import people_to_export
from services.people.exports.writing import Leaving
from services.people.exports.writing import Looks
from services.people.exports.writing import ledger_of
from services.people.requests import KeysHere
from services.people.requests import Today
from services.people.tables import OFFICERS
from services.people.workers.facts import current_facts
from services.people.workers.identities import opened_person

router = APIRouter(prefix="/exports", tags=["exports"], dependencies=[only(*OFFICERS)])
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TOWN = 9


class ExportDraft(BaseModel):
    """Whose ledger is taken out, why, with which columns and how much of numbers."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    reason: Annotated[str, Field(min_length=2, max_length=100)]
    area: AreaCode | None = None
    numbers: Numbers = "masked"
    columns: Annotated[tuple[str, ...], Field(max_length=64)] = ()


class Exported(BaseModel):
    """The workbook in base 64, and of whom it tells."""

    workers: tuple[UUID, ...]
    workbook: str


@router.post("/workers")
async def export_workers(
    draft: ExportDraft,
    caller: CallerHeader,
    keys: KeysHere,
    day: Today,
    tx: Transaction,
) -> Exported:
    """A ledger of everybody in an area, as it may be brought in again."""
    check_numbers(caller.role, draft.numbers)
    rows = await people_to_export(tx, caller, draft.area)
    facts = await current_facts(tx, keys, [row.id for row in rows])
    codes = {row.area for row in rows}
    areas = await areas_by_code(tx, codes | {_town(code) for code in codes})
    names = {code: area.name for code, area in areas.items()}
    people = [
        Leaving(
            row,
            person,
            facts.get(row.id, {}),
            names.get(row.area, "") if row.area != _town(row.area) else "",
            names.get(_town(row.area), ""),
        )
        for row in rows
        if (person := opened_person(keys, row.id, row))
    ]
    note = f"{day:%Y-%m-%d} {caller.role} 导出，用途：{draft.reason}"
    looks = Looks(note, draft.numbers, draft.columns)
    content = await asyncio.to_thread(ledger_of, people, looks)
    return Exported(
        workers=tuple(one.row.id for one in people),
        workbook=b64encode(content).decode(),
    )


@router.get("/templates/{kind}")
async def empty_template(kind: Literal["workers", "posts"]) -> Response:
    """An empty workbook to fill in, with instructions and drop-downs."""
    return Response(await asyncio.to_thread(template, kind), media_type=XLSX)


def _town(code: str) -> str:
    return code[:TOWN].ljust(12, "0")
