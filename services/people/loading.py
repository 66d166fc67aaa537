"""The way in for many at once: areas, households, and workers with their facts.

Runs as the owner of the database. PostgreSQL refuses COPY into tables with row-level
security, so rows are copied into temporary tables and inserted from there. Facts go in
before their workers: the feed then announces each worker once, not once a fact.
"""

import asyncio
from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

import asyncpg
import orjson

from common.contracts.people import Area
from common.database import open_database
from common.intake.identifiers import Sex
from common.intake.stated import StatedWorker
from common.problems import FieldError
from services.people.areas.domain import facts_of
from services.people.areas.storage import values_of
from services.people.belonging import check_keys
from services.people.sealing import Keys
from services.people.sealing import RowSeal
from services.people.workers.domain import STATUTORY_SOURCES
from services.people.workers.domain import Source
from services.people.workers.facts import plain_facts
from services.people.workers.facts import sealed_fact
from services.people.workers.identities import Person
from services.people.workers.identities import birth_and_sex
from services.people.workers.identities import sealed_columns
from services.people.workers.identities import wrong_person

BATCH = 2_000
BY = "loading"
WORKER_COLUMNS = (
    "id", "area", "household", "birth", "sex", "state", "name_sealed", "name_marks",
    "id_type", "id_sealed", "id_index", "last4", "certificate_sealed", "phones_sealed",
    "phone_indexes",
)  # fmt: skip
FACT_COLUMNS = ("worker_id", "field", "value", "sealed", "source", "said_by")


Rows = list[tuple[Any, ...]]


class LoadRefusedError(ValueError):
    """A draft among many is wrong; nothing of its batch was kept."""

    def __init__(self, worker_id: UUID, wrong: list[FieldError]) -> None:
        super().__init__(f"{worker_id}: {', '.join(error.key for error in wrong)}")
        self.wrong = wrong


@dataclass(frozen=True, slots=True)
class HouseholdToLoad:
    """A household as it is known elsewhere."""

    id: UUID
    area: str
    size: int | None = None


@dataclass(frozen=True, slots=True)
class WorkerToLoad:
    """A worker as known elsewhere; the id was made there, before anything is sealed."""

    id: UUID
    person: Person
    stated: StatedWorker
    source: Source = "ledger"


@dataclass(frozen=True, slots=True)
class Batch:
    """What all rows of a load have in common."""

    keys: Keys
    today: date
    now: datetime
    synthetic: bool = False


@dataclass(frozen=True, slots=True)
class Content:
    """Rows for a table; `same` are columns with one value for all of them."""

    table: str
    columns: tuple[str, ...]
    rows: Rows
    same: dict[str, Any]
    after: str = "ON CONFLICT DO NOTHING"


@dataclass(frozen=True, slots=True)
class ToLoad:
    """Everything of one load; workers may be an iterator that is never held whole."""

    areas: Iterable[Area] = ()
    households: Iterable[HouseholdToLoad] = ()
    workers: Iterable[WorkerToLoad] = ()


async def load_people(owner_url: str, batch: Batch, people: ToLoad) -> dict[str, int]:
    """Load all of it into a migrated database; answers how many of each were taken.

    KeysDoNotBelongError before anything is written, if the data has other keys.
    """
    database = open_database(owner_url, pool_size=1)
    try:
        async with database.transaction() as session:
            await check_keys(session, batch.keys)
    finally:
        await database.close()
    owner = await asyncpg.connect(owner_url)
    try:
        return {
            "areas": await load_areas(owner, people.areas),
            "households": await load_households(owner, batch, people.households),
            "workers": await load_workers(owner, batch, people.workers),
        }
    finally:
        await owner.close()


async def load_areas(owner: asyncpg.Connection, areas: Iterable[Area]) -> int:
    """Add areas; those that exist are replaced."""
    rows = [values_of(facts_of(area)) for area in areas]
    if not rows:
        return 0
    names = tuple(rows[0])
    fresh = ", ".join(f"{name} = excluded.{name}" for name in names)
    after = f"ON CONFLICT (code, local) DO UPDATE SET {fresh}"
    values = [tuple(row.values()) for row in rows]
    await _pour(owner, Content("areas", names, values, {}, after))
    return len(rows)


async def load_households(
    owner: asyncpg.Connection, batch: Batch, households: Iterable[HouseholdToLoad]
) -> int:
    """Add households that are not there yet."""
    rows: Rows = [(h.id, h.area, h.size) for h in households]
    same = {"local": "", "recorded_by": BY, "recorded_at": batch.now}
    await _pour(owner, Content("households", ("id", "area", "size"), rows, same))
    return len(rows)


async def load_workers(
    owner: asyncpg.Connection, batch: Batch, workers: Iterable[WorkerToLoad]
) -> int:
    """Add workers with their facts; LoadRefusedError where one is wrong.

    While PostgreSQL stores one part, the next is sealed in a thread.
    """
    count, source = 0, iter(workers)
    sealed = await asyncio.to_thread(_next_part, batch, source)
    while sealed[0]:
        count += len(sealed[0])
        _, sealed = await asyncio.gather(
            _store(owner, batch, *sealed), asyncio.to_thread(_next_part, batch, source)
        )
    return count


def _next_part(batch: Batch, source: Iterator[WorkerToLoad]) -> tuple[Rows, Rows]:
    workers: Rows = []
    facts: Rows = []
    for worker in islice(source, BATCH):
        _check(batch, worker)
        seal = batch.keys.of_row("workers", worker.id)
        known = birth_and_sex(worker.person)
        workers.append(_worker_row(batch, worker, seal, known))
        # Birth and sex that the number tells are no statements of their own.
        facts += _fact_rows(worker, seal, {"birth", "sex"} if known[0] else set())
    return workers, facts


def _check(batch: Batch, worker: WorkerToLoad) -> None:
    wrong = wrong_person(worker.person, today=batch.today, synthetic=batch.synthetic)
    if worker.stated.area is None:
        wrong.append(FieldError("stated.area", "field.missing"))
    if wrong:
        raise LoadRefusedError(worker.id, wrong)


def _worker_row(
    batch: Batch,
    worker: WorkerToLoad,
    seal: RowSeal,
    known: tuple[date | None, Sex | None],
) -> tuple[Any, ...]:
    stated = worker.stated
    row = {
        **sealed_columns(batch.keys, seal, worker.person),
        "id": worker.id,
        "area": stated.area,
        "household": stated.household,
        "birth": known[0] or stated.birth,
        "sex": known[1] or stated.sex,
        "state": stated.state,
    }
    return tuple(row[name] for name in WORKER_COLUMNS)


def _fact_rows(worker: WorkerToLoad, seal: RowSeal, known: set[str]) -> Rows:
    speaker = "office" if worker.source in STATUTORY_SOURCES else "self"
    rows: Rows = []
    for field, value in plain_facts(worker.stated).items():
        if value is None or field in known:
            continue
        plain, sealed = sealed_fact(seal, field, 1, value)
        text = None if sealed else orjson.dumps(plain).decode()
        rows.append((worker.id, field, text, sealed, worker.source, speaker))
    return rows


async def _store(
    owner: asyncpg.Connection, batch: Batch, workers: Rows, facts: Rows
) -> None:
    """What is there already stays, so a load that was cut off is simply repeated."""
    stamp = {"recorded_by": BY, "recorded_at": batch.now}
    said = {"number": 1, "said_on": batch.today, **stamp}
    by_id = "ON CONFLICT (id) DO NOTHING"
    async with owner.transaction():
        await owner.execute("SET CONSTRAINTS ALL DEFERRED")
        await _pour(owner, Content("worker_facts", FACT_COLUMNS, facts, said))
        await _pour(owner, Content("workers", WORKER_COLUMNS, workers, stamp, by_id))


async def _pour(owner: asyncpg.Connection, content: Content) -> None:
    """Copy rows into a temporary twin, and insert them from there as the owner."""
    listed = ", ".join(content.columns)
    into = ", ".join((*content.columns, *content.same))
    values = "".join(f", ${place}" for place in range(1, len(content.same) + 1))
    async with owner.transaction():
        # The twin keeps types only: no defaults, no constraints, no triggers.
        await owner.execute(
            f"CREATE TEMP TABLE poured ON COMMIT DROP AS"  # noqa: S608
            f" SELECT {listed} FROM {content.table} WITH NO DATA"
        )
        await owner.copy_records_to_table(
            "poured", records=content.rows, columns=content.columns
        )
        await owner.execute(
            f"INSERT INTO {content.table} ({into})"  # noqa: S608
            f" SELECT {listed}{values} FROM poured {content.after}",
            *content.same.values(),
        )
        await owner.execute("DROP TABLE poured")
