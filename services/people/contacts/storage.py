"""Contacts as rows: nothing changes one; what was wrong is struck out and stays.

Reason and note are words of a person, often about the body: sealed, and gone with an
erasure.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime
from sqlalchemy import Index
from sqlalchemy import String
from sqlalchemy.dialects.postgresql import distinct_on
from sqlmodel import Field
from sqlmodel import col
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from common.contracts.contacts import Contacted
from common.contracts.contacts import Outcome
from common.contracts.contacts import Way
from common.contracts.contacts import Whose
from common.problems import NotFound
from services.people.contacts.domain import ContactWasStruck
from services.people.contacts.domain import Said
from services.people.sealing import Keys
from services.people.tables import Table
from services.people.tables import random_id
from services.people.workers.domain import Origin
from services.people.workers.facts import record_facts
from services.people.workers.storage import WorkerRow
from services.people.workers.storage import save_worker

MOMENT = DateTime(timezone=True)
TABLE = "contacts"
MOST_SHOWN = 200


class ContactRow(Table, table=True):
    """One call or visit; `words` holds reason and note, None once they are erased."""

    __tablename__ = TABLE
    __table_args__ = (
        Index("ix_contacts_worker_id", "worker_id", "happened_on"),
        Index("ix_contacts_sheet_id", "sheet_id"),
    )

    id: UUID = Field(primary_key=True)
    worker_id: UUID = Field(foreign_key="workers.id")
    way: Way = Field(sa_type=String)
    outcome: Outcome = Field(sa_type=String)
    spoke_with: Whose = Field(sa_type=String)
    happened_on: date
    next_on: date | None = None
    post_id: UUID | None = None
    sheet_id: UUID | None = Field(default=None, foreign_key="call_sheets.id")
    referral_id: UUID | None = None
    words: bytes | None = None
    recorded_by: str
    recorded_at: datetime = Field(sa_type=MOMENT)
    struck_at: datetime | None = Field(default=None, sa_type=MOMENT)
    struck_by: str | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """A settled contact, who writes it down, and from which sheet it came."""

    said: Said
    origin: Origin
    sheet: UUID | None = None


def contacted(keys: Keys, row: ContactRow) -> Contacted:
    """The contact as officers and the person may read it."""
    words: dict[str, Any] = {"reason": None, "note": ""}
    if row.words:
        words = keys.of_row(TABLE, row.id).open_json("words", row.words)
    return Contacted(
        id=row.id,
        worker=row.worker_id,
        way=row.way,
        outcome=row.outcome,
        spoke_with=row.spoke_with,
        on=row.happened_on,
        next_on=row.next_on,
        post=row.post_id,
        sheet=row.sheet_id,
        referral=row.referral_id,
        by=row.recorded_by,
        at=row.recorded_at,
        struck_at=row.struck_at,
        **words,
    )


async def add_contact(
    session: AsyncSession,
    keys: Keys,
    worker: WorkerRow,
    told: Told,
) -> ContactRow:
    """Write a settled contact down; who turns out to be away is away in the ledger."""
    worker.withdrawal.check_open()
    said, origin = told.said, told.origin
    id = random_id()
    words = {"reason": said.reason, "note": said.note}
    row = ContactRow(
        id=id,
        worker_id=worker.id,
        way=said.way,
        outcome=said.outcome,
        spoke_with=said.spoke_with,
        happened_on=origin.said_on,
        next_on=said.next_on,
        post_id=said.post,
        sheet_id=told.sheet,
        words=keys.of_row(TABLE, id).seal_json("words", words),
        recorded_by=origin.recorded_by,
        recorded_at=origin.recorded_at,
    )
    session.add(row)
    await session.flush()
    if said.outcome == "away" and worker.state != "away":
        away = {"state": "away"}
        current = await record_facts(session, keys, worker.id, away, origin)
        worker.state = current.get("state", worker.state)
        await save_worker(session, worker)
    return row


async def strike(row: ContactRow, by: str, now: datetime) -> ContactRow:
    """Strike a contact out: it counts no longer, and everybody sees that it was."""
    if row.struck_at:
        raise ContactWasStruck
    row.struck_at, row.struck_by = now, by
    return row


async def contact_by_id(
    session: AsyncSession, id: UUID, *, worker: UUID | None = None
) -> ContactRow:
    """One contact with somebody whom the caller reaches, locked; or NotFound."""
    query = select(ContactRow).where(ContactRow.id == id).with_for_update()
    if worker:
        query = query.where(ContactRow.worker_id == worker)
    row = (await session.exec(query)).one_or_none()
    if row is None:
        raise NotFound
    return row


async def find_contacts(session: AsyncSession, worker: UUID) -> Sequence[ContactRow]:
    """Contacts with one person, the latest first, those struck out among them."""
    query = (
        select(ContactRow)
        .where(ContactRow.worker_id == worker)
        .order_by(col(ContactRow.happened_on).desc(), col(ContactRow.id).desc())
    )
    return (await session.exec(query.limit(MOST_SHOWN))).all()


async def contacts_of_sheet(
    session: AsyncSession, sheet: UUID
) -> dict[UUID, list[ContactRow]]:
    """What a sheet brought so far, by person; what was struck out is left out."""
    query = select(ContactRow).where(
        ContactRow.sheet_id == sheet, col(ContactRow.struck_at).is_(None)
    )
    found: dict[UUID, list[ContactRow]] = {}
    for row in await session.exec(query.order_by(col(ContactRow.id))):
        found.setdefault(row.worker_id, []).append(row)
    return found


async def last_contacts(
    session: AsyncSession, workers: Sequence[UUID]
) -> dict[UUID, ContactRow]:
    """The latest contact with each of the people."""
    query = select(ContactRow).where(
        col(ContactRow.worker_id).in_(workers), col(ContactRow.struck_at).is_(None)
    )
    ordered = query.ext(distinct_on(col(ContactRow.worker_id))).order_by(
        col(ContactRow.worker_id),
        col(ContactRow.happened_on).desc(),
        col(ContactRow.id).desc(),
    )
    return {row.worker_id: row for row in await session.exec(ordered)}
