"""How two rows become one: alike, proposed by one officer, decided by another."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from services.people.merges import storage
from services.people.merges.domain import Agreement
from services.people.merges.domain import Known
from services.people.merges.domain import MergeEnded
from services.people.merges.domain import PeopleDiffer
from services.people.merges.domain import SomebodyElseDecides
from services.people.merges.domain import agreements
from services.people.merges.domain import are_enough
from services.people.merges.domain import check_agreed
from services.people.merges.joining import Two
from services.people.merges.joining import join
from services.people.merges.parting import part
from services.people.merges.storage import MergeRow
from services.people.sealing import Keys
from services.people.sealing import RowSeal
from services.people.tables import random_id
from services.people.workers.identities import opened_person
from services.people.workers.registering import Desk
from services.people.workers.storage import WorkerRow


@dataclass(frozen=True, slots=True)
class Pair:
    """Two rows that may be one person; `kept` is the one that is known longer."""

    kept: WorkerRow
    gone: WorkerRow
    agreed: tuple[Agreement, ...]


async def find_alike(session: AsyncSession, desk: Desk, prefix: str) -> list[Pair]:
    """Pairs of an area that two facts make one person, the surest first."""
    pairs = await storage.pairs_alike(session, prefix)
    ids = list({id for pair in pairs for id in pair})
    rows = await storage.rows_of(session, desk.caller, ids)
    found = list(_alike(desk.keys, rows, pairs))
    return sorted(found, key=lambda pair: (-len(pair.agreed), pair.kept.id))


def _alike(
    keys: Keys, rows: dict[UUID, WorkerRow], pairs: list[tuple[UUID, UUID]]
) -> Iterator[Pair]:
    # Ids begin with the moment in which they were made.
    for first, second in pairs:
        if first in rows and second in rows:
            kept, gone = rows[first], rows[second]
            try:
                agreed = _agreed(keys, kept, gone)
            except PeopleDiffer:
                continue
            if are_enough(agreed):
                yield Pair(kept, gone, agreed)


def _agreed(keys: Keys, one: WorkerRow, other: WorkerRow) -> tuple[Agreement, ...]:
    known = []
    for row in (one, other):
        person = opened_person(keys, row.id, row)
        if person is None:
            row.withdrawal.check_open()
            raise MergeEnded
        known.append(Known(person, row.birth, row.sex, row.area))
    return agreements(*known)


async def propose_merge(
    session: AsyncSession, desk: Desk, ids: tuple[UUID, UUID], note: str
) -> MergeRow:
    """Say that the first row stays and the second one is the same person."""
    kept, gone = await storage.both(session, desk.caller, ids)
    agreed = _agreed(desk.keys, kept, gone)
    check_agreed(agreed)
    if await storage.stands_for_two(session, gone.id):
        # Parted later, nobody could say what was whose; joined the other way round one
        # can.
        raise MergeEnded
    row = MergeRow(
        id=random_id(),
        area=kept.area,
        kept_id=kept.id,
        gone_id=gone.id,
        state="proposed",
        agreed=list(agreed),
        note=note,
        proposed_by=desk.caller.subject,
        proposed_at=desk.now,
    )
    return await storage.save_merge(session, row)


async def accept_merge(session: AsyncSession, desk: Desk, id: UUID) -> MergeRow:
    """Make the two rows one person; what agreed must agree still."""
    row = await _to_decide(session, desk, id)
    two = await _two(session, desk, row)
    check_agreed(_agreed(desk.keys, two.kept, two.gone))
    before = await join(session, desk, two)
    row.before = _seal(desk.keys, row).seal_json("before", before)
    row.state, row.decided_by, row.decided_at = "merged", desk.caller.subject, desk.now
    return await storage.save_merge(session, row)


async def refuse_merge(session: AsyncSession, desk: Desk, id: UUID) -> MergeRow:
    """They are two people; nobody is asked again."""
    row = await _to_decide(session, desk, id)
    row.state, row.decided_by, row.decided_at = "refused", desk.caller.subject, desk.now
    return await storage.save_merge(session, row)


async def part_merge(session: AsyncSession, desk: Desk, id: UUID) -> MergeRow:
    """Take a merge back: two rows again, each with what was its own."""
    row = await storage.merge_by_id(session, desk.caller, id, lock=True)
    if row.state != "merged" or row.before is None:
        raise MergeEnded
    two = await _two(session, desk, row)
    await part(
        session, desk, two, _seal(desk.keys, row).open_json("before", row.before)
    )
    row.before = None
    row.state, row.parted_by, row.parted_at = "parted", desk.caller.subject, desk.now
    return await storage.save_merge(session, row)


async def _to_decide(session: AsyncSession, desk: Desk, id: UUID) -> MergeRow:
    row = await storage.merge_by_id(session, desk.caller, id, lock=True)
    if row.state != "proposed":
        raise MergeEnded
    if row.proposed_by == desk.caller.subject:
        raise SomebodyElseDecides
    return row


async def _two(session: AsyncSession, desk: Desk, row: MergeRow) -> Two:
    kept, gone = await storage.both(session, desk.caller, (row.kept_id, row.gone_id))
    return Two(row.id, kept, gone)


def _seal(keys: Keys, row: MergeRow) -> RowSeal:
    return keys.of_row("merges", row.id)
