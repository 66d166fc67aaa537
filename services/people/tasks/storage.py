"""Tasks about people, worked out at every reading and stored nowhere.

Validity of licences stands in sealed words, so that the few people who hold any are
read and opened first; the statement then puts all tasks in one order.
"""

from dataclasses import dataclass
from datetime import date
from datetime import datetime
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from pydantic import Field
from sqlmodel.ext.asyncio.session import AsyncSession

from common.contracts.tasks import Side
from common.contracts.tasks import Task
from common.contracts.tasks import TaskKind
from common.contracts.values import AreaCode
from common.database import run_sql
from common.intake.identifiers import area_prefix
from common.intake.licences import licences_in
from common.tokens import Caller
from services.people.contacts.domain import SILENT_DAYS
from services.people.contacts.domain import SPOKE
from services.people.sealing import Keys
from services.people.tables import Page
from services.people.tasks.domain import LICENCE_DAYS
from services.people.tasks.domain import TURNED_DAYS
from services.people.tasks.domain import ages_of_the_law
from services.people.tasks.domain import half_year
from services.people.tasks.domain import retiring

_READ = Path(__file__).with_name("tasks.sql").read_text(encoding="utf-8")
_HOLDERS = """
SELECT f.worker_id, f.number, f.sealed FROM worker_facts AS f
JOIN workers AS w ON w.id = f.worker_id
WHERE f.field = 'certificates' AND f.replaced_at IS NULL AND f.sealed IS NOT NULL
  AND w.withdrawn IS NULL AND w.merged_into IS NULL
  AND w.area ~>=~ :low AND w.area ~<~ :high
ORDER BY w.id LIMIT 20000
"""
# A county's people are too many to look at one by one; a township's are not.
TOWN = 9


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
    session: AsyncSession, keys: Keys, caller: Caller, wanted: TaskFilter, clock: Clock
) -> list[Task]:
    """What is due about the people of a village or a township, most urgent first."""
    prefix = area_prefix(wanted.area) if wanted.area else caller.areas[0]
    if len(prefix) < TOWN or wanted.side not in (None, "home"):
        return []
    due, _, tag = (wanted.after or "").partition("~")
    within = {"low": prefix, "high": prefix[:-1] + chr(ord(prefix[-1]) + 1)}
    rows = await run_sql(
        session,
        _READ,
        **within,
        **_days(clock.today),
        **await _licences(session, keys, within, clock.today),
        now=clock.now,
        spoke=list(SPOKE),
        silent=SILENT_DAYS,
        kind=wanted.kind,
        after=datetime.fromisoformat(due) if due else None,
        after_tag=tag,
        limit=wanted.limit,
    )
    return [Task.model_validate(dict(row)) for row in rows.mappings()]


def _days(today: date) -> dict[str, Any]:
    """What the law and the calendar say of this day, as the statement takes it."""
    begins, ends = half_year(today)
    ages, months = ages_of_the_law(today), retiring(today)
    return {
        "today": today,
        "half_begins": begins,
        "half_ends": ends,
        "turned_since": today - timedelta(days=TURNED_DAYS),
        "kinds": [kind for kind, _ in ages],
        "years": [years for _, years in ages],
        "sexes": [sex for sex, _, _ in months],
        "born": [born for _, born, _ in months],
        "months": [month for _, _, month in months],
    }


async def _licences(
    session: AsyncSession, keys: Keys, within: dict[str, str], today: date
) -> dict[str, list[Any]]:
    """Whose licence ends within a month, and when; one that ran out lately as well."""
    found: dict[UUID, date] = {}
    month = timedelta(days=LICENCE_DAYS)
    for row in await run_sql(session, _HOLDERS, **within):
        seal = keys.of_row("workers", row.worker_id)
        words = seal.open_json(f"certificates/{row.number}", row.sealed)
        ends = (one.valid_until for one in licences_in(words or ()))
        near = [end for end in ends if end and today - month <= end <= today + month]
        if near:
            found[row.worker_id] = min(near)
    return {"holders": list(found), "ends": list(found.values())}
