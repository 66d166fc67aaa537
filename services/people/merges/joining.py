"""Two rows become one person: identity, facts with their history, home, words given.

Everything of the row that goes is copied or moved to the row that stays; the row that
goes keeps its own facts, hidden, and is told to others as merged.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from common.database import run_sql
from services.people.merges.following import MOVED
from services.people.sealing import Keys
from services.people.workers.domain import COLUMN_FIELDS
from services.people.workers.domain import Kind
from services.people.workers.facts import FactRow
from services.people.workers.facts import find_facts
from services.people.workers.facts import opened_fact
from services.people.workers.facts import sealed_fact
from services.people.workers.identities import ERASED_COLUMNS
from services.people.workers.identities import Person
from services.people.workers.identities import birth_and_sex
from services.people.workers.identities import opened_person
from services.people.workers.identities import sealed_columns
from services.people.workers.registering import Desk
from services.people.workers.storage import WorkerRow

MOST_PHONES = 5
STRICTER: tuple[Kind | None, ...] = (None, "pause", "no_match", "erase")


@dataclass(frozen=True, slots=True)
class Two:
    """The row that stays and the row that goes, with their merge."""

    merge: UUID
    kept: WorkerRow
    gone: WorkerRow


async def join(session: AsyncSession, desk: Desk, two: Two) -> dict[str, Any]:
    """Make two rows one; answers what a parting needs."""
    kept, gone = two.kept, two.gone
    stays, goes = _opened(desk.keys, kept), _opened(desk.keys, gone)
    before: dict[str, Any] = {
        "kept": {"person": as_json(stays), "columns": _columns(kept)},
        "gone": {"person": as_json(goes), "columns": _columns(gone)},
    }
    await _hide(session, two)
    before["facts"] = await _copy_facts(session, desk, two)
    _take_identity(desk, kept, joined(stays, goes))
    kept.household = kept.household or _id(before["gone"]["columns"]["household"])
    before["notes"] = await _join_withdrawals(session, two)
    before["last_note"] = await last_note(session, kept.id)
    session.add(kept)
    await session.flush()
    before["moved"] = {
        name: await _moved(session, statement, two) for name, statement in MOVED.items()
    }
    return before


def joined(stays: Person, goes: Person) -> Person:
    """One identity of two: the name that stays, and every number of both."""
    have = {phone.number for phone in stays.phones}
    fresh = tuple(phone for phone in goes.phones if phone.number not in have)
    return Person(
        stays.name,
        stays.id_type if stays.id_number else goes.id_type,
        stays.id_number or goes.id_number,
        stays.certificate or goes.certificate,
        (*stays.phones, *fresh)[:MOST_PHONES],
    )


def as_json(person: Person) -> dict[str, Any]:
    """An identity as plain values."""
    return {
        "name": person.name,
        "id_type": person.id_type,
        "id_number": person.id_number,
        "certificate": person.certificate,
        "phones": [phone.model_dump() for phone in person.phones],
    }


async def _hide(session: AsyncSession, two: Two) -> None:
    """The row that goes is found by nothing any more; its number becomes free."""
    two.gone.set_columns(
        {**ERASED_COLUMNS, "id_index": None, "household": None}
        | {"merged_into": two.kept.id}
    )
    session.add(two.gone)
    await session.flush()


async def _copy_facts(session: AsyncSession, desk: Desk, two: Two) -> dict[str, int]:
    """Every statement of the row that goes, behind those of the row that stays.

    A statement that holds there holds here too, unless later words stand here.
    Answers by field the number that held before, so that it can hold again.
    """
    known: dict[str, list[FactRow]] = {}
    for row in await find_facts(session, two.kept.id, history=True):
        known.setdefault(row.field, []).append(row)
    held_before: dict[str, int] = {}
    for fact in reversed(await find_facts(session, two.gone.id, history=True)):
        here = known.setdefault(fact.field, [])
        current = next((row for row in here if row.replaced_at is None), None)
        holds = fact.replaced_at is None and (
            current is None
            or fact.origin.replaces(fact.field, current.source, current.said_on)
        )
        if holds and current:
            held_before[fact.field] = current.number
            current.replaced_at = desk.now
            await session.flush()
        number = max((row.number for row in here), default=0) + 1
        copied = _copied(desk, two, fact, number)
        copied.replaced_at = None if holds else fact.replaced_at or desk.now
        if holds and fact.field in COLUMN_FIELDS:
            _set_column(two.kept, fact.field, copied.value)
        here.append(copied)
        session.add(copied)
        await session.flush()
    return held_before


def _copied(desk: Desk, two: Two, fact: FactRow, number: int) -> FactRow:
    """The same statement, sealed to the row that stays."""
    told = opened_fact(desk.keys.of_row("workers", two.gone.id), fact)
    seal = desk.keys.of_row("workers", two.kept.id)
    value, sealed = sealed_fact(seal, fact.field, number, told)
    same = fact.model_dump(exclude={"worker_id", "number", "value", "sealed"})
    return FactRow(
        **{**same, "merge_id": two.merge},
        worker_id=two.kept.id,
        number=number,
        value=value,
        sealed=sealed,
    )


def _take_identity(desk: Desk, row: WorkerRow, person: Person) -> None:
    row.set_columns(
        sealed_columns(desk.keys, desk.keys.of_row("workers", row.id), person)
    )
    birth, sex = birth_and_sex(person)
    row.set_columns({"birth": birth, "sex": sex} if birth else {})


async def _join_withdrawals(session: AsyncSession, two: Two) -> list[int]:
    """What either asked for holds for the person; of two wishes the stricter."""
    wishes = (two.kept.withdrawn, two.gone.withdrawn)
    two.kept.withdrawn = max(wishes, key=STRICTER.index)
    copied = await run_sql(
        session,
        "INSERT INTO withdrawals (worker_id, number, kind, said_by, recorded_by,"
        " recorded_at) SELECT :kept, n.number + coalesce((SELECT max(number) FROM"
        " withdrawals WHERE worker_id = :kept), 0), n.kind, n.said_by, n.recorded_by,"
        " n.recorded_at FROM withdrawals AS n WHERE n.worker_id = :gone"
        " RETURNING number",
        kept=two.kept.id,
        gone=two.gone.id,
    )
    return list(copied.scalars())


async def last_note(session: AsyncSession, worker: UUID) -> int:
    """The number of the last wish of a person; 0 where there is none."""
    query = "SELECT coalesce(max(number), 0) FROM withdrawals WHERE worker_id = :id"
    return int((await run_sql(session, query, id=worker)).scalar() or 0)


async def _moved(session: AsyncSession, statement: str, two: Two) -> list[str]:
    found = await run_sql(session, statement, kept=two.kept.id, gone=two.gone.id)
    return [str(id) for id in found.scalars()]


def _opened(keys: Keys, row: WorkerRow) -> Person:
    person = opened_person(keys, row.id, row)
    if person is None:
        row.withdrawal.check_open()
        raise ValueError("a row without identity is not joined")
    return person


def _columns(row: WorkerRow) -> dict[str, Any]:
    names = (*COLUMN_FIELDS, "withdrawn")
    return {
        name: None if (value := getattr(row, name)) is None else str(value)
        for name in names
    }


def _set_column(row: WorkerRow, name: str, value: Any) -> None:
    row.set_columns({name: column_value(name, value)})


def column_value(name: str, value: Any) -> Any:
    """A stored value as the column of a worker holds it."""
    if value is None:
        return None
    readers: dict[str, Callable[[str], Any]] = {
        "birth": date.fromisoformat,
        "household": UUID,
    }
    return readers.get(name, str)(value)


def _id(text: str | None) -> UUID | None:
    return UUID(text) if text else None
