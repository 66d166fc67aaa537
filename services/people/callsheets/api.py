"""Routes for call sheets: drawn up, read, and taken in again as they were filled in."""

from typing import Annotated
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi import Depends
from fastapi import Header
from fastapi import Query
from fastapi import Request
from pydantic import BaseModel
from pydantic import ConfigDict
from pydantic import Field

from common.contracts.contacts import CallSheet
from common.contracts.contacts import CallSheetHead
from common.contracts.contacts import FilledLine
from common.contracts.values import AreaCode
from common.database import Transaction
from common.idempotency import OneEffect
from common.problems import FieldError
from common.texts import Language
from common.texts import language
from common.tokens import only
from services.people.callsheets import storage
from services.people.callsheets.domain import MOST_LINES
from services.people.callsheets.domain import MOST_QUESTIONS
from services.people.callsheets.domain import SheetIsAnother
from services.people.callsheets.domain import code_of
from services.people.callsheets.drawing import Asked
from services.people.callsheets.drawing import draw_up
from services.people.callsheets.drawing import sheet_as_told
from services.people.callsheets.filling import Sheet
from services.people.callsheets.filling import read_sheet
from services.people.callsheets.returning import Returning
from services.people.imports.domain import FileRefused
from services.people.imports.jailing import READING
from services.people.imports.jailing import frames_of
from services.people.imports.vetting import FileRefusedError
from services.people.requests import Today
from services.people.tables import OFFICERS
from services.people.workers.api import Here

router = APIRouter(
    prefix="/call-sheets",
    tags=["call sheets"],
    route_class=OneEffect,
    dependencies=[only(*OFFICERS)],
)
Question = Annotated[str, Field(max_length=200)]


class CallLineDraft(BaseModel):
    """Whom to ring, and what to ask them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    worker: UUID
    questions: Annotated[tuple[Question, ...], Field(max_length=MOST_QUESTIONS)] = ()


class CallSheetDraft(BaseModel):
    """A list to draw up; without lines, whom nobody spoke with for a month."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    area: AreaCode
    post: UUID | None = None
    title: Annotated[str, Field(min_length=1, max_length=100)]
    lines: Annotated[tuple[CallLineDraft, ...], Field(max_length=MOST_LINES)] | None = (
        None
    )
    most: Annotated[int, Field(ge=1, le=MOST_LINES)] = 50

    def asked(self) -> Asked | None:
        if self.lines is None:
            return None
        return [(line.worker, line.questions) for line in self.lines]

    def about(self) -> dict[str, Any]:
        return {"area": self.area, "post": self.post, "title": self.title}


class Returned(BaseModel):
    """What became of every line; nothing was written unless `committed`."""

    committed: bool
    new: int
    same: int
    corrected: int
    wrong: int
    blank: int
    lines: tuple[FilledLine, ...]


async def said_language(
    accept_language: Annotated[str, Header()] = "zh",
) -> Language:
    """The language in which the caller is answered."""
    return language(accept_language)


async def brought(request: Request, day: Today) -> Sheet:
    """The sheet in the body, opened where it can do no harm, before any transaction."""
    rows = []
    try:
        async for frame in frames_of(READING, [await request.body()]):
            rows += frame.get("rows", ())
    except FileRefusedError as refused:
        error = FieldError("file", f"field.{refused.key}", {**refused.numbers})
        raise FileRefused(error) from refused
    return read_sheet(rows, day)


Lang = Annotated[Language, Depends(said_language)]


async def how_taken(lang: Lang, commit: bool = False) -> tuple[Language, bool]:
    """In which language, and whether anything is written."""
    return lang, commit


Taking = Annotated[tuple[Language, bool], Depends(how_taken)]
Brought = Annotated[Sheet, Depends(brought)]


@router.post("", status_code=201)
async def add_call_sheet(
    draft: CallSheetDraft, desk: Here, lang: Lang, tx: Transaction
) -> CallSheet:
    """Draw a list up and keep who stands on which line."""
    row = storage.fresh_sheet(desk.caller, desk.now, **draft.about())
    await draw_up(tx, desk, row, draft.asked(), (draft.most, lang))
    return await sheet_as_told(tx, desk, row)


@router.get("")
async def find_call_sheets(
    desk: Here,
    tx: Transaction,
    after: UUID | None = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> list[CallSheetHead]:
    """Lists of the caller's area, the latest first."""
    return await storage.find_sheets(tx, desk.caller, after, limit)


@router.get("/{sheet_id}")
async def call_sheet_by_id(sheet_id: UUID, desk: Here, tx: Transaction) -> CallSheet:
    """One list, with names and telephones of those whom the caller reaches."""
    row = await storage.sheet_by_id(tx, desk.caller, sheet_id)
    return await sheet_as_told(tx, desk, row)


@router.post("/{sheet_id}/outcomes")
async def take_outcomes(
    sheet_id: UUID,
    sheet: Brought,
    desk: Here,
    taking: Taking,
    tx: Transaction,
) -> Returned:
    """Take a filled-in list in: without `commit` only what would become of it."""
    row = await storage.sheet_by_id(tx, desk.caller, sheet_id, lock=True)
    check_code(sheet, sheet_id)
    lines = await Returning(tx, desk, row, *taking).take(sheet.lines)
    states = [line.state for line in lines]
    return Returned(
        committed=taking[1],
        new=states.count("new"),
        same=states.count("same"),
        corrected=states.count("corrected"),
        wrong=states.count("wrong"),
        blank=states.count("blank"),
        lines=tuple(lines),
    )


def check_code(sheet: Sheet, id: UUID) -> None:
    """SheetIsAnother if another list's number is printed on it."""
    if sheet.code and sheet.code != code_of(id):
        raise SheetIsAnother(code=sheet.code)
