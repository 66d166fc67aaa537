"""What is stated of a worker, fact by fact: value, source, day, and who said it.

A new statement replaces the current one of its field; what it replaced stays. Facts
about health and need are sealed and bound to their own row.
"""

from collections.abc import Iterable
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import Column
from sqlalchemy import DateTime
from sqlalchemy import ForeignKey
from sqlalchemy import Index
from sqlalchemy import String
from sqlalchemy import text
from sqlalchemy import update
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field
from sqlmodel import col
from sqlmodel import func
from sqlmodel import or_
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from common.database import run_sql
from common.intake.stated import StatedWorker
from services.people.sealing import Keys
from services.people.sealing import RowSeal
from services.people.tables import Table
from services.people.workers.domain import SEALED_FIELDS
from services.people.workers.domain import Origin
from services.people.workers.domain import Source
from services.people.workers.domain import Speaker
from services.people.workers.domain import is_erased

TABLE = "worker_facts"
# The row to which sealed facts are bound, with their field and number as column.
ROOT = "workers"
MOMENT = DateTime(timezone=True)


class FactRow(Table, table=True):
    """One statement of one field; `number` counts the statements of that field."""

    __tablename__ = TABLE
    __table_args__ = (
        Index(
            "ix_worker_facts_import_id",
            "import_id",
            postgresql_where=text("import_id IS NOT NULL"),
        ),
        Index(
            "ix_worker_facts_merge_id",
            "merge_id",
            postgresql_where=text("merge_id IS NOT NULL"),
        ),
    )

    worker_id: UUID = Field(
        sa_column=Column(ForeignKey("workers.id", deferrable=True), primary_key=True)
    )
    field: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    value: Any = Field(default=None, sa_type=JSONB(none_as_null=True))
    sealed: bytes | None = None
    source: Source = Field(sa_type=String)
    said_by: Speaker = Field(sa_type=String)
    said_on: date
    valid_until: date | None = None
    recorded_by: str
    recorded_at: datetime = Field(sa_type=MOMENT)
    replaced_at: datetime | None = Field(default=None, sa_type=MOMENT)
    # The workbook that brought it, so that it can be taken back.
    import_id: UUID | None = None
    # The merge that copied it from the other row of the same person.
    merge_id: UUID | None = None

    @property
    def origin(self) -> Origin:
        return Origin(
            source=self.source,
            said_by=self.said_by,
            said_on=self.said_on,
            valid_until=self.valid_until,
            recorded_by=self.recorded_by,
            recorded_at=self.recorded_at,
        )


def plain_facts(stated: StatedWorker) -> dict[str, Any]:
    """What a statement really says, by field, as JSON values; None: taken back."""
    return stated.model_dump(mode="json", exclude_unset=True)


def sealed_fact(
    seal: RowSeal, field: str, number: int, value: Any
) -> tuple[Any, bytes | None]:
    """(value, sealed): one of them holds the fact, the other is None.

    `seal` is that of the worker: each statement is a column of that row.
    """
    if field not in SEALED_FIELDS:
        return value, None
    return None, seal.seal_json(f"{field}/{number}", value)


def opened_fact(seal: RowSeal, row: Any) -> Any:
    """The plain value of a stored fact."""
    if row.sealed is None:
        return row.value
    return seal.open_json(f"{row.field}/{row.number}", row.sealed)


async def record_facts(
    session: AsyncSession,
    keys: Keys,
    worker_id: UUID,
    told: dict[str, Any],
    origin: Origin,
) -> dict[str, Any]:
    """Write down what was told; answers the facts that are now current.

    Words of an earlier day than the current ones only enter the history. The caller
    has locked the worker, so that numbers do not clash.
    """
    known = await _known(session, worker_id, told)
    current = {
        field: value
        for field, value in told.items()
        if field not in known or _replaces(origin, known[field])
    }
    await session.exec(
        update(FactRow)
        .where(
            col(FactRow.worker_id) == worker_id,
            col(FactRow.field).in_(current),
            col(FactRow.replaced_at).is_(None),
        )
        .values(replaced_at=origin.recorded_at)
    )
    numbers = await _last_numbers(session, worker_id, told)
    for field, value in told.items():
        if value is not None:
            number = numbers.get(field, 0) + 1
            row = _row(keys, worker_id, (field, number, value), origin)
            row.replaced_at = None if field in current else origin.recorded_at
            session.add(row)
    await session.flush()
    return current


def _replaces(origin: Origin, known: FactRow) -> bool:
    return origin.replaces(known.field, known.source, known.said_on)


def _row(
    keys: Keys, worker_id: UUID, fact: tuple[str, int, Any], origin: Origin
) -> FactRow:
    field, number, told = fact
    value, sealed = sealed_fact(keys.of_row(ROOT, worker_id), field, number, told)
    return FactRow(
        worker_id=worker_id,
        field=field,
        number=number,
        value=value,
        sealed=sealed,
        source=origin.source,
        said_by=origin.said_by,
        said_on=origin.said_on,
        valid_until=origin.valid_until,
        recorded_by=origin.recorded_by,
        recorded_at=origin.recorded_at,
    )


async def _known(
    session: AsyncSession, worker_id: UUID, fields: Iterable[str]
) -> dict[str, FactRow]:
    query = select(FactRow).where(
        FactRow.worker_id == worker_id,
        col(FactRow.field).in_(fields),
        col(FactRow.replaced_at).is_(None),
    )
    return {row.field: row for row in await session.exec(query)}


async def _last_numbers(
    session: AsyncSession, worker_id: UUID, fields: Iterable[str]
) -> dict[str, int]:
    query = (
        select(FactRow.field, func.max(FactRow.number))
        .where(FactRow.worker_id == worker_id, col(FactRow.field).in_(fields))
        .group_by(FactRow.field)
    )
    return dict((await session.exec(query)).all())


async def restate(
    session: AsyncSession, keys: Keys, known: FactRow, by: tuple[str, datetime]
) -> int:
    """Tell a statement once more, so that it holds from now on; its new number."""
    worker, field = known.worker_id, known.field
    current = (await _known(session, worker, [field])).get(field)
    number = (await _last_numbers(session, worker, [field]))[field] + 1
    value = opened_fact(keys.of_row(ROOT, worker), known)
    subject, now = by
    if current:
        current.replaced_at = now
    origin = replace(known.origin, recorded_by=subject, recorded_at=now)
    session.add(_row(keys, worker, (field, number, value), origin))
    await session.flush()
    return number


async def find_facts(
    session: AsyncSession,
    worker_id: UUID,
    *,
    history: bool = False,
    as_of: datetime | None = None,
) -> Sequence[FactRow]:
    """The facts of one worker by field, newest first; current ones only by default.

    With `as_of` those that held at a moment, as one could read them then.
    """
    query = select(FactRow).where(FactRow.worker_id == worker_id)
    if as_of:
        query = query.where(
            col(FactRow.recorded_at) <= as_of,
            or_(
                col(FactRow.replaced_at).is_(None),
                col(FactRow.replaced_at) > as_of,
            ),
        )
    elif not history:
        query = query.where(col(FactRow.replaced_at).is_(None))
    ordered = query.order_by(col(FactRow.field), col(FactRow.number).desc())
    return (await session.exec(ordered.limit(1000))).all()


_HOLDS = {
    True: "replaced_at IS NULL",
    False: "recorded_at <= :moment AND (replaced_at IS NULL OR replaced_at > :moment)",
}


async def current_facts(
    session: AsyncSession,
    keys: Keys,
    worker_ids: Sequence[UUID],
    *,
    as_of: datetime | None = None,
) -> dict[UUID, dict[str, Any]]:
    """The current facts of many workers in plain, by worker and field.

    With `as_of` those that held at a moment.
    """
    # One row for each worker: a page of the feed reads some fifteen thousand facts.
    query = (
        "SELECT worker_id, array_agg(field) AS fields, array_agg(number) AS numbers,"  # noqa: S608
        " '[' || string_agg(coalesce(value::text, 'null'), ',') || ']' AS plain,"
        " array_agg(sealed) AS sealed"
        f" FROM worker_facts WHERE worker_id = ANY(:ids) AND {_HOLDS[as_of is None]}"
        " GROUP BY worker_id"
    )
    moment = {} if as_of is None else {"moment": as_of}
    rows = await run_sql(session, query, ids=list(worker_ids), **moment)
    return {row.worker_id: _opened_facts(keys, row) for row in rows}


def _opened_facts(keys: Keys, row: Any) -> dict[str, Any]:
    facts = dict(zip(row.fields, orjson.loads(row.plain), strict=True))
    seal = keys.of_row(ROOT, row.worker_id)
    for field, number, sealed in zip(row.fields, row.numbers, row.sealed, strict=True):
        if sealed is not None:
            facts[field] = seal.open_json(f"{field}/{number}", sealed)
    return facts


async def erase_facts(session: AsyncSession, worker_id: UUID) -> None:
    """Remove, with their history, the facts that go with an erasure."""
    for row in await find_facts(session, worker_id, history=True):
        if is_erased(row.field, row.source):
            await session.delete(row)
    await session.flush()
