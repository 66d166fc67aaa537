"""Routes for workbooks of people: brought, looked at, written, taken back."""

from dataclasses import dataclass
from datetime import date
from datetime import datetime
from typing import Annotated
from typing import Any
from typing import Literal
from uuid import UUID

from fastapi import APIRouter
from fastapi import BackgroundTasks
from fastapi import Depends
from fastapi import Header
from fastapi import Query
from fastapi import Request
from fastapi import Response
from pydantic import BaseModel
from pydantic import ConfigDict
from pydantic import Field
from sqlmodel.ext.asyncio.session import AsyncSession

from common.database import Transaction
from common.idempotency import KeyMissing
from common.idempotency import OneEffect
from common.problems import FieldError
from common.problems import NotFound
from common.texts import Language
from common.texts import language
from common.tokens import Caller
from common.tokens import CallerHeader
from common.tokens import only
from services.people.imports import storage
from services.people.imports.bringing import Bringing
from services.people.imports.bringing import key_of
from services.people.imports.columns import check_columns
from services.people.imports.domain import UNDO_FOR
from services.people.imports.domain import FileRefused
from services.people.imports.domain import ImportForgotten
from services.people.imports.domain import ImportRunning
from services.people.imports.domain import Outcome
from services.people.imports.domain import State
from services.people.imports.lines import find_lines
from services.people.imports.lines import opened
from services.people.imports.showing import Sheet
from services.people.imports.showing import ShownLine
from services.people.imports.showing import shown_line
from services.people.imports.showing import shown_sheets
from services.people.imports.storage import ImportRow
from services.people.requests import KeysHere
from services.people.requests import Today
from services.people.requests import moment
from services.people.sealing import Keys
from services.people.tables import OFFICERS

OFFICES = [only(*OFFICERS)]
router = APIRouter(
    prefix="/imports", tags=["imports"], route_class=OneEffect, dependencies=OFFICES
)
# A file is too long to be kept with its answer; its key stands in the import itself.
bringing = APIRouter(prefix="/imports", tags=["imports"], dependencies=OFFICES)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Import(BaseModel):
    """How far a workbook is: `done` of `total` lines in the state it is in."""

    id: UUID
    state: State
    file: str
    said_on: date
    total: int
    done: int
    new: int
    changed: int
    same: int
    wrong: int
    skipped: int
    reason: str | None
    sheets: tuple[Sheet, ...]
    workbook: str
    left_over: tuple[Any, ...]
    made_at: datetime
    committed_at: datetime | None
    undo_until: datetime | None


class CommitDraft(BaseModel):
    """`all`: only if no line is wrong; `good`: wrong lines are passed over."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rows: Literal["all", "good"] = "all"


class ColumnsDraft(BaseModel):
    """What the office's own headings mean; an empty field means nothing."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    columns: Annotated[dict[str, str], Field(min_length=1, max_length=64)]


class FileAsked(BaseModel):
    """The file's name, and the day to which its words belong; today if none is told."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Annotated[str, Field(min_length=1, max_length=200)] = "台账"
    said_on: date | None = None


class LinesAsked(BaseModel):
    """Which lines are shown: of one outcome, behind a position."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    outcome: Outcome | None = None
    after: Annotated[int, Field(ge=0)] = 0
    limit: Annotated[int, Field(ge=1, le=200)] = 50


@dataclass(frozen=True, slots=True)
class Sitting:
    """An officer before an import: in whose name, in which language."""

    caller: Caller
    keys: Keys
    lang: Language
    tx: AsyncSession
    request: Request
    after: BackgroundTasks

    async def row(self, id: UUID, *, lock: bool = False) -> ImportRow:
        return await storage.import_by_id(self.tx, self.caller, id, lock=lock)

    async def moved(self, row: ImportRow) -> Import:
        """Stored; who works on it is woken when that is committed."""
        told = _told(await storage.save_import(self.tx, row), self.lang)
        self.after.add_task(self.request.app.state.imports.wake)
        return told


async def _language(
    accept: Annotated[str, Header(alias="Accept-Language")] = "zh",
) -> Language:
    return language(accept)


Spoken = Annotated[Language, Depends(_language)]


async def _sitting(  # noqa: PLR0913 - each is a part of the request
    caller: CallerHeader,
    keys: KeysHere,
    lang: Spoken,
    tx: Transaction,
    request: Request,
    after: BackgroundTasks,
) -> Sitting:
    return Sitting(caller, keys, lang, tx, request, after)


Here = Annotated[Sitting, Depends(_sitting)]


@bringing.post("/files", status_code=202)
async def bring_file(  # noqa: PLR0913 - each is a part of the request
    request: Request,
    asked: Annotated[FileAsked, Query()],
    caller: CallerHeader,
    keys: KeysHere,
    day: Today,
    lang: Spoken,
    key: Annotated[str, Header(alias="Idempotency-Key")] = "",
) -> Import:
    """Bring a workbook of people; it is looked at, and nothing is written yet."""
    if not 16 <= len(key) <= 200:
        raise KeyMissing
    said_on = min(asked.said_on or day, day)
    upload = Bringing(
        request.app.state.database,
        keys,
        caller,
        key_of(caller, key),
        asked.name,
        said_on,
    )
    brought = await upload.receive(request.stream())
    await request.app.state.imports.wake()
    row = await upload.settled(brought.id)
    if row.state == "refused":
        raise FileRefused(FieldError("file", f"field.{row.reason}", row.numbers))
    return _told(row, lang)


@router.get("/files")
async def find_imports(
    caller: CallerHeader,
    tx: Transaction,
    lang: Spoken,
    after: UUID | None = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> list[Import]:
    """Workbooks that the office brought, the latest first."""
    rows = await storage.find_imports(tx, caller, after, limit)
    return [_told(row, lang) for row in rows]


@router.get("/files/{import_id}")
async def import_by_id(import_id: UUID, here: Here) -> Import:
    """How far a workbook is, and what its columns were taken for."""
    return _told(await here.row(import_id), here.lang)


@router.get("/files/{import_id}/rows")
async def find_import_rows(
    import_id: UUID, asked: Annotated[LinesAsked, Query()], here: Here
) -> list[ShownLine]:
    """Lines of a workbook: what is wrong, or what would change, field by field."""
    row = await here.row(import_id)
    if row.forgotten:
        raise ImportForgotten
    found = await find_lines(
        here.tx, import_id, asked.outcome, asked.after, asked.limit
    )
    seal, names = row.seal(here.keys), [sheet["name"] for sheet in row.sheets]
    return [
        shown_line(line, opened(seal, line), names[line.sheet], here.lang)
        for line in found
    ]


@router.post("/files/{import_id}/commit", status_code=202)
async def commit_import(import_id: UUID, draft: CommitDraft, here: Here) -> Import:
    """Write the lines: all of them or none, or the good ones."""
    row = await here.row(import_id, lock=True)
    row.progress.check_commit(only_whole=draft.rows == "all")
    row.state, row.done = "committing", 0
    return await here.moved(row)


@router.post("/files/{import_id}/undo", status_code=202)
async def undo_import(import_id: UUID, here: Here) -> Import:
    """Take back what was written, within a day; what was changed since is left."""
    row = await here.row(import_id, lock=True)
    row.progress.check_undo(moment())
    row.state, row.done = "undoing", 0
    return await here.moved(row)


@router.post("/files/{import_id}/columns", status_code=202)
async def name_columns(import_id: UUID, draft: ColumnsDraft, here: Here) -> Import:
    """Say what the office's own headings mean: remembered, and read again with it."""
    row = await here.row(import_id, lock=True)
    row.progress.check_commit(only_whole=False)
    await storage.save_columns(here.tx, row.area, check_columns(draft.columns))
    row.state, row.done = "reading", 0
    return await here.moved(row)


@router.get("/files/{import_id}/workbook")
async def marked_workbook(import_id: UUID, here: Here) -> Response:
    """The same workbook with marked cells and a last column that says what to mend."""
    row = await here.row(import_id)
    if row.book == "wanted":
        raise ImportRunning(retry_after_s=2)
    pieces = storage.parts_of(here.tx, row.seal(here.keys), row.id, "book")
    content = b"".join([piece async for piece in pieces])
    if not content:
        raise NotFound
    return Response(content, media_type=XLSX)


def _told(row: ImportRow, lang: Language) -> Import:
    same = set(Import.model_fields) & set(ImportRow.model_fields)
    known = row.model_dump(include=same - {"sheets", "reason"})
    reason = None
    if row.reason:
        error = FieldError("file", f"field.{row.reason}", row.numbers)
        reason = error.public(lang)["message"]
    until = row.committed_at + UNDO_FOR if row.committed_at else None
    return Import(
        **known,
        new=row.added,
        reason=reason,
        workbook=row.book,
        sheets=shown_sheets(row.sheets, lang),
        undo_until=until if row.state == "committed" else None,
    )
