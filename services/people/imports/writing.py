"""What was found becomes rows: a few hundred people in a handful of statements.

Facts of known people go in by one statement, so that each worker is announced once for
them and not once a fact.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import orjson
from sqlmodel.ext.asyncio.session import AsyncSession

from common.database import run_sql
from services.people.imports.comparing import SOURCE
from services.people.imports.comparing import Eyes
from services.people.imports.comparing import Found
from services.people.imports.comparing import Known
from services.people.imports.taking import Newcomer
from services.people.imports.taking import newcomer
from services.people.imports.taking import take_in
from services.people.sealing import RowSeal
from services.people.tables import random_id
from services.people.workers.domain import COLUMN_FIELDS
from services.people.workers.facts import sealed_fact
from services.people.workers.identities import Person
from services.people.workers.identities import birth_and_sex
from services.people.workers.identities import sealed_columns

FACT_COLUMNS = {
    "worker_id": "uuid", "field": "text", "number": "int", "value": "text",
    "sealed": "bytea", "said_on": "date", "replaced": "bool",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Written:
    """One line that was written: whose it is, and what stood before."""

    worker: UUID
    before: dict[str, Any]


async def write_down(
    session: AsyncSession, eyes: Eyes, import_id: UUID, found: Sequence[Found]
) -> list[Written]:
    """Store everything that was found of some drafts, in their order."""
    newcomers: list[Newcomer] = []
    facts: list[tuple[Any, ...]] = []
    replaced: list[tuple[UUID, str]] = []
    written = []
    for one in found:
        if one.known is None:
            id = random_id()
            newcomers.append(newcomer(eyes, id, one))
        else:
            id = one.known.row.id
            facts += _facts(eyes.keys.of_row("workers", id), one, one.known)
            replaced += [(id, name) for name in one.current if one.known.current(name)]
        written.append(Written(id, _before(one.known, one)))
    await take_in(session, eyes, import_id, newcomers)
    await _replace(session, eyes, replaced)
    await _insert_facts(session, eyes, import_id, facts)
    for one in found:
        if one.known and one.outcome == "changed":
            await _update_worker(session, eyes, one.known, one)
    return written


def _facts(seal: RowSeal, found: Found, known: Known) -> list[tuple[Any, ...]]:
    rows = []
    for told, is_history in ((found.current, False), (found.history, True)):
        for name, value in told.items():
            stored = known.facts.get(name, ())
            number = stored[0].number + 1 if stored else 1
            plain, sealed = sealed_fact(seal, name, number, value)
            text = None if sealed else orjson.dumps(plain).decode()
            said_on = found.draft.said_on
            rows.append((known.row.id, name, number, text, sealed, said_on, is_history))
    return rows


def _before(known: Known | None, found: Found) -> dict[str, Any]:
    """What an undoing needs: the columns and the identity that stood before."""
    if known is None or known.person is None:
        return {"new": True}
    columns = {n: known.told(n) for n in found.current if n in COLUMN_FIELDS}
    changed = found.person is not None and found.person != known.person
    identity = person_as_json(known.person) if changed else None
    after = person_as_json(found.person) if changed and found.person else None
    return {"columns": columns, "person": identity, "after": after}


def person_as_json(person: Person) -> dict[str, Any]:
    """An identity as plain values."""
    return {
        "name": person.name,
        "id_type": person.id_type,
        "id_number": person.id_number,
        "certificate": person.certificate,
        "phones": [phone.model_dump() for phone in person.phones],
    }


async def _replace(
    session: AsyncSession, eyes: Eyes, replaced: Sequence[tuple[UUID, str]]
) -> None:
    if not replaced:
        return
    await run_sql(
        session,
        "UPDATE worker_facts SET replaced_at = CAST(:now AS timestamptz)"
        " FROM unnest(CAST(:ids AS uuid[]), CAST(:fields AS text[])) AS r(id, name)"
        " WHERE worker_id = r.id AND field = r.name AND replaced_at IS NULL",
        now=eyes.now,
        ids=[id for id, _ in replaced],
        fields=[name for _, name in replaced],
    )


async def _insert_facts(
    session: AsyncSession,
    eyes: Eyes,
    import_id: UUID,
    facts: Sequence[tuple[Any, ...]],
) -> None:
    if not facts:
        return
    names = list(FACT_COLUMNS)
    columns = dict(zip(names, map(list, zip(*facts, strict=True)), strict=True))
    await run_sql(
        session,
        "INSERT INTO worker_facts (worker_id, field, number, value, sealed, said_on,"  # noqa: S608
        " replaced_at, source, said_by, recorded_by, recorded_at, import_id)"
        " SELECT worker_id, field, number, CAST(value AS jsonb), sealed, said_on,"
        " CASE WHEN replaced THEN CAST(:now AS timestamptz) END, :source, 'office',"
        " :recorded_by, CAST(:now AS timestamptz), CAST(:import_id AS uuid)"
        f" FROM unnest({_unnested(FACT_COLUMNS)}) AS r({', '.join(names)})",
        **columns,
        now=eyes.now,
        source=SOURCE,
        recorded_by=eyes.caller.subject,
        import_id=import_id,
    )


async def _update_worker(
    session: AsyncSession, eyes: Eyes, known: Known, found: Found
) -> None:
    """Columns that follow from facts, and the identity where something came new."""
    columns = {n: v for n, v in found.current.items() if n in COLUMN_FIELDS}
    row = known.row
    row.set_columns({n: _day(v) if n == "birth" else v for n, v in columns.items()})
    if "household" in columns:
        row.household = _id(columns["household"])
    if found.person and found.person != known.person:
        seal = eyes.keys.of_row("workers", row.id)
        row.set_columns(sealed_columns(eyes.keys, seal, found.person))
        birth, sex = birth_and_sex(found.person)
        if birth:
            row.set_columns({"birth": birth, "sex": sex})
    session.add(row)
    await session.flush()


def _unnested(columns: dict[str, str]) -> str:
    return ", ".join(f"CAST(:{name} AS {kind}[])" for name, kind in columns.items())


def _day(text: Any) -> date | None:
    return date.fromisoformat(text) if isinstance(text, str) else text


def _id(text: Any) -> UUID | None:
    return UUID(text) if isinstance(text, str) else text
