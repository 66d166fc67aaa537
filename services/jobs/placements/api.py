"""Routes for placements: work on file, the checks of it, and its end."""

from collections.abc import Awaitable
from collections.abc import Callable
from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from fastapi import Depends
from fastapi import Query
from fastapi import Response
from pydantic import BaseModel
from pydantic import ConfigDict
from pydantic import Field

from common.contracts.people import Worker
from common.contracts.placements import Channel
from common.contracts.placements import CheckDay
from common.contracts.placements import CheckOutcome
from common.contracts.placements import ContractKind
from common.contracts.placements import Insurance
from common.contracts.placements import LossCause
from common.contracts.placements import Placed
from common.contracts.placements import PlacementFigures
from common.contracts.values import AreaCode
from common.database import Transaction
from common.idempotency import OneEffect
from common.tokens import CallerHeader
from common.tokens import only
from services.jobs.keeping import KEEPERS
from services.jobs.keeping import OFFICERS
from services.jobs.knowing import ask_person
from services.jobs.placements import keeping_on
from services.jobs.placements import storage
from services.jobs.placements.domain import Ending
from services.jobs.placements.domain import Learnt
from services.jobs.placements.domain import Terms
from services.jobs.placements.storage import PlacementFilter
from services.jobs.requests import Now
from services.jobs.requests import Today
from services.jobs.requests import tell_total

HELPERS = [only("coordinator", *OFFICERS)]
router = APIRouter(
    prefix="/placements",
    tags=["placements"],
    route_class=OneEffect,
    dependencies=[only("worker", "kiosk", *KEEPERS)],
)


class Told(BaseModel):
    """Base of what is told here: frozen, and an unknown field is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class PlacementDraft(Told):
    """Work that somebody found without a referral: who, where, since when."""

    worker: UUID
    employer_name: Annotated[str, Field(min_length=1, max_length=100)]
    channel: Channel
    organised: bool = False
    started: date
    contract: ContractKind = "unknown"
    contract_until: date | None = None
    insurance: Annotated[tuple[Insurance, ...], Field(min_length=1, max_length=5)] = (
        "unknown",
    )

    def terms(self) -> Terms:
        told = self.model_dump(exclude={"worker", "employer_name"})
        return Terms(**told)


class EndingDraft(Told):
    """When and why the work was over."""

    ended: date
    cause: LossCause
    note: Annotated[str, Field(max_length=500)] = ""


class CheckDraft(Told):
    """What was learnt on a day of the work."""

    day: CheckDay
    outcome: CheckOutcome
    note: Annotated[str, Field(max_length=500)] = ""


async def person_of(
    draft: PlacementDraft,
    ask: Annotated[Callable[[UUID], Awaitable[Worker | None]], Depends(ask_person)],
) -> tuple[PlacementDraft, Worker | None]:
    """The draft with what people tells of its worker, before the transaction opens."""
    return draft, await ask(draft.worker)


@router.post("", status_code=201, dependencies=HELPERS)
async def add_placement(
    drafted: Annotated[tuple[PlacementDraft, Worker | None], Depends(person_of)],
    caller: CallerHeader,
    tx: Transaction,
    today: Today,
    now: Now,
) -> Placed:
    """Write down work that somebody found without a referral of ours."""
    draft, worker = drafted
    record = keeping_on.Record(draft.terms(), draft.employer_name, now)
    row = await keeping_on.record_placement(tx, caller, worker, record, today)
    return (await storage.placed(tx, [row], today))[0]


@router.get("")
async def find_placements(
    wanted: Annotated[PlacementFilter, Query()],
    caller: CallerHeader,
    tx: Transaction,
    today: Today,
    response: Response,
) -> list[Placed]:
    """Placements that concern the caller, newest first."""
    found, total = await storage.find_placements(tx, caller, wanted, today)
    tell_total(response, total)
    return found


@router.get("/figures", dependencies=HELPERS)
async def placement_figures(
    caller: CallerHeader, tx: Transaction, today: Today, area: AreaCode | None = None
) -> PlacementFigures:
    """Counts over the placements of an area: channels, and who stayed how long."""
    return await keeping_on.figures(tx, caller, area, today)


@router.get("/{id}")
async def placement_by_id(
    id: UUID, caller: CallerHeader, tx: Transaction, today: Today
) -> Placed:
    """One placement with its checks."""
    row = await storage.placement_by_id(tx, caller, id)
    return (await storage.placed(tx, [row], today))[0]


@router.post("/{id}/end", dependencies=[only(*KEEPERS)])
async def end_placement(
    id: UUID, draft: EndingDraft, caller: CallerHeader, tx: Transaction, today: Today
) -> Placed:
    """The work is over: the opening is free again, the cause stays on file."""
    ending = Ending(draft.ended, draft.cause, draft.note)
    row = await keeping_on.end_placement(tx, caller, id, ending, today)
    return (await storage.placed(tx, [row], today))[0]


@router.post("/{id}/checks", dependencies=HELPERS)
async def note_check(
    id: UUID, draft: CheckDraft, caller: CallerHeader, tx: Transaction, now: Now
) -> Placed:
    """What was learnt on a day of the work; `unreached` leaves the check to do."""
    learnt = Learnt(draft.day, draft.outcome, draft.note)
    line = keeping_on.check_line(caller, id, learnt, now)
    row = await keeping_on.note_check(tx, caller, line)
    return (await storage.placed(tx, [row], now.date()))[0]
