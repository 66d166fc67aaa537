"""Routes that hand a ledger or an empty template out, with the reason why."""

import asyncio
from base64 import b64encode
from datetime import date
from datetime import datetime
from datetime import time
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
from common.idempotency import OneEffect
from common.intake.templates import template
from common.tokens import CallerHeader
from common.tokens import only
from services.people.areas.storage import areas_by_code
from services.people.exports.domain import Numbers
from services.people.exports.domain import check_fields
from services.people.exports.domain import check_numbers
from services.people.exports.storage import find_sets
from services.people.exports.storage import people_to_export
from services.people.exports.storage import save_set
from services.people.exports.storage import set_of
from services.people.exports.writing import Leaving
from services.people.exports.writing import Looks
from services.people.exports.writing import ledger_of
from services.people.requests import CHINA
from services.people.requests import KeysHere
from services.people.requests import Today
from services.people.tables import OFFICERS
from services.people.workers.facts import current_facts
from services.people.workers.identities import opened_person

OFFICES = [only(*OFFICERS)]
router = APIRouter(prefix="/exports", tags=["exports"], dependencies=OFFICES)
keeping = APIRouter(
    prefix="/exports", tags=["exports"], dependencies=OFFICES, route_class=OneEffect
)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TOWN = 9


class ExportDraft(BaseModel):
    """Whose ledger is taken out, why, with which columns and how much of numbers.

    `set` names columns that the office keeps; `as_of` a day, at whose end facts held.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    reason: Annotated[str, Field(min_length=2, max_length=100)]
    area: AreaCode | None = None
    numbers: Numbers = "masked"
    columns: Annotated[tuple[str, ...], Field(max_length=64)] = ()
    set: Annotated[str, Field(max_length=40)] | None = None
    as_of: date | None = None

    @property
    def moment(self) -> datetime | None:
        """The end of the day, as the county's clock shows it."""
        if self.as_of is None:
            return None
        return datetime.combine(self.as_of, time.max, CHINA)


class ExportSet(BaseModel):
    """Columns under a name; without columns the name is forgotten."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Annotated[str, Field(min_length=1, max_length=40)]
    columns: Annotated[tuple[str, ...], Field(max_length=64)]


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
    fields = await _fields(tx, caller, draft)
    rows = await people_to_export(tx, caller, draft.area, as_of=draft.moment)
    ids = [row.id for row in rows]
    facts = await current_facts(tx, keys, ids, as_of=draft.moment)
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
    of_day = f"，截至{draft.as_of}" if draft.as_of else ""
    note = f"{day:%Y-%m-%d} {caller.role} 导出{of_day}，用途：{draft.reason}"
    looks = Looks(note, draft.numbers, fields, draft.as_of is not None)
    content = await asyncio.to_thread(ledger_of, people, looks)
    return Exported(
        workers=tuple(one.row.id for one in people),
        workbook=b64encode(content).decode(),
    )


@router.get("/sets")
async def find_export_sets(caller: CallerHeader, tx: Transaction) -> list[ExportSet]:
    """The sets of columns that the office keeps."""
    rows = await find_sets(tx, _office(caller))
    return [ExportSet(name=row.name, columns=tuple(row.columns)) for row in rows]


@keeping.put("/sets")
async def keep_export_set(
    draft: ExportSet, caller: CallerHeader, tx: Transaction
) -> ExportSet:
    """Keep columns under a name; a name without columns is forgotten."""
    check_fields(draft.columns)
    await save_set(tx, _office(caller), draft.name, draft.columns)
    return draft


@router.get("/templates/{kind}")
async def empty_template(kind: Literal["workers", "posts"]) -> Response:
    """An empty workbook to fill in, with instructions and drop-downs."""
    return Response(await asyncio.to_thread(template, kind), media_type=XLSX)


async def _fields(
    tx: Transaction, caller: CallerHeader, draft: ExportDraft
) -> tuple[str, ...]:
    check_fields(draft.columns)
    if draft.set is None:
        return draft.columns
    return await set_of(tx, _office(caller), draft.set)


def _office(caller: CallerHeader) -> str:
    """The area whose office the caller belongs to."""
    return caller.areas[0].ljust(12, "0")


def _town(code: str) -> str:
    return code[:TOWN].ljust(12, "0")
