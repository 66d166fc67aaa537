"""One person becomes two rows again: what came with the other one goes back with it."""

from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from common.database import run_sql
from services.people.merges.following import MOVED_BACK
from services.people.merges.joining import Two
from services.people.merges.joining import column_value
from services.people.merges.joining import last_note
from services.people.workers.domain import COLUMN_FIELDS
from services.people.workers.facts import current_facts
from services.people.workers.identities import Person
from services.people.workers.identities import Phone
from services.people.workers.identities import birth_and_sex
from services.people.workers.identities import opened_person
from services.people.workers.registering import Desk
from services.people.workers.storage import WorkerRow


async def part(
    session: AsyncSession, desk: Desk, two: Two, before: dict[str, Any]
) -> None:
    """Make two rows of one again; what was told since stays where it was told."""
    kept, gone = two.kept, two.gone
    stood, goes = (_person(before[name]["person"]) for name in ("kept", "gone"))
    await _take_facts_back(session, two, before["facts"])
    now = opened_person(desk.keys, kept.id, kept) or stood
    left = without(now, stood, goes)
    kept.set_columns(desk.sealed(kept.id, left))
    kept.household = _household(kept, before)
    await _withdraw_again(session, kept, before)
    session.add(kept)
    await session.flush()
    gone.set_columns({**desk.sealed(gone.id, goes), "merged_into": None})
    await _put_columns_back(session, desk, kept, before["kept"]["columns"])
    await _put_columns_back(session, desk, gone, before["gone"]["columns"])
    gone.household = column_value("household", before["gone"]["columns"]["household"])
    session.add_all((kept, gone))
    await session.flush()
    for name, ids in before["moved"].items():
        told = {"ids": [UUID(id) for id in ids], "kept": kept.id, "gone": gone.id}
        await run_sql(session, MOVED_BACK[name], **told)


def without(now: Person, stood: Person, goes: Person) -> Person:
    """An identity without what only the other one had brought."""
    brought = {p.number for p in goes.phones} - {p.number for p in stood.phones}
    number = None if stood.id_number is None else now.id_number
    if stood.id_number is None and now.id_number != goes.id_number:
        # Somebody wrote down another number since: that one is theirs.
        number = now.id_number
    kept_certificate = stood.certificate or now.certificate != goes.certificate
    return Person(
        now.name,
        now.id_type if number else stood.id_type,
        number,
        now.certificate if kept_certificate else None,
        tuple(phone for phone in now.phones if phone.number not in brought),
    )


def _person(kept: dict[str, Any]) -> Person:
    phones = tuple(Phone.model_validate(phone) for phone in kept["phones"])
    return Person(**{**kept, "phones": phones})


def _household(kept: WorkerRow, before: dict[str, Any]) -> UUID | None:
    """The household of before where the other one's was taken over, else as it is."""
    stood, theirs = (before[n]["columns"]["household"] for n in ("kept", "gone"))
    taken = stood is None and theirs is not None and str(kept.household) == theirs
    return None if taken else kept.household


async def _take_facts_back(
    session: AsyncSession, two: Two, held: dict[str, int]
) -> None:
    """Copies go; what they had replaced holds again, unless newer words do."""
    removed = await run_sql(
        session,
        "DELETE FROM worker_facts WHERE worker_id = :kept AND merge_id = :merge"
        " RETURNING field, replaced_at IS NULL AS held",
        kept=two.kept.id,
        merge=two.merge,
    )
    fields = [row.field for row in removed if row.held and row.field in held]
    await run_sql(
        session,
        "UPDATE worker_facts SET replaced_at = NULL FROM unnest(CAST(:fields AS"
        " text[]), CAST(:numbers AS int[])) AS r(field, number) WHERE worker_id = :kept"
        " AND worker_facts.field = r.field AND worker_facts.number = r.number",
        kept=two.kept.id,
        fields=fields,
        numbers=[held[field] for field in fields],
    )


async def _withdraw_again(
    session: AsyncSession, kept: WorkerRow, before: dict[str, Any]
) -> None:
    """The other one's wishes go with them, unless the person has said more since."""
    if await last_note(session, kept.id) != before["last_note"]:
        return
    await run_sql(
        session,
        "DELETE FROM withdrawals WHERE worker_id = :id AND number = ANY(:notes)",
        id=kept.id,
        notes=before["notes"],
    )
    kept.withdrawn = before["kept"]["columns"]["withdrawn"]


async def _put_columns_back(
    session: AsyncSession, desk: Desk, row: WorkerRow, was: dict[str, Any]
) -> None:
    """Columns follow the facts that hold now; what no fact tells stands as before."""
    told = (await current_facts(session, desk.keys, [row.id])).get(row.id, {})
    for name in COLUMN_FIELDS:
        if name != "household":
            row.set_columns({name: column_value(name, told.get(name) or was[name])})
    person = opened_person(desk.keys, row.id, row)
    birth, sex = birth_and_sex(person) if person else (None, None)
    row.set_columns({"birth": birth, "sex": sex} if birth else {})
