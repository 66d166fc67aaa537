"""Today's tasks, worked out from referrals and placements at every reading.

Nothing has to be written when a task comes up or is done, so none is ever forgotten
and none outlives its cause. Row policies bound what is read; the side says whose it is.
"""

from dataclasses import dataclass
from datetime import date
from datetime import datetime
from pathlib import Path

from pydantic import Field
from sqlmodel.ext.asyncio.session import AsyncSession

from common.contracts.tasks import Side
from common.contracts.tasks import Task
from common.contracts.tasks import TaskKind
from common.contracts.values import AreaCode
from common.database import run_sql
from common.tokens import Caller
from common.tokens import area_prefix
from services.jobs.keeping import OFFICERS
from services.jobs.tables import Page

_READ = Path(__file__).with_name("tasks.sql").read_text(encoding="utf-8")


class TaskFilter(Page):
    """Which tasks a list shows; `after` is the id of the last task before."""

    after: str | None = Field(default=None, max_length=200)  # type: ignore[assignment]
    area: AreaCode | None = None
    kind: TaskKind | None = None
    side: Side | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    """The day in the county, and the moment."""

    today: date
    now: datetime


async def find_tasks(
    session: AsyncSession, caller: Caller, wanted: TaskFilter, clock: Clock
) -> list[Task]:
    """What the caller has to do, the most urgent first."""
    officers = caller.role != "hr"
    # Village coordinators look after people; employers are rung up from the township.
    keeps = officers and caller.role in OFFICERS
    prefixes = [f"{prefix}%" for prefix in caller.areas] if officers else []
    due, _, id = (wanted.after or "").partition("~")
    rows = await run_sql(
        session,
        _READ,
        today=clock.today,
        now=clock.now,
        homes=prefixes,
        keeps=prefixes if keeps else [],
        employer=None if officers else caller.employer,
        area=f"{area_prefix(wanted.area)}%" if wanted.area else "%",
        kind=wanted.kind,
        side=wanted.side,
        after=datetime.fromisoformat(due) if due else None,
        after_id=id,
        limit=wanted.limit,
    )
    return [Task.model_validate(dict(row)) for row in rows.mappings()]
