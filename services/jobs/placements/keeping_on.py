"""Looking after people at work: recorded starts, checks, ends, and the figures."""

from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import asdict
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from datetime import timedelta
from uuid import UUID

from sqlmodel import col
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from common.contracts.people import Worker
from common.contracts.placements import Channel
from common.contracts.placements import CheckOutcome
from common.contracts.placements import PlacementFigures
from common.contracts.values import AreaCode
from common.problems import Conflict
from common.tokens import Caller
from services.jobs.keeping import AreaIsNotYours
from services.jobs.placements.domain import CHECK_DAYS
from services.jobs.placements.domain import Ending
from services.jobs.placements.domain import Learnt
from services.jobs.placements.domain import PlacementHasEnded
from services.jobs.placements.domain import Terms
from services.jobs.placements.domain import check_day_has_come
from services.jobs.placements.domain import check_ending
from services.jobs.placements.domain import check_terms
from services.jobs.placements.domain import outcome_at
from services.jobs.placements.domain import stability
from services.jobs.placements.storage import CheckRow
from services.jobs.placements.storage import PlacementRow
from services.jobs.placements.storage import checks_of
from services.jobs.placements.storage import columns_of
from services.jobs.placements.storage import placement_by_id
from services.jobs.placements.storage import reached_by
from services.jobs.posts.openings import free_opening
from services.jobs.tables import inside
from services.jobs.tables import random_id


class NobodyToPlace(Conflict):
    """Nobody who is told of is registered under this id."""


@dataclass(frozen=True, slots=True)
class Record:
    """Work found without a referral: its terms, whose it is, when it was told."""

    terms: Terms
    employer_name: str
    at: datetime


async def record_placement(
    session: AsyncSession,
    caller: Caller,
    worker: Worker | None,
    record: Record,
    today: date,
) -> PlacementRow:
    """Write down work that somebody found without a referral of ours."""
    check_terms(record.terms, today)
    if worker is None or worker.area is None:
        raise NobodyToPlace
    if not caller.sees(worker.area):
        raise AreaIsNotYours
    row = PlacementRow(
        id=random_id(),
        worker_id=worker.id,
        home=worker.area,
        keeper=worker.area,
        employer_name=record.employer_name,
        made_by=caller.subject,
        made_at=record.at,
        **columns_of(record.terms),
    )
    session.add(row)
    await session.flush()
    return row


async def end_placement(
    session: AsyncSession, caller: Caller, id: UUID, ending: Ending, today: date
) -> PlacementRow:
    """The work is over: the opening is free again, and the cause is on file."""
    row = await placement_by_id(session, caller, id, lock=True)
    if row.ended:
        raise PlacementHasEnded(ended=row.ended.isoformat())
    check_ending(ending, row.started, today)
    row.ended, row.cause, row.note = ending.on, ending.cause, ending.note
    row.cause_by = caller.subject
    await session.flush()
    if row.post_id:
        await free_opening(session, row.post_id, today)
    return row


async def note_check(
    session: AsyncSession, caller: Caller, line: CheckRow
) -> PlacementRow:
    """What was learnt on a day of the work; `unreached` leaves the check to do."""
    row = await placement_by_id(session, caller, line.placement_id)
    check_day_has_come(row.started, line.day, line.at.date())
    session.add(line)
    if line.outcome != "unreached":
        row.changed = []
    await session.flush()
    return row


def check_line(caller: Caller, id: UUID, learnt: Learnt, now: datetime) -> CheckRow:
    """A check as its line on file."""
    return CheckRow(
        id=random_id(),
        placement_id=id,
        at=now,
        by=caller.subject,
        **asdict(learnt),
    )


async def figures(
    session: AsyncSession, caller: Caller, area: AreaCode | None, today: date
) -> PlacementFigures:
    """Counts of an area from its rows: people apart from spells of work."""
    query = select(PlacementRow).where(reached_by(caller))
    if area:
        query = query.where(inside(col(PlacementRow.home), area))
    rows = (await session.exec(query)).all()
    checks = await checks_of(session, {row.id for row in rows})
    told = {row.id: _told(checks.get(row.id, ())) for row in rows}
    channels: list[Channel] = [row.channel for row in rows]
    return PlacementFigures(
        as_of=today,
        people=len({row.worker_id for row in rows}),
        placements=len(rows),
        by_channel={name: channels.count(name) for name in sorted(set(channels))},
        organised=sum(row.organised for row in rows),
        open=sum(row.ended is None for row in rows),
        stability=tuple(
            stability(
                day,
                (
                    outcome_at(day, _left_after(row), told[row.id])
                    for row in rows
                    if row.started + timedelta(days=day) <= today
                ),
            )
            for day in CHECK_DAYS
        ),
    )


def _told(checks: Iterable[CheckRow]) -> Mapping[int, CheckOutcome]:
    return {c.day: c.outcome for c in checks if c.outcome != "unreached"}


def _left_after(row: PlacementRow) -> int | None:
    return (row.ended - row.started).days if row.ended else None
