"""Routes for a person's yes to an employer, and for what that employer may read."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from fastapi import Response
from pydantic import BaseModel
from pydantic import ConfigDict
from pydantic import Field

from common.database import Transaction
from common.idempotency import OneEffect
from common.tokens import CallerHeader
from common.tokens import only
from services.people.disclosures import storage
from services.people.disclosures.storage import DisclosureRow
from services.people.disclosures.storage import How
from services.people.requests import KeysHere
from services.people.requests import moment
from services.people.tables import OFFICERS
from services.people.tables import PERSONS
from services.people.tables import random_id
from services.people.workers.identities import opened_person
from services.people.workers.storage import worker_by_id

router = APIRouter(
    prefix="/workers/{worker_id}/disclosures",
    tags=["disclosures"],
    route_class=OneEffect,
    dependencies=[only(*OFFICERS, *PERSONS)],
)
# Reading that needs a body writes nothing, so it asks for no key.
reading = APIRouter(
    prefix="/disclosures", tags=["disclosures"], dependencies=[only("hr")]
)


class DisclosureDraft(BaseModel):
    """To which employer, and how the person said so."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    employer: UUID
    how: How


class Asked(BaseModel):
    """Whom an employer wants to call about which of its posts."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    post: UUID
    ids: Annotated[tuple[UUID, ...], Field(max_length=200)]


class Disclosed(BaseModel):
    """A name and the first telephone of somebody who said yes."""

    id: UUID
    name: str | None
    phone: str | None


class DisclosedPeople(BaseModel):
    """Those who said yes; nothing is told of the others."""

    rows: tuple[Disclosed, ...]


@router.put("/{post_id}", status_code=204)
async def disclose(
    worker_id: UUID,
    post_id: UUID,
    draft: DisclosureDraft,
    caller: CallerHeader,
    tx: Transaction,
) -> Response:
    """The person lets this employer call them about this post."""
    await worker_by_id(tx, caller, worker_id)
    now = moment()
    row = DisclosureRow(
        id=random_id(),
        given_at=now,
        worker_id=worker_id,
        post_id=post_id,
        employer_id=draft.employer,
        how=draft.how,
        recorded_by=caller.subject,
    )
    await storage.disclose(tx, row, now)
    return Response(status_code=204)


@router.delete("/{post_id}", status_code=204)
async def end_disclosure(
    worker_id: UUID, post_id: UUID, caller: CallerHeader, tx: Transaction
) -> Response:
    """The person takes it back; the employer reads nothing from now on."""
    await worker_by_id(tx, caller, worker_id)
    await storage.end_disclosure(tx, worker_id, post_id, moment())
    return Response(status_code=204)


@reading.post("/read")
async def read_disclosed(
    asked: Asked, keys: KeysHere, tx: Transaction
) -> DisclosedPeople:
    """Whom the caller's employer may call about its post."""
    rows = await storage.disclosed(tx, asked.post, asked.ids)
    people = [(row.id, opened_person(keys, row.id, row)) for row in rows]
    return DisclosedPeople(
        rows=tuple(
            Disclosed(
                id=id,
                name=person.name,
                phone=person.phones[0].number if person.phones else None,
            )
            for id, person in people
            if person
        )
    )
