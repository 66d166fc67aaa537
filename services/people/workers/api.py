"""Routes for workers: registered, found, read in part, changed, and let go."""

from dataclasses import dataclass
from datetime import date
from datetime import datetime
from datetime import time
from typing import Annotated
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi import Depends
from fastapi import Query
from fastapi import Request
from fastapi import Response
from pydantic import BaseModel

from common.contracts.people import Worker
from common.contracts.people import WorkState
from common.contracts.values import AreaCode
from common.database import Transaction
from common.idempotency import OneEffect
from common.intake.identifiers import Sex
from common.intake.names import mask_name
from common.tokens import CallerHeader
from common.tokens import only
from services.people.areas.storage import areas_by_code
from services.people.requests import CHINA
from services.people.requests import KeysHere
from services.people.requests import Today
from services.people.requests import moment
from services.people.requests import tell_total
from services.people.tables import OFFICERS
from services.people.tables import PERSONS
from services.people.workers import registering
from services.people.workers import storage
from services.people.workers.domain import IdType
from services.people.workers.domain import Kind
from services.people.workers.domain import Source
from services.people.workers.domain import Speaker
from services.people.workers.domain import check_purpose
from services.people.workers.drafts import Batch
from services.people.workers.drafts import ResumeDraft
from services.people.workers.drafts import Search
from services.people.workers.drafts import WithdrawalDraft
from services.people.workers.drafts import WorkerChange
from services.people.workers.drafts import WorkerDraft
from services.people.workers.facts import FactRow
from services.people.workers.facts import find_facts
from services.people.workers.facts import opened_fact
from services.people.workers.identities import Phone
from services.people.workers.identities import masked
from services.people.workers.identities import opened_name
from services.people.workers.identities import opened_person
from services.people.workers.registering import Desk
from services.people.workers.rendering import contracts_of
from services.people.workers.searching import search
from services.people.workers.storage import WorkerFilter
from services.people.workers.storage import WorkerRow

ANYBODY = [only(*OFFICERS, *PERSONS)]
router = APIRouter(
    prefix="/workers", tags=["workers"], route_class=OneEffect, dependencies=ANYBODY
)
# Reading that needs a body writes nothing, so it asks for no key.
reading = APIRouter(prefix="/workers", tags=["workers"], dependencies=ANYBODY)


class WorkerLine(BaseModel):
    """A worker in a list; the name is masked, the number is not there."""

    id: UUID
    version: int
    name: str | None
    last4: str | None
    birth: date | None
    sex: Sex | None
    area: AreaCode
    household: UUID | None
    state: WorkState
    withdrawn: Kind | None


class WorkerCard(WorkerLine):
    """One worker with what matching knows; telephones are masked."""

    area_name: str | None
    id_type: IdType
    phones: tuple[Phone, ...]
    worker: Worker


class Found(BaseModel):
    """Who was found; the same answer for nobody and for somebody out of reach."""

    rows: tuple[WorkerLine, ...]


class NamedWorker(BaseModel):
    """A name and telephones in full, for those who may call this person."""

    id: UUID
    name: str | None
    phone: str | None
    phones: tuple[Phone, ...]
    area: AreaCode
    area_name: str | None
    withdrawn: Kind | None


class Names(BaseModel):
    """Those of the workers whom the caller reaches; the others are left out."""

    rows: tuple[NamedWorker, ...]


class Fact(BaseModel):
    """One fact with where it comes from; `replaced_at` None: it is the current one."""

    field: str
    value: Any
    source: Source
    said_by: Speaker
    said_on: date
    valid_until: date | None
    recorded_by: str
    recorded_at: datetime
    replaced_at: datetime | None


@dataclass(frozen=True, slots=True)
class Past:
    """Which facts are read: all of the history, or those that held on a day."""

    history: bool = False
    as_of: date | None = None

    @property
    def moment(self) -> datetime | None:
        """The end of that day in the county."""
        if self.as_of is None:
            return None
        return datetime.combine(self.as_of, time.max, CHINA)


async def desk_of(
    caller: CallerHeader, keys: KeysHere, day: Today, request: Request
) -> Desk:
    """What the writing routes need to know of the request."""
    synthetic = request.app.state.settings.allow_synthetic
    return Desk(caller, keys, day, moment(), synthetic)


Here = Annotated[Desk, Depends(desk_of)]


@router.post("", status_code=201)
async def add_worker(draft: WorkerDraft, desk: Here, tx: Transaction) -> WorkerCard:
    """Register a worker; a number that is taken answers 409 wherever it is taken."""
    row = await registering.register_worker(tx, desk, draft)
    return await _card(tx, desk, row)


@router.get("", dependencies=[only(*OFFICERS)])
async def find_workers(
    wanted: Annotated[WorkerFilter, Query()],
    desk: Here,
    tx: Transaction,
    response: Response,
) -> list[WorkerLine]:
    """Workers of the caller's area by id; `text` is a name, its sound or initials."""
    rows, total = await storage.find_workers(tx, desk.keys, desk.caller, wanted)
    tell_total(response, total)
    return [_line(desk, row) for row in rows]


@reading.post("/find", dependencies=[only(*OFFICERS, "kiosk")])
async def find_worker(asked: Search, desk: Here, tx: Transaction) -> Found:
    """Look for one person by number, telephone, or name and birth date."""
    rows = await search(tx, desk.keys, desk.caller, asked)
    return Found(rows=tuple(_line(desk, row) for row in rows))


@reading.post("/names")
async def name_workers(asked: Batch, desk: Here, tx: Transaction) -> Names:
    """Names and telephones in full of those workers whom the caller reaches."""
    rows = {
        row.id: row for row in await storage.workers_by_id(tx, desk.caller, asked.ids)
    }
    for id in rows:
        check_purpose(desk.caller, id)
    areas = await areas_by_code(tx, {row.area for row in rows.values()})
    wanted = [rows[id] for id in dict.fromkeys(asked.ids) if id in rows]
    return Names(
        rows=tuple(
            _named(desk, row, areas[row.area].name if row.area in areas else None)
            for row in wanted
        )
    )


@router.get("/{worker_id}")
async def worker_by_id(worker_id: UUID, desk: Here, tx: Transaction) -> WorkerCard:
    """One worker: what matching knows, with name and telephones masked."""
    return await _card(tx, desk, await storage.worker_by_id(tx, desk.caller, worker_id))


@router.patch("/{worker_id}")
async def change_worker(
    worker_id: UUID, change: WorkerChange, desk: Here, tx: Transaction
) -> WorkerCard:
    """Change what is named; a new statement replaces the current one of its field."""
    row = await registering.change_worker(tx, desk, worker_id, change)
    return await _card(tx, desk, row)


@router.get("/{worker_id}/facts")
async def find_worker_facts(
    worker_id: UUID, desk: Here, tx: Transaction, past: Annotated[Past, Depends()]
) -> list[Fact]:
    """What is stated of a worker, each fact with source, day and who said it."""
    await storage.worker_by_id(tx, desk.caller, worker_id)
    check_purpose(desk.caller, worker_id)
    rows = await find_facts(tx, worker_id, history=past.history, as_of=past.moment)
    return [fact_as_told(desk, row) for row in rows]


@router.post("/{worker_id}/withdraw")
async def withdraw_worker(
    worker_id: UUID, draft: WithdrawalDraft, desk: Here, tx: Transaction
) -> WorkerCard:
    """Pause, recommend nothing more, or erase what the person told."""
    row = await registering.withdraw_worker(tx, desk, worker_id, draft)
    return await _card(tx, desk, row)


@router.post("/{worker_id}/resume")
async def resume_worker(
    worker_id: UUID, draft: ResumeDraft, desk: Here, tx: Transaction
) -> WorkerCard:
    """Take a withdrawal back, where that is lawful."""
    row = await registering.resume_worker(tx, desk, worker_id, draft)
    return await _card(tx, desk, row)


def _line(desk: Desk, row: WorkerRow) -> WorkerLine:
    name = opened_name(desk.keys, row.id, row)
    return WorkerLine(name=name and mask_name(name), **_plain(row))


def _plain(row: WorkerRow) -> dict[str, Any]:
    return {
        name: getattr(row, name) for name in WorkerLine.model_fields if name != "name"
    }


async def _card(tx: Transaction, desk: Desk, row: WorkerRow) -> WorkerCard:
    check_purpose(desk.caller, row.id)
    name, phones = masked(opened_person(desk.keys, row.id, row))
    contracts = await contracts_of(tx, desk.keys, [row])
    areas = await areas_by_code(tx, [row.area])
    return WorkerCard(
        name=name,
        phones=phones,
        id_type=row.id_type,
        area_name=areas[row.area].name if row.area in areas else None,
        worker=contracts[row.id],
        **_plain(row),
    )


def _named(desk: Desk, row: WorkerRow, area_name: str | None) -> NamedWorker:
    person = opened_person(desk.keys, row.id, row)
    phones = person.phones if person else ()
    return NamedWorker(
        id=row.id,
        name=person.name if person else None,
        phone=phones[0].number if phones else None,
        phones=phones,
        area=row.area,
        area_name=area_name,
        withdrawn=row.withdrawn,
    )


def fact_as_told(desk: Desk, row: FactRow) -> Fact:
    """A stored fact in plain."""
    told = row.model_dump(include=set(Fact.model_fields) - {"value"})
    seal = desk.keys.of_row("workers", row.worker_id)
    return Fact(value=opened_fact(seal, row), **told)
