"""Cases, worked out at every reading: only what was decided about them is stored.

So no way of writing facts, by hand or in bulk, can forget to open one.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime
from sqlmodel import Field
from sqlmodel.ext.asyncio.session import AsyncSession

from common.contracts.values import AreaCode
from common.database import run_sql
from common.intake.identifiers import area_prefix
from common.tokens import Caller
from services.people.cases.domain import NEVER
from services.people.cases.domain import SAME_TIME_DAYS
from services.people.sealing import Keys
from services.people.tables import Table
from services.people.workers.facts import FactRow
from services.people.workers.facts import opened_fact

_FOUND = """
WITH people AS MATERIALIZED (
  SELECT w.id FROM workers AS w
  WHERE w.area ~>=~ :low AND w.area ~<~ :high AND w.withdrawn IS DISTINCT FROM 'erase'
    AND (CAST(:worker AS uuid) IS NULL OR w.id = CAST(:worker AS uuid))
)
SELECT * FROM people_disagreeing(ARRAY(SELECT id FROM people),
  CAST(:days AS integer), CAST(:never AS text[]))
ORDER BY worker_id, field LIMIT :limit
"""
MOST = 500
Pair = tuple[FactRow, FactRow]


class DecisionRow(Table, table=True):
    """What somebody decided about a fact; it covers statements up to a number."""

    __tablename__ = "fact_decisions"

    worker_id: UUID = Field(foreign_key="workers.id", primary_key=True)
    field: str = Field(primary_key=True)
    upto: int = Field(primary_key=True)
    chosen: int
    note: str
    decided_by: str
    decided_at: datetime = Field(sa_type=DateTime(timezone=True))


async def find_cases(
    session: AsyncSession,
    keys: Keys,
    caller: Caller,
    area: AreaCode | None,
    worker: UUID | None = None,
) -> list[Pair]:
    """(the statement that holds, the one that disagrees) of every open case."""
    prefix = area_prefix(area) if area else caller.areas[0]
    if not prefix:
        return []
    rows = await run_sql(
        session,
        _FOUND,
        days=SAME_TIME_DAYS,
        never=list(NEVER),
        low=prefix,
        high=prefix[:-1] + chr(ord(prefix[-1]) + 1),
        worker=worker,
        limit=MOST,
    )
    pairs = [await _pair(session, row) for row in rows.all()]
    return [pair for pair in pairs if _differ(keys, pair)]


async def _pair(session: AsyncSession, row: Any) -> Pair:
    async def statement(number: int) -> FactRow:
        found = await session.get(FactRow, (row.worker_id, row.field, number))
        if found is None:
            raise RuntimeError("a statement went while it was read")
        return found

    return await statement(row.kept), await statement(row.other)


def _differ(keys: Keys, pair: Pair) -> bool:
    """Whether the values differ; lists are compared without their order."""
    seal = keys.of_row("workers", pair[0].worker_id)
    one, other = (_plain(opened_fact(seal, row)) for row in pair)
    return bool(one != other)


def _plain(value: Any) -> Any:
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return sorted(value)
    return value


async def keep_decision(session: AsyncSession, row: DecisionRow) -> None:
    """Store what was decided."""
    session.add(row)
    await session.flush()
