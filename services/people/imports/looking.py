"""Drafts beside the ledger: who is new, what would change, what stands already.

Whoever is named by a number is found by it. Without one, name, birth and village must
agree: one fact less makes two people, who are only told to look alike.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

import orjson
from sqlmodel import col
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from common.database import run_sql
from common.intake.written import WrongCell
from services.people.imports.comparing import Eyes
from services.people.imports.comparing import Found
from services.people.imports.comparing import Known
from services.people.imports.comparing import KnownFact
from services.people.imports.comparing import Marks
from services.people.imports.comparing import compare
from services.people.imports.drafting import Draft
from services.people.merges.forgetting import forgotten_of
from services.people.sealing import Keys
from services.people.sealing import RowSeal
from services.people.tables import inside
from services.people.workers.identities import opened_person
from services.people.workers.storage import WorkerRow


async def look_at(
    session: AsyncSession, eyes: Eyes, drafts: Sequence[Draft], *, lock: bool = False
) -> list[Found]:
    """What is known of each draft, in their order; a few queries for all of them."""
    marked = [(draft, eyes.marks(draft)) for draft in drafts]
    rows = await _rows_of(session, eyes, marked, lock=lock)
    taken = await _taken_elsewhere(session, marked, rows)
    facts = await _facts_of(session, eyes.keys, [row.id for row in rows])
    gone = await forgotten_of(session, (marks.forgotten for _, marks in marked))
    known = [
        Known(row, opened_person(eyes.keys, row.id, row), facts.get(row.id, {}))
        for row in rows
    ]
    ledger = _Ledger(known, gone)
    return [
        ledger.beside(eyes, draft, marks, is_taken=marks.index in taken)
        for draft, marks in marked
    ]


class _Ledger:
    """Those who may be one of the drafts, by number and by the marks of their names."""

    def __init__(
        self, known: Sequence[Known], forgotten: frozenset[bytes | None]
    ) -> None:
        self.forgotten = forgotten
        self.by_index = {one.row.id_index: one for one in known if one.row.id_index}
        self.by_mark: dict[int, list[Known]] = {}
        for one in known:
            for mark in one.row.name_marks:
                self.by_mark.setdefault(mark, []).append(one)

    def beside(
        self, eyes: Eyes, draft: Draft, marks: Marks, *, is_taken: bool
    ) -> Found:
        """What is known of one draft."""
        if is_taken:
            elsewhere = WrongCell("id_number", "problem.worker-exists")
            return Found(draft, "wrong", wrong=(elsewhere,))
        if marks.index is not None and marks.index in self.by_index:
            return compare(eyes, draft, self.by_index[marks.index])
        same = _same_people(draft, self.by_mark.get(marks.name, ()))
        if len(same) > 1:
            several = WrongCell("name", "field.ledger.several", {"count": len(same)})
            return Found(draft, "wrong", wrong=(several,))
        if same:
            return compare(eyes, draft, same[0])
        if marks.forgotten in self.forgotten:
            asked = WrongCell("name", "field.ledger.forgotten")
            return Found(draft, "wrong", wrong=(asked,))
        alike = _alike(draft, self.by_mark.get(marks.sound, ()))
        return compare(eyes, draft, None, alike)


Marked = tuple[Draft, Marks]
# Pairs are joined one by one: an array of a thousand marks beside everybody born on one
# of a thousand days would be compared with each of them.
PEOPLE = (
    "SELECT w.id FROM unnest(CAST(:indexes AS bytea[])) AS r(index)"
    " JOIN workers AS w ON w.id_index = r.index UNION SELECT w.id FROM"
    " unnest(CAST(:births AS date[]), CAST(:sounds AS int[])) AS r(birth, mark)"
    " JOIN workers AS w ON w.birth = r.birth AND r.mark = ANY(w.name_marks)"
    " UNION SELECT w.id FROM"
    " unnest(CAST(:homes AS text[]), CAST(:names AS int[])) AS r(home, mark)"
    " JOIN workers AS w ON w.area = r.home AND r.mark = ANY(w.name_marks)"
)


# What a ledger of a county looks like is not known to the planner while it comes in: it
# would read everybody for each chunk.
BY_INDEX = (
    "SELECT set_config('enable_seqscan', 'off', true),"
    " set_config('enable_hashjoin', 'off', true),"
    " set_config('enable_mergejoin', 'off', true)"
)


async def _rows_of(
    session: AsyncSession, eyes: Eyes, marked: Sequence[Marked], *, lock: bool
) -> Sequence[WorkerRow]:
    """Everybody in reach who may be one of them: by number, or by name and birth."""
    born = [(draft, marks) for draft, marks in marked if draft.birth]
    bare = [(d, m) for d, m in marked if not d.birth and m.index is None]
    await run_sql(session, BY_INDEX)
    ids = await run_sql(
        session,
        PEOPLE,
        indexes=[marks.index for _, marks in marked if marks.index],
        births=[date.fromisoformat(draft.birth or "") for draft, _ in born],
        sounds=[marks.sound for _, marks in born],
        homes=[draft.told.get("area", "") for draft, _ in bare],
        names=[marks.name for _, marks in bare],
    )
    wanted = [row.id for row in ids]
    if not wanted:
        return ()
    query = (
        select(WorkerRow)
        .where(
            col(WorkerRow.id).in_(wanted),
            col(WorkerRow.merged_into).is_(None),
            inside(col(WorkerRow.area), eyes.caller.areas),
        )
        .order_by(col(WorkerRow.id))
    )
    return (await session.exec(query.with_for_update() if lock else query)).all()


async def _taken_elsewhere(
    session: AsyncSession, marked: Sequence[Marked], rows: Sequence[WorkerRow]
) -> frozenset[bytes | None]:
    """Numbers that are registered where the office does not reach."""
    reached = {row.id_index for row in rows}
    asked = {marks.index for _, marks in marked} - reached - {None}
    if not asked:
        return frozenset()
    statement = "SELECT people_numbers_taken(:asked)"
    return frozenset((await run_sql(session, statement, asked=list(asked))).scalars())


async def _facts_of(
    session: AsyncSession, keys: Keys, ids: Sequence[UUID]
) -> dict[UUID, dict[str, tuple[KnownFact, ...]]]:
    if not ids:
        return {}
    query = (
        "SELECT worker_id, field, number, value::text AS value, sealed, source,"
        " said_on, replaced_at IS NULL AS current FROM worker_facts"
        " WHERE worker_id = ANY(:ids) ORDER BY worker_id, field, number DESC"
    )
    found: dict[UUID, dict[str, tuple[KnownFact, ...]]] = {}
    seal: RowSeal | None = None
    last: UUID | None = None
    for row in await run_sql(session, query, ids=list(ids)):
        if seal is None or row.worker_id != last:
            seal, last = keys.of_row("workers", row.worker_id), row.worker_id
        of_worker = found.setdefault(row.worker_id, {})
        fact = KnownFact(
            row.number, _opened(seal, row), row.source, row.said_on, row.current
        )
        of_worker[row.field] = (*of_worker.get(row.field, ()), fact)
    return found


def _opened(seal: RowSeal, row: Any) -> Any:
    if row.sealed is None:
        return orjson.loads(row.value)
    return seal.open_json(f"{row.field}/{row.number}", row.sealed)


def _same_people(draft: Draft, named: Sequence[Known]) -> list[Known]:
    """Who has this name in this village, and this birth or telephone.

    Who has no number either comes first: a list without numbers made them.
    """
    found = [
        one
        for one in named
        if one.row.area == draft.told.get("area")
        and (draft.id_number is None or one.row.id_index is None)
        and (_same_birth(draft, one) or _shares_phone(draft, one))
    ]
    unnumbered = [one for one in found if one.row.id_index is None]
    return unnumbered or found


def _same_birth(draft: Draft, known: Known) -> bool:
    return draft.birth is not None and str(known.row.birth) == draft.birth


def _shares_phone(draft: Draft, known: Known) -> bool:
    """Counts only where one of the two has no birth: a family shares a telephone."""
    if known.person is None or (draft.birth and known.row.birth):
        return False
    told = {number for number, _ in draft.phones}
    return any(phone.number in told for phone in known.person.phones)


def _alike(draft: Draft, sounding: Sequence[Known]) -> tuple[UUID, ...]:
    """Who sounds the same and was born on the same day: perhaps one person."""
    return tuple(one.row.id for one in sounding if _same_birth(draft, one))
