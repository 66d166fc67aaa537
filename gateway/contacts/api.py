"""Calls and visits with one person, kept by people; a yes puts them forward."""

from uuid import UUID

from fastapi import APIRouter
from fastapi import Request
from fastapi import Response

from common.contracts.contacts import Contacted
from gateway.answering import answer_with
from gateway.answering import relay
from gateway.calling import Call
from gateway.contacts import examples
from gateway.contacts.referring import leads_on
from gateway.contacts.referring import put_forward
from gateway.door import Visitor

router = APIRouter(prefix="/v1/workers/{worker_id}/contacts", tags=["contacts"])


class ContactAnswer(Contacted):
    """The contact; `not_referred` says why a yes could not be put forward."""

    not_referred: str


@router.post(
    "", status_code=201, response_model=ContactAnswer, openapi_extra=examples.CONTACT
)
async def add_contact(worker_id: UUID, request: Request, visit: Visitor) -> Response:
    """Write a call or visit down; a yes to `post` puts the person forward to it."""
    path = f"/workers/{worker_id}/contacts"
    call = Call("people", "POST", path, body=await request.body())
    contact = Contacted.model_validate(await visit.ask_json(call))
    why = await put_forward(visit, contact) if leads_on(contact) else ""
    await visit.log_readings([worker_id])
    told = ContactAnswer(**dict(contact), not_referred=why)
    return answer_with(visit, told, status=201)


@router.get("", response_model=list[Contacted])
async def find_contacts(worker_id: UUID, visit: Visitor) -> Response:
    """Calls and visits, the latest first, those struck out among them."""
    answer = await visit.ask(Call("people", "GET", f"/workers/{worker_id}/contacts"))
    await visit.log_readings([worker_id])
    return relay(visit, answer)


@router.post("/{contact_id}/strike", response_model=Contacted)
async def strike_contact(worker_id: UUID, contact_id: UUID, visit: Visitor) -> Response:
    """Strike out what was written down by mistake; a referral is ended by its steps."""
    path = f"/workers/{worker_id}/contacts/{contact_id}/strike"
    answer = await visit.ask(Call("people", "POST", path, body={}))
    await visit.log_readings([worker_id])
    return relay(visit, answer)
