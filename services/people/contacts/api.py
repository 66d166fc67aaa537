"""Routes for contacts with one person: written down, read, struck out."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel
from pydantic import ConfigDict
from pydantic import Field

from common.contracts.contacts import Contacted
from common.contracts.contacts import Outcome
from common.contracts.contacts import Way
from common.contracts.contacts import Whose
from common.contracts.referrals import Refusal
from common.database import Transaction
from common.idempotency import OneEffect
from common.tokens import only
from services.people.contacts import storage
from services.people.contacts.domain import NOTE_MOST
from services.people.contacts.domain import Said
from services.people.contacts.storage import contacted
from services.people.tables import OFFICERS
from services.people.workers.api import Here
from services.people.workers.domain import Origin
from services.people.workers.domain import check_purpose
from services.people.workers.registering import Desk
from services.people.workers.storage import worker_by_id

router = APIRouter(tags=["contacts"], route_class=OneEffect)
OFFICES = [only(*OFFICERS)]
OF_WORKER = "/workers/{worker_id}/contacts"


class ContactDraft(BaseModel):
    """What came of a call or visit; a refusal says why, `post` what it was about."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    outcome: Outcome
    way: Way = "phone"
    spoke_with: Whose = "self"
    reason: Refusal | None = None
    note: Annotated[str, Field(max_length=NOTE_MOST)] = ""
    on: date | None = None
    next_on: date | None = None
    post: UUID | None = None

    def said(self) -> Said:
        return Said(**dict(self))


class ReferralNote(BaseModel):
    """The referral to which somebody's yes has led."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    referral: UUID


@router.post(OF_WORKER, status_code=201, dependencies=OFFICES)
async def add_contact(
    worker_id: UUID, draft: ContactDraft, desk: Here, tx: Transaction
) -> Contacted:
    """Write down what came of a call or visit."""
    said = draft.said().check(desk.today)
    worker = await worker_by_id(tx, desk.caller, worker_id, lock=True)
    told = storage.Told(said, origin_of(desk, said))
    row = await storage.add_contact(tx, desk.keys, worker, told)
    return contacted(desk.keys, row)


@router.get(OF_WORKER, dependencies=[only(*OFFICERS, "worker")])
async def find_contacts(
    worker_id: UUID, desk: Here, tx: Transaction
) -> list[Contacted]:
    """Calls and visits, the latest first; the person reads their own."""
    await worker_by_id(tx, desk.caller, worker_id)
    check_purpose(desk.caller, worker_id)
    rows = await storage.find_contacts(tx, worker_id)
    return [contacted(desk.keys, row) for row in rows]


@router.post(OF_WORKER + "/{contact_id}/strike", dependencies=OFFICES)
async def strike_contact(
    worker_id: UUID, contact_id: UUID, desk: Here, tx: Transaction
) -> Contacted:
    """Strike out what was written down by mistake; it stays to be seen."""
    await worker_by_id(tx, desk.caller, worker_id)
    row = await storage.contact_by_id(tx, contact_id, worker=worker_id)
    await storage.strike(row, desk.caller.subject, desk.now)
    return contacted(desk.keys, row)


@router.put("/contacts/{contact_id}/referral", dependencies=OFFICES)
async def note_referral(
    contact_id: UUID, draft: ReferralNote, desk: Here, tx: Transaction
) -> Contacted:
    """Note the referral to which the yes has led, so that it leads to no second one."""
    row = await storage.contact_by_id(tx, contact_id)
    row.referral_id = draft.referral
    return contacted(desk.keys, row)


def origin_of(desk: Desk, said: Said) -> Origin:
    """Where facts come from that were told in a contact."""
    return Origin(
        said.source,
        said.speaker,
        said.on or desk.today,
        None,
        desk.caller.subject,
        desk.now,
    )
