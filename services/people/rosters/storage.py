"""Everybody of a village or a township; the row of the duty stays until an erasure."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlmodel import col
from sqlmodel import or_
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from common.contracts.people import WorkState
from common.database import run_sql
from common.intake.identifiers import area_prefix
from common.problems import TooLarge
from common.tokens import Caller
from services.people.tables import inside
from services.people.workers.storage import WorkerRow

MOST_ROWS = 5_000
_TOLD = "SELECT id, told FROM people_last_told(:ids)"

# A state holds from the day on which it was told, whenever it was written down.
_STATES = """
SELECT DISTINCT ON (worker_id) worker_id, value #>> '{}' AS state FROM worker_facts
WHERE worker_id = ANY(:ids) AND field = 'state' AND said_on <= :day
ORDER BY worker_id, said_on DESC, number DESC
"""


class TooManyForAList(TooLarge):
    """So many people are no list that anybody reads; a village or a town is."""


async def people_of(
    session: AsyncSession, caller: Caller, area: str
) -> Sequence[WorkerRow]:
    """Everybody of an area whom the caller reaches, by village; TooManyForAList."""
    erased = col(WorkerRow.withdrawn) == "erase"
    query = (
        select(WorkerRow)
        .where(
            inside(col(WorkerRow.area), caller.areas),
            inside(col(WorkerRow.area), (area_prefix(area),)),
            col(WorkerRow.merged_into).is_(None),
            or_(col(WorkerRow.withdrawn).is_(None), ~erased),
        )
        .order_by(col(WorkerRow.area), col(WorkerRow.household), col(WorkerRow.id))
    )
    rows = (await session.exec(query.limit(MOST_ROWS + 1))).all()
    if len(rows) > MOST_ROWS:
        raise TooManyForAList(most=MOST_ROWS)
    return rows


async def last_told(session: AsyncSession, ids: Sequence[UUID]) -> dict[UUID, date]:
    """The last day on which a fact that holds was told, by person."""
    rows = await run_sql(session, _TOLD, ids=list(ids))
    return {row.id: row.told for row in rows}


async def states_on(
    session: AsyncSession, ids: Sequence[UUID], day: date
) -> dict[UUID, WorkState]:
    """What was told of each one's work up to a day; who is not there was not asked."""
    rows = await run_sql(session, _STATES, ids=list(ids), day=day)
    return {row.worker_id: row.state for row in rows}
