"""Workers as rows: identity sealed, what scopes and lists need as columns."""

from collections.abc import Sequence
from datetime import date
from datetime import datetime
from typing import Any
from typing import Literal
from uuid import UUID

from pydantic import Field as Said
from sqlalchemy import ColumnElement
from sqlalchemy import DateTime
from sqlalchemy import Index
from sqlalchemy import Integer
from sqlalchemy import LargeBinary
from sqlalchemy import String
from sqlalchemy import and_
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.exc import IntegrityError
from sqlmodel import Field
from sqlmodel import col
from sqlmodel import func
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from common.contracts.people import WorkState
from common.contracts.values import AreaCode
from common.database import version_field
from common.intake.identifiers import Sex
from common.intake.identifiers import area_prefix
from common.intake.names import pinyin_key
from common.problems import NotFound
from common.tokens import Caller
from services.people.sealing import Keys
from services.people.tables import Page
from services.people.tables import Table
from services.people.tables import inside
from services.people.tables import let_kiosk_find
from services.people.tables import reached_by
from services.people.workers.domain import IdType
from services.people.workers.domain import Kind
from services.people.workers.domain import TooManyToSort
from services.people.workers.domain import Withdrawal
from services.people.workers.domain import WorkerExists
from services.people.workers.domain import WorkerWasChanged
from services.people.workers.domain import WorkerWasMerged
from services.people.workers.identities import name_mark
from services.people.workers.identities import opened_name

MOMENT = DateTime(timezone=True)
FOUND_AT_MOST = 20
# Sealed names can only be sorted after opening them all: enough for any village.
SORTED_AT_MOST = 5_000


class WorkerRow(Table, table=True):
    """One worker. The sealed columns are bound to this row and open nowhere else."""

    __tablename__ = "workers"
    __table_args__ = (
        Index("ix_workers_area", "area", postgresql_ops={"area": "text_pattern_ops"}),
        Index("ix_workers_phone_indexes", "phone_indexes", postgresql_using="gin"),
    )

    id: UUID = Field(primary_key=True)
    version: int = version_field()
    area: str
    household: UUID | None = Field(
        default=None, index=True, foreign_key="households.id"
    )
    birth: date | None = Field(default=None, index=True)
    sex: Sex | None = Field(default=None, sa_type=String)
    state: WorkState = Field(default="looking", sa_type=String)
    name_sealed: bytes | None = None
    name_marks: list[int] = Field(default=[], sa_type=ARRAY(Integer))
    id_type: IdType = Field(default="resident", sa_type=String)
    id_sealed: bytes | None = None
    id_index: bytes | None = Field(default=None, unique=True)
    last4: str | None = None
    certificate_sealed: bytes | None = None
    phones_sealed: bytes | None = None
    phone_indexes: list[bytes] = Field(default=[], sa_type=ARRAY(LargeBinary))
    withdrawn: Kind | None = Field(default=None, sa_type=String)
    # The row of the same person to which this one was joined; it is hidden since.
    merged_into: UUID | None = Field(default=None, foreign_key="workers.id")
    recorded_by: str
    recorded_at: datetime = Field(sa_type=MOMENT)

    @property
    def withdrawal(self) -> Withdrawal:
        return Withdrawal(self.withdrawn)

    def set_columns(self, columns: dict[str, Any]) -> None:
        """Write several columns; those that are not named stay."""
        for name, value in columns.items():
            setattr(self, name, value)


class WithdrawalRow(Table, table=True):
    """Each time a person withdrew or came back, in whose words, told to whom."""

    __tablename__ = "withdrawals"

    worker_id: UUID = Field(foreign_key="workers.id", primary_key=True)
    number: int = Field(primary_key=True)
    kind: Kind | Literal["resume"] = Field(sa_type=String)
    said_by: str
    recorded_by: str
    recorded_at: datetime = Field(sa_type=MOMENT)


class WorkerFilter(Page):
    """Which workers a list shows: of an area, a household, a state, by name."""

    area: AreaCode | None = None
    household: UUID | None = None
    state: WorkState | None = None
    text: str | None = Said(default=None, min_length=1, max_length=30)
    order: Literal["id", "name"] = "id"


async def worker_by_id(
    session: AsyncSession, caller: Caller, id: UUID, *, lock: bool = False
) -> WorkerRow:
    """One worker within the caller's reach, or NotFound.

    WorkerWasMerged names the row that a merged one was joined to.
    """
    query = _in_reach(caller).where(WorkerRow.id == id)
    if lock:
        query = query.with_for_update()
    row = (await session.exec(query)).one_or_none()
    if row is None:
        raise NotFound
    if row.merged_into:
        raise WorkerWasMerged(into=str(row.merged_into))
    return row


async def workers_by_id(
    session: AsyncSession, caller: Caller, ids: Sequence[UUID]
) -> Sequence[WorkerRow]:
    """Those of the workers that the caller reaches; the others are left out."""
    query = _reached(caller).where(col(WorkerRow.id).in_(ids))
    return (await session.exec(query)).all()


async def find_workers(
    session: AsyncSession, keys: Keys, caller: Caller, wanted: WorkerFilter
) -> tuple[Sequence[WorkerRow], int | None]:
    """One page of workers, and how many there are in all if asked."""
    query = _wanted(keys, caller, wanted)
    total = None
    if wanted.total:
        counted = select(func.count()).select_from(query.subquery())
        total = (await session.exec(counted)).one()
    if wanted.order == "name":
        return _page_by_name(keys, await _few(session, query), wanted), total
    if wanted.after:
        query = query.where(WorkerRow.id > wanted.after)
    ordered = query.order_by(col(WorkerRow.id)).limit(wanted.limit)
    return (await session.exec(ordered)).all(), total


def _wanted(
    keys: Keys, caller: Caller, wanted: WorkerFilter
) -> SelectOfScalar[WorkerRow]:
    query = _reached(caller)
    if wanted.area:
        query = query.where(inside(col(WorkerRow.area), (area_prefix(wanted.area),)))
    if wanted.household:
        query = query.where(WorkerRow.household == wanted.household)
    if wanted.state:
        query = query.where(WorkerRow.state == wanted.state)
    if wanted.text:
        mark = name_mark(keys, wanted.text)
        query = query.where(col(WorkerRow.name_marks).contains([mark]))
    return query


async def _few(
    session: AsyncSession, query: SelectOfScalar[WorkerRow]
) -> Sequence[WorkerRow]:
    """All rows of a query, or TooManyToSort: sealed names are sorted after opening."""
    rows = (await session.exec(query.limit(SORTED_AT_MOST + 1))).all()
    if len(rows) > SORTED_AT_MOST:
        raise TooManyToSort(most=SORTED_AT_MOST)
    return rows


def _page_by_name(
    keys: Keys, rows: Sequence[WorkerRow], wanted: WorkerFilter
) -> Sequence[WorkerRow]:
    """The page after a worker in the order of names; who has none stands last."""
    names = {row.id: opened_name(keys, row.id, row) for row in rows}

    def place(row: WorkerRow) -> tuple[bool, str, UUID]:
        name = names[row.id]
        return name is None, pinyin_key(name or ""), row.id

    ordered = sorted(rows, key=place)
    ids = [row.id for row in ordered]
    start = ids.index(wanted.after) + 1 if wanted.after in names else 0
    return ordered[start : start + wanted.limit]


async def workers_by_number(
    session: AsyncSession, caller: Caller, index: bytes
) -> Sequence[WorkerRow]:
    """Whoever is registered under a number, if the caller reaches them."""
    return await _found(session, caller, WorkerRow.id_index == index)


async def workers_by_phone(
    session: AsyncSession, caller: Caller, index: bytes
) -> Sequence[WorkerRow]:
    """Everybody with this telephone whom the caller reaches; old people share one."""
    held = select(func.people_with_phone(index)).scalar_subquery()
    return await _found(session, caller, col(WorkerRow.id).in_(held))


async def workers_by_name(
    session: AsyncSession, caller: Caller, mark: int, birth: date
) -> Sequence[WorkerRow]:
    """Everybody of this name born on this day whom the caller reaches."""
    named = col(WorkerRow.name_marks).contains([mark])
    return await _found(session, caller, and_(named, col(WorkerRow.birth) == birth))


async def _found(
    session: AsyncSession, caller: Caller, wanted: ColumnElement[bool] | bool
) -> Sequence[WorkerRow]:
    await let_kiosk_find(session, caller)
    query = _reached(caller, finding=True).where(wanted).order_by(col(WorkerRow.id))
    return (await session.exec(query.limit(FOUND_AT_MOST))).all()


def _reached(caller: Caller, *, finding: bool = False) -> SelectOfScalar[WorkerRow]:
    """Those in reach who stand for themselves: merged rows are in no list."""
    return _in_reach(caller, finding=finding).where(
        col(WorkerRow.merged_into).is_(None)
    )


def _in_reach(caller: Caller, *, finding: bool = False) -> SelectOfScalar[WorkerRow]:
    area, worker = col(WorkerRow.area), col(WorkerRow.id)
    return select(WorkerRow).where(reached_by(caller, area, worker, finding=finding))


async def add_worker(session: AsyncSession, row: WorkerRow) -> WorkerRow:
    """Store a worker, or WorkerExists wherever the other one is."""
    session.add(row)
    try:
        await session.flush()
    except IntegrityError as error:
        raise WorkerExists from error
    return row


async def save_worker(session: AsyncSession, row: WorkerRow) -> WorkerRow:
    """Write what was changed in the row; its version rises by trigger."""
    return await add_worker(session, row)


def check_version(row: WorkerRow, expected: int | None) -> None:
    """WorkerWasChanged if the caller has read another version."""
    if expected is not None and expected != row.version:
        raise WorkerWasChanged(version=row.version)


async def note_withdrawal(session: AsyncSession, note: WithdrawalRow) -> None:
    """Keep that and how a person withdrew; a restored database replays it."""
    query = select(func.count()).where(WithdrawalRow.worker_id == note.worker_id)
    note.number = (await session.exec(query)).one() + 1
    session.add(note)
    await session.flush()
