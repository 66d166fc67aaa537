"""New people of a workbook with their facts, in one call of the database.

Facts to a person come before the person there; see the function's own migration.
"""

from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import orjson
from sqlmodel.ext.asyncio.session import AsyncSession

from common.database import run_sql
from services.people.imports.comparing import Eyes
from services.people.imports.comparing import Found
from services.people.sealing import RowSeal
from services.people.workers.facts import sealed_fact
from services.people.workers.identities import birth_and_sex
from services.people.workers.identities import sealed_columns

# Parameters of `people_take_in` with their types, each an array of the worker's column.
WORKER_COLUMNS = {
    "id": "uuid", "area": "text", "birth": "date", "sex": "text", "state": "text",
    "name_sealed": "bytea", "name_marks": "text", "id_type": "text",
    "id_sealed": "bytea", "id_index": "bytea", "last4": "text",
    "certificate_sealed": "bytea", "phones_sealed": "bytea", "phone_indexes": "text",
    "household": "uuid",
}  # fmt: skip
FACT_COLUMNS = {
    "owner": "uuid", "field": "text", "plain": "text", "fact_sealed": "bytea",
    "said_on": "date",
}  # fmt: skip
TAKE_IN = (
    "SELECT people_take_in("
    + ", ".join(
        f"CAST(:{name} AS {kind}[])"
        for name, kind in (WORKER_COLUMNS | FACT_COLUMNS).items()
    )
    + ", :subject, CAST(:moment AS timestamptz), CAST(:brought AS uuid))"
)


@dataclass(frozen=True, slots=True)
class Newcomer:
    """One new person on the way in: the worker's columns, and the facts."""

    columns: dict[str, Any]
    facts: tuple[tuple[Any, ...], ...]


def newcomer(eyes: Eyes, id: UUID, found: Found) -> Newcomer:
    """Everything of a new person, sealed to the id."""
    seal = eyes.keys.of_row("workers", id)
    told, person = found.draft.told, found.person or found.draft.person
    birth, sex = birth_and_sex(person)
    columns = {
        **sealed_columns(eyes.keys, seal, person),
        "id": id,
        "area": told["area"],
        "birth": birth or _day(told.get("birth")),
        "sex": sex or told.get("sex"),
        "state": told.get("state", "looking"),
        "household": told.get("household"),
    }
    # Arrays within arrays cannot be unnested row by row, so they travel as text.
    columns["name_marks"] = _array(columns["name_marks"])
    columns["phone_indexes"] = _bytes(columns["phone_indexes"])
    return Newcomer(columns, tuple(_facts(seal, id, found)))


def _facts(seal: RowSeal, id: UUID, found: Found) -> Iterator[tuple[Any, ...]]:
    for name, value in found.current.items():
        plain, sealed = sealed_fact(seal, name, 1, value)
        text = None if sealed else orjson.dumps(plain).decode()
        yield id, name, text, sealed, found.draft.said_on


async def take_in(
    session: AsyncSession, eyes: Eyes, import_id: UUID, people: Sequence[Newcomer]
) -> None:
    """Store new people and their facts; each is announced once."""
    if not people:
        return
    facts = [fact for one in people for fact in one.facts]
    by_column = zip(*facts, strict=True) if facts else ((),) * len(FACT_COLUMNS)
    await run_sql(
        session,
        TAKE_IN,
        **{name: [one.columns[name] for one in people] for name in WORKER_COLUMNS},
        **dict(zip(FACT_COLUMNS, map(list, by_column), strict=True)),
        subject=eyes.caller.subject,
        moment=eyes.now,
        brought=import_id,
    )


def _array(numbers: Sequence[int]) -> str:
    return "{" + ",".join(map(str, numbers)) + "}"


def _bytes(values: Sequence[bytes]) -> str:
    return "{" + ",".join(f'"\\\\x{value.hex()}"' for value in values) + "}"


def _day(text: Any) -> date | None:
    return date.fromisoformat(text) if isinstance(text, str) else text
