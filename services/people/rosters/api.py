"""The route for rosters."""

from collections.abc import Mapping
from datetime import date
from datetime import timedelta
from typing import Annotated
from typing import Any

from fastapi import APIRouter
from fastapi import Query

from common.contracts.contacts import Number
from common.contracts.rosters import Monitoring
from common.contracts.rosters import Roster
from common.contracts.rosters import RosterLine
from common.contracts.values import AreaCode
from common.database import Transaction
from common.tokens import only
from services.people.areas.storage import areas_by_code
from services.people.rosters import storage
from services.people.rosters.domain import counts_of
from services.people.rosters.domain import days_of
from services.people.rosters.domain import monitored
from services.people.rosters.domain import unasked
from services.people.tables import OFFICERS
from services.people.tasks.domain import half_year
from services.people.workers.api import Here
from services.people.workers.facts import current_facts
from services.people.workers.identities import opened_person
from services.people.workers.registering import Desk
from services.people.workers.storage import WorkerRow

router = APIRouter(prefix="/rosters", tags=["rosters"], dependencies=[only(*OFFICERS)])
Month = Annotated[str, Query(pattern=r"^20[0-9]{2}-(0[1-9]|1[0-2])$")]


@router.get("/{area}/monitoring")
async def monitoring_of(
    area: AreaCode, month: Month, desk: Here, tx: Transaction
) -> Monitoring:
    """Who left, returned, began or stopped in a month, by the days of the facts."""
    roster = await roster_of(area, desk, tx)
    first, last = days_of(month)
    ids = [line.worker for line in roster.rows]
    before = await storage.states_on(tx, ids, first - timedelta(days=1))
    after = await storage.states_on(tx, ids, last)
    rows = monitored(roster.rows, before, after)
    return Monitoring(
        area=area,
        area_name=roster.area_name,
        month=month,
        counts=counts_of(rows),
        unasked=unasked(rows, first),
        rows=rows,
    )


@router.get("/{area}")
async def roster_of(area: AreaCode, desk: Here, tx: Transaction) -> Roster:
    """Everybody of a village or a township, with what the five lists need."""
    rows = await storage.people_of(tx, desk.caller, area)
    ids = [row.id for row in rows]
    facts = await current_facts(tx, desk.keys, ids)
    told = await storage.last_told(tx, ids)
    areas = await areas_by_code(tx, {area, *(row.area for row in rows)})
    names = {code: one.name for code, one in areas.items()}
    lines = (
        _line(desk, row, facts.get(row.id, {}), names, told.get(row.id)) for row in rows
    )
    return Roster(
        area=area,
        area_name=names.get(area),
        as_of=desk.today,
        rows=tuple(line for line in lines if line),
    )


def _line(
    desk: Desk,
    row: WorkerRow,
    facts: Mapping[str, Any],
    names: Mapping[str, str],
    told_on: date | None,
) -> RosterLine | None:
    person = opened_person(desk.keys, row.id, row)
    if person is None:
        return None
    begins, _ = half_year(desk.today)
    return RosterLine(
        worker=row.id,
        name=person.name,
        sex=row.sex,
        birth=row.birth,
        area=row.area,
        area_name=names.get(row.area),
        household=row.household,
        phones=tuple(Number(**dict(phone)) for phone in person.phones),
        state=row.state,
        training_wish=tuple(facts.get("training_wish") or ()),
        trainings=tuple(facts.get("trainings") or ()),
        works_at=facts.get("works_at"),
        works_as=facts.get("works_as"),
        earns=facts.get("earns"),
        told_on=told_on,
        fresh=told_on is not None and told_on >= begins,
    )
