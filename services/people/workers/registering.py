"""Registering and changing a worker: identity, facts and columns in one piece."""

from dataclasses import dataclass
from datetime import date
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from common.problems import FieldError
from common.tokens import Caller
from services.people.areas.storage import wrong_area
from services.people.contacts.forgetting import forget_words
from services.people.households.storage import household_exists
from services.people.imports.forgetting import forget_person
from services.people.merges.forgetting import forget_merges
from services.people.merges.forgetting import forgotten_mark
from services.people.merges.forgetting import remember_forgotten
from services.people.merges.forgetting import welcome_back
from services.people.sealing import Keys
from services.people.tables import let_kiosk_find
from services.people.tables import random_id
from services.people.workers import storage
from services.people.workers.domain import COLUMN_FIELDS
from services.people.workers.domain import Origin
from services.people.workers.domain import WorkerIsWrong
from services.people.workers.domain import WorkerWasChanged
from services.people.workers.domain import wrong_origin
from services.people.workers.drafts import OriginDraft
from services.people.workers.drafts import ResumeDraft
from services.people.workers.drafts import WithdrawalDraft
from services.people.workers.drafts import WorkerChange
from services.people.workers.drafts import WorkerDraft
from services.people.workers.facts import erase_facts
from services.people.workers.facts import plain_facts
from services.people.workers.facts import record_facts
from services.people.workers.identities import ERASED_COLUMNS
from services.people.workers.identities import Person
from services.people.workers.identities import birth_and_sex
from services.people.workers.identities import number_index
from services.people.workers.identities import opened_person
from services.people.workers.identities import sealed_columns
from services.people.workers.identities import wrong_person
from services.people.workers.storage import WithdrawalRow
from services.people.workers.storage import WorkerRow


@dataclass(frozen=True, slots=True)
class Desk:
    """In whose name, with which keys and on which day something is written down."""

    caller: Caller
    keys: Keys
    today: date
    now: datetime
    synthetic: bool

    def origin(self, draft: OriginDraft) -> Origin:
        return Origin(
            source=draft.source,
            said_by=draft.said_by,
            said_on=draft.said_on or self.today,
            valid_until=draft.valid_until,
            recorded_by=self.caller.subject,
            recorded_at=self.now,
        )

    def sealed(self, id: UUID, person: Person) -> dict[str, Any]:
        return sealed_columns(self.keys, self.keys.of_row("workers", id), person)


async def register_worker(
    session: AsyncSession, desk: Desk, draft: WorkerDraft
) -> WorkerRow:
    """Add a worker, or take one in again who had everything erased and comes back."""
    person, origin = draft.person(), desk.origin(draft.origin)
    told = plain_facts(draft.stated)
    await let_kiosk_find(session, desk.caller)
    if not told.get("area"):
        raise WorkerIsWrong(FieldError("stated.area", "field.missing"))
    await _check(session, desk, person, origin, told)
    if draft.origin.said_by == "self":
        mark = forgotten_mark(
            desk.keys, person.name, _birth(told, person), told["area"]
        )
        await welcome_back(session, mark)
    row = await _erased_row(session, desk, draft) or WorkerRow(
        id=_id_for(desk.caller),
        area=told["area"],
        recorded_by=desk.caller.subject,
        recorded_at=desk.now,
    )
    row.withdrawn = None
    row.set_columns(
        sealed_columns(desk.keys, desk.keys.of_row("workers", row.id), person)
    )
    row.set_columns(columns_of(told, person))
    await storage.save_worker(session, row)
    await record_facts(session, desk.keys, row.id, told, origin)
    await session.refresh(row)
    return row


def _id_for(caller: Caller) -> UUID:
    """Who registers themselves has been given an id by the gateway already."""
    return (caller.role == "worker" and caller.worker) or random_id()


async def _erased_row(
    session: AsyncSession, desk: Desk, draft: WorkerDraft
) -> WorkerRow | None:
    """The erased row of this number, if it is the person who comes back."""
    if draft.id_number is None or draft.origin.said_by != "self":
        return None
    index = number_index(desk.keys, draft.id_type, draft.id_number)
    found = await storage.workers_by_number(session, desk.caller, index)
    return next((row for row in found if row.withdrawn == "erase"), None)


async def change_worker(
    session: AsyncSession, desk: Desk, id: UUID, change: WorkerChange
) -> WorkerRow:
    """Change who somebody is, or what is stated; only what is named."""
    row = await storage.worker_by_id(session, desk.caller, id, lock=True)
    known = opened_person(desk.keys, id, row)
    if known is None:
        row.withdrawal.check_open()
        raise WorkerWasChanged(version=row.version)
    storage.check_version(row, change.version)
    person, origin = change.person(known), desk.origin(change.origin)
    told = plain_facts(change.stated) if change.stated else {}
    await _check(session, desk, person, origin, told)
    current = await record_facts(session, desk.keys, id, told, origin)
    if person != known:
        row.set_columns(
            sealed_columns(desk.keys, desk.keys.of_row("workers", id), person)
        )
    row.set_columns(columns_of(current, person))
    await storage.save_worker(session, row)
    await session.refresh(row)
    return row


async def withdraw_worker(
    session: AsyncSession, desk: Desk, id: UUID, draft: WithdrawalDraft
) -> WorkerRow:
    """Let a person go as far as they ask; what they told goes with an erasure."""
    row = await storage.worker_by_id(session, desk.caller, id, lock=True)
    row.withdrawn = row.withdrawal.withdraw(draft.kind).kind
    if row.withdrawn == "erase":
        await remember_forgotten(session, _mark(desk, row))
        row.set_columns({**ERASED_COLUMNS, "household": None})
        await erase_facts(session, id)
        await forget_person(session, id)
        for gone in await forget_merges(session, id):
            await erase_facts(session, gone)
        await forget_words(session, id)
    note = WithdrawalRow(
        worker_id=id,
        number=0,
        kind=draft.kind,
        said_by=draft.said_by,
        recorded_by=desk.caller.subject,
        recorded_at=desk.now,
    )
    await storage.note_withdrawal(session, note)
    await session.refresh(row)
    return row


async def resume_worker(
    session: AsyncSession, desk: Desk, id: UUID, draft: ResumeDraft
) -> WorkerRow:
    """Take a withdrawal back, where that is lawful."""
    row = await storage.worker_by_id(session, desk.caller, id, lock=True)
    row.withdrawn = row.withdrawal.resume(draft.said_by).kind
    note = WithdrawalRow(
        worker_id=id,
        number=0,
        kind="resume",
        said_by=draft.said_by,
        recorded_by=desk.caller.subject,
        recorded_at=desk.now,
    )
    await storage.note_withdrawal(session, note)
    await session.refresh(row)
    return row


def _birth(told: dict[str, Any], person: Person) -> date | str | None:
    return birth_and_sex(person)[0] or told.get("birth")


def _mark(desk: Desk, row: WorkerRow) -> bytes | None:
    """By what a list that names an erased person again is noticed."""
    person = opened_person(desk.keys, row.id, row)
    if person is None:
        return None
    return forgotten_mark(desk.keys, person.name, row.birth, row.area)


def columns_of(told: dict[str, Any], person: Person | None = None) -> dict[str, Any]:
    """The columns that follow from facts; birth and sex of a number stand above."""
    columns = {name: told[name] for name in COLUMN_FIELDS if name in told}
    if isinstance(columns.get("birth"), str):
        columns["birth"] = date.fromisoformat(columns["birth"])
    if isinstance(columns.get("household"), str):
        columns["household"] = UUID(columns["household"])
    birth, sex = birth_and_sex(person) if person else (None, None)
    return columns | ({"birth": birth, "sex": sex} if birth else {})


async def _check(
    session: AsyncSession,
    desk: Desk,
    person: Person,
    origin: Origin,
    told: dict[str, Any],
) -> None:
    """WorkerIsWrong with every field that cannot be true or is out of reach."""
    wrong = wrong_person(person, today=desk.today, synthetic=desk.synthetic)
    wrong += wrong_origin(origin, desk.today)
    birth, sex = birth_and_sex(person)
    if birth and told.get("birth") not in (None, birth.isoformat()):
        wrong.append(FieldError("stated.birth", "field.birth.differs"))
    if sex and told.get("sex") not in (None, sex):
        wrong.append(FieldError("stated.sex", "field.sex.differs"))
    if "area" in told:
        wrong += await _wrong_home(session, desk.caller, told["area"])
    if told.get("household"):
        household = UUID(told["household"])
        if not await household_exists(session, household):
            wrong.append(FieldError("stated.household", "field.household.unknown"))
    if wrong:
        raise WorkerIsWrong(*wrong)


async def _wrong_home(
    session: AsyncSession, caller: Caller, area: str | None
) -> list[FieldError]:
    if area is None:
        return [FieldError("stated.area", "field.missing")]
    return await wrong_area(session, caller, area, "stated.area")
