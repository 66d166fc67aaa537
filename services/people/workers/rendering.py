"""From stored facts to the contract that others may know.

Nobody can be recognised by it: no name, no number, the home rounded to about a hundred
metres. Whoever wants no more matches is not told at all.
"""

import asyncio
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlmodel import col
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from common.contracts.people import Worker
from common.contracts.values import Place
from common.database import run_sql
from common.feed import Render
from common.intake.identifiers import area_level
from common.intake.stated import StatedWorker
from common.intake.workers import understand_worker
from services.people.areas.storage import AreaRow
from services.people.areas.storage import areas_by_code
from services.people.sealing import Keys
from services.people.workers.domain import Withdrawal
from services.people.workers.facts import current_facts
from services.people.workers.kept import Kept
from services.people.workers.kept import kept_rows
from services.people.workers.kept import shape_of
from services.people.workers.storage import WorkerRow

# A thousandth of a degree is some hundred metres.
DIGITS = 3
ROUNDED_M = 100
VILLAGE_M = 1500
# Contracts made before other requests of the process get their turn.
SLICE = 50


def stated_of(row: WorkerRow, facts: dict[str, Any]) -> StatedWorker:
    """Everything that is currently stated of a worker, in one piece."""
    columns = {
        "area": row.area,
        "household": row.household,
        "birth": row.birth,
        "sex": row.sex,
        "state": row.state,
    }
    return StatedWorker.model_validate({**facts, **columns})


def contract_of(row: WorkerRow, facts: dict[str, Any], area: AreaRow | None) -> Worker:
    """The contract of a worker as matching sees one."""
    if row.merged_into:
        return _merged(row)
    stated = stated_of(row, facts)
    worker = understand_worker(stated, id=row.id)
    changes: dict[str, Any] = {"place": _place(stated.place, area)}
    if area and "terrain" not in facts:
        changes["terrain"] = area.terrain
    if row.withdrawn == "pause":
        changes["state"] = "paused"
    return worker.model_copy(update=changes)


def _merged(row: WorkerRow) -> Worker:
    """Nothing of a merged row but where the person is now."""
    told = StatedWorker(area=row.area, state="paused")
    worker = understand_worker(told, id=row.id)
    return worker.model_copy(update={"merged_into": row.merged_into})


def _place(stated: Place | None, area: AreaRow | None) -> Place | None:
    """The home, rounded; else the middle of the village; a town is too wide."""
    if stated:
        return Place(
            lat=round(stated.lat, DIGITS),
            lng=round(stated.lng, DIGITS),
            accuracy_m=max(stated.accuracy_m, ROUNDED_M),
            source=stated.source,
        )
    if area is None or area.centre is None or area_level(area.code) != "village":
        return None
    wide = max(area.centre.accuracy_m, VILLAGE_M)
    return area.centre.model_copy(
        update={"accuracy_m": wide, "source": "village_centroid"}
    )


async def contracts_of(
    session: AsyncSession, keys: Keys, rows: Sequence[WorkerRow]
) -> dict[UUID, Worker]:
    """The contracts of workers, read in two queries."""
    facts = await current_facts(session, keys, [row.id for row in rows])
    areas = await areas_by_code(session, {row.area for row in rows})
    contracts = {}
    for place, row in enumerate(rows):
        if place % SLICE == SLICE - 1:
            await asyncio.sleep(0)
        told = facts.get(row.id, {})
        contracts[row.id] = contract_of(row, told, areas.get(row.area))
    return contracts


@dataclass(frozen=True, slots=True)
class Known:
    """Of a worker what decides whether a kept contract may be used."""

    version: int
    area: str


def renderer(keys: Keys, kept: Kept) -> Render:
    """What the feed asks: the contracts of those who may be matched.

    A contract that is kept is read; the others are made, and kept from then on.
    """

    async def render(
        session: AsyncSession, kind: str, ids: list[UUID]
    ) -> Mapping[UUID, Worker | bytes]:
        known = await _known(session, ids)
        codes = {one.area for one in known.values()}
        areas = await areas_by_code(session, codes)
        of_area = {code: shape_of(areas.get(code)) for code in codes}
        shapes = {worker: of_area[one.area] for worker, one in known.items()}
        told: dict[UUID, Worker | bytes] = {}
        for row in await kept_rows(session, list(known)):
            # The snapshot may be older than what is kept by now.
            if row.version == known[row.worker_id].version:
                told[row.worker_id] = kept.opened(row, shapes) or b""
        missing = [worker for worker in known if not told.get(worker)]
        rows = await _rows(session, missing)
        for worker, contract in (await contracts_of(session, keys, rows)).items():
            told[worker] = contract
            kept.add(known[worker].version, shapes[worker], contract)
        return told

    return render


async def _known(session: AsyncSession, ids: list[UUID]) -> dict[UUID, Known]:
    """Those of the workers who may be matched."""
    query = "SELECT id, version, area, withdrawn FROM workers WHERE id = ANY(:ids)"
    return {
        row.id: Known(row.version, row.area)
        for row in await run_sql(session, query, ids=ids)
        if Withdrawal(row.withdrawn).matched
    }


async def _rows(session: AsyncSession, ids: list[UUID]) -> Sequence[WorkerRow]:
    if not ids:
        return ()
    query = select(WorkerRow).where(col(WorkerRow.id).in_(ids))
    return (await session.exec(query)).all()
