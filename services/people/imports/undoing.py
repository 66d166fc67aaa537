"""Taking back what a workbook wrote, but nothing that somebody changed since."""

from typing import Any
from uuid import UUID

from sqlmodel import col
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from common.database import run_sql
from services.people.imports.comparing import Eyes
from services.people.imports.storage import ImportLineRow
from services.people.imports.writing import person_as_json
from services.people.sealing import RowSeal
from services.people.workers.domain import COLUMN_FIELDS
from services.people.workers.facts import FactRow
from services.people.workers.facts import current_facts
from services.people.workers.identities import Person
from services.people.workers.identities import Phone
from services.people.workers.identities import birth_and_sex
from services.people.workers.identities import opened_person
from services.people.workers.identities import sealed_columns
from services.people.workers.rendering import stated_of
from services.people.workers.storage import WorkerRow


async def undo_line(
    session: AsyncSession, eyes: Eyes, seal: RowSeal, line: ImportLineRow
) -> list[str]:
    """Take one line back; answers the fields that were left as they are now."""
    if line.worker is None or line.before is None:
        return []
    before = seal.open_json(f"before/{line.position}", line.before)
    row = await _locked(session, line.worker)
    if row is None or row.withdrawn == "erase":
        return []
    left = await _take_facts_back(session, line.worker, line.import_id)
    if before.get("new"):
        return await _take_worker_back(session, eyes, row, left)
    if before["person"]:
        left += _put_identity_back(eyes, row, before)
    await _put_columns_back(session, eyes, row, before["columns"])
    session.add(row)
    await session.flush()
    return left


async def _locked(session: AsyncSession, id: UUID) -> WorkerRow | None:
    query = select(WorkerRow).where(WorkerRow.id == id).with_for_update()
    return (await session.exec(query)).one_or_none()


async def _take_facts_back(
    session: AsyncSession, worker: UUID, import_id: UUID
) -> list[str]:
    """Remove this import's facts that still hold; what they replaced holds again.

    A fact that somebody has replaced since stays in the history, and is told.
    """
    query = select(FactRow).where(
        FactRow.worker_id == worker, FactRow.import_id == import_id
    )
    left = []
    for fact in (await session.exec(query)).all():
        if fact.replaced_at and fact.replaced_at != fact.recorded_at:
            left.append(fact.field)
            continue
        held = fact.replaced_at is None
        await session.delete(fact)
        await session.flush()
        if held:
            await _hold_again(session, fact)
    return left


async def _hold_again(session: AsyncSession, fact: FactRow) -> None:
    await run_sql(
        session,
        "UPDATE worker_facts SET replaced_at = NULL WHERE worker_id = :worker"
        " AND field = :field AND replaced_at = :at AND recorded_at < :at"
        " AND number = (SELECT max(number) FROM worker_facts WHERE worker_id = :worker"
        " AND field = :field AND replaced_at = :at AND recorded_at < :at)",
        worker=fact.worker_id,
        field=fact.field,
        at=fact.recorded_at,
    )


async def _take_worker_back(
    session: AsyncSession, eyes: Eyes, row: WorkerRow, left: list[str]
) -> list[str]:
    """A worker whom the import made goes, unless somebody told of them since."""
    told = await session.exec(
        select(FactRow.field).where(FactRow.worker_id == row.id).distinct()
    )
    others = sorted({*left, *told})
    asked = (
        "SELECT EXISTS (SELECT FROM withdrawals WHERE worker_id = :id)"
        " OR EXISTS (SELECT FROM disclosures WHERE worker_id = :id)"
        " OR EXISTS (SELECT FROM merges WHERE :id IN (kept_id, gone_id))"
    )
    decided = (await run_sql(session, asked, id=row.id)).scalar()
    if others or decided or row.recorded_by != eyes.caller.subject:
        return others or ["decided"]
    head = "UPDATE households SET head = NULL WHERE head = :id"
    await run_sql(session, head, id=row.id)
    await session.delete(row)
    await session.flush()
    return []


def _put_identity_back(eyes: Eyes, row: WorkerRow, before: dict[str, Any]) -> list[str]:
    """The numbers and telephones that stood before, if nobody touched them since."""
    now = opened_person(eyes.keys, row.id, row)
    if now is None or person_as_json(now) != before["after"]:
        return ["identity"]
    kept = before["person"]
    phones = tuple(Phone.model_validate(phone) for phone in kept["phones"])
    person = Person(**{**kept, "phones": phones})
    seal = eyes.keys.of_row("workers", row.id)
    row.set_columns(sealed_columns(eyes.keys, seal, person))
    return []


async def _put_columns_back(
    session: AsyncSession, eyes: Eyes, row: WorkerRow, before: dict[str, Any]
) -> None:
    """Columns follow the facts that hold now; what no fact tells stands as before."""
    told = (await current_facts(session, eyes.keys, [row.id])).get(row.id, {})
    wanted = {n: told.get(n, before[n]) for n in before if n in COLUMN_FIELDS}
    person = opened_person(eyes.keys, row.id, row)
    birth, sex = birth_and_sex(person) if person else (None, None)
    fixed = {"birth": birth, "sex": sex} if birth else {}
    stated = stated_of(row, {}).model_copy(update={**wanted, **fixed})
    checked = type(stated).model_validate(stated.model_dump())
    row.set_columns({n: getattr(checked, n) for n in {**wanted, **fixed}})


async def lines_to_undo(
    session: AsyncSession, import_id: UUID, limit: int
) -> list[ImportLineRow]:
    """The next lines of which something was written."""
    query = (
        select(ImportLineRow)
        .where(
            ImportLineRow.import_id == import_id,
            col(ImportLineRow.before).is_not(None),
        )
        .order_by(col(ImportLineRow.position))
        .limit(limit)
    )
    return list((await session.exec(query)).all())
