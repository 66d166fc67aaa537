"""Routes for the needs of a household: written down, ended, read as of a day."""

from datetime import date
from datetime import datetime
from typing import Annotated
from typing import Any
from typing import Literal
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel
from pydantic import ConfigDict
from pydantic import Field

from common.database import Transaction
from common.idempotency import OneEffect
from common.intake.stated import Hours
from common.tokens import only
from services.people.households.storage import household_by_id
from services.people.needs import storage
from services.people.needs.domain import Identification
from services.people.needs.domain import check_entry
from services.people.needs.domain import check_past
from services.people.needs.storage import NeedKind
from services.people.needs.storage import NeedRow
from services.people.tables import OFFICERS
from services.people.tables import random_id
from services.people.workers.api import Here
from services.people.workers.domain import Source
from services.people.workers.registering import Desk

router = APIRouter(
    prefix="/households/{household_id}/needs",
    tags=["households"],
    route_class=OneEffect,
    dependencies=[only(*OFFICERS)],
)


class Draft(BaseModel):
    """Base of what is told: frozen, and an unknown field is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class IdentificationDraft(Draft):
    """In which hardship the office counts the household, since when."""

    kind: Identification
    entered_on: date
    source: Source = "comparison"


class CareDraft(Draft):
    """Who at home needs somebody beside them, and at which hours."""

    who: Literal["child", "old", "ill", "disabled"]
    hours: Annotated[tuple[Hours, ...], Field(max_length=14)] = ()
    note: Annotated[str, Field(max_length=200)] = ""
    source: Source = "visit"


class EndDraft(Draft):
    """The last day; risk eliminated (风险消除), or nobody needs the care any more."""

    until: date


class Need(BaseModel):
    """One need of a household, with where it comes from and until when it held."""

    id: UUID
    kind: NeedKind
    told: dict[str, Any]
    source: Source
    since: date
    until: date | None
    recorded_by: str
    recorded_at: datetime
    ended_by: str | None


@router.get("")
async def find_needs(
    household_id: UUID, desk: Here, tx: Transaction, as_of: date | None = None
) -> list[Need]:
    """How a household is identified and who needs care; `as_of` on one day."""
    await household_by_id(tx, desk.caller, household_id)
    rows = await storage.find_needs(tx, household_id, as_of)
    return [_need(desk, row) for row in rows]


@router.post("/identifications", status_code=201)
async def identify(
    household_id: UUID, draft: IdentificationDraft, desk: Here, tx: Transaction
) -> Need:
    """Note an identification that the era of its day knows."""
    check_entry(draft.kind, draft.entered_on, desk.today)
    told = {"kind": draft.kind}
    row = _row(desk, household_id, told, ("identification", draft.source))
    row.since = draft.entered_on
    return await _kept(tx, desk, row)


@router.post("/cares", status_code=201)
async def note_care(
    household_id: UUID, draft: CareDraft, desk: Here, tx: Transaction
) -> Need:
    """Note a duty of care that the household bears as a whole."""
    told = draft.model_dump(mode="json", exclude={"source"})
    row = _row(desk, household_id, told, ("care", draft.source))
    return await _kept(tx, desk, row)


@router.post("/{need_id}/end")
async def end_need(
    household_id: UUID, need_id: UUID, draft: EndDraft, desk: Here, tx: Transaction
) -> Need:
    """Say until when a need held; it stays in the history."""
    check_past("until", draft.until, desk.today)
    await household_by_id(tx, desk.caller, household_id)
    row = await storage.need_by_id(tx, household_id, need_id)
    row.end(draft.until, desk.caller.subject, desk.now)
    return _need(desk, row)


def _row(
    desk: Desk, household: UUID, told: dict[str, Any], way: tuple[NeedKind, Source]
) -> NeedRow:
    id, (kind, source) = random_id(), way
    return NeedRow(
        id=id,
        household_id=household,
        kind=kind,
        words=desk.keys.of_row(storage.TABLE, id).seal_json("words", told),
        source=source,
        since=desk.today,
        recorded_by=desk.caller.subject,
        recorded_at=desk.now,
    )


async def _kept(tx: Transaction, desk: Desk, row: NeedRow) -> Need:
    await household_by_id(tx, desk.caller, row.household_id)
    return _need(desk, await storage.add_need(tx, row))


def _need(desk: Desk, row: NeedRow) -> Need:
    plain = row.model_dump(include=set(Need.model_fields) - {"told"})
    seal = desk.keys.of_row(storage.TABLE, row.id)
    return Need(told=seal.open_json("words", row.words), **plain)
