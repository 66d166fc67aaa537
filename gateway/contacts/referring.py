"""A yes in a call puts the person forward, once, however often it is told.

The contact remembers the referral it led to. Until it does, jobs answers the same
request under the same key, so a gateway that dies in between leads to no second one.
"""

from collections.abc import Mapping
from typing import Any

from common.contracts.contacts import Contacted
from common.contracts.contacts import Way
from common.contracts.referrals import ConsentWay
from common.contracts.referrals import Referred
from gateway.calling import Call
from gateway.calling import RelayedProblem
from gateway.door import Visit
from gateway.paging import Asked
from gateway.referrals.disclosing import note_yes

ALREADY = "/problems/already-referred"
SAID: Mapping[Way, ConsentWay] = {
    "phone": "phone",
    "visit": "visit",
    "hall": "visit",
    "message": "paper",
}


def leads_on(contact: Contacted | None) -> bool:
    """Whether somebody said yes to a post and nobody has put them forward since."""
    return (
        contact is not None
        and contact.outcome == "willing"
        and contact.post is not None
        and contact.referral is None
        and contact.struck_at is None
    )


async def put_forward(visit: Visit, contact: Contacted) -> str:
    """Put the person forward in their name; why that is not possible, or nothing."""
    try:
        told = await _referred(visit, contact)
    except RelayedProblem as problem:
        return str(problem.answer.json()["detail"])
    await note_yes(visit, told, key=f"contact-yes-{contact.id}")
    path = f"/contacts/{contact.id}/referral"
    noted = {"referral": str(told.id)}
    key = f"contact-led-to-{contact.id}"
    await visit.ask(Call("people", "PUT", path, body=noted, key=key))
    return ""


async def _referred(visit: Visit, contact: Contacted) -> Referred:
    """The referral of this yes; one that was open already is that one."""
    draft = {
        "worker": str(contact.worker),
        "post": str(contact.post),
        "consent": SAID[contact.way],
    }
    key = f"contact-refers-{contact.id}"
    try:
        call = Call("jobs", "POST", "/referrals", body=draft, key=key)
        return Referred.model_validate(await visit.ask_json(call))
    except RelayedProblem as problem:
        told: dict[str, Any] = problem.answer.json()
        if told["type"] != ALREADY:
            raise
    query: Asked = {
        "worker": str(contact.worker),
        "post": str(contact.post),
        "open": "true",
    }
    rows = await visit.ask_json(Call("jobs", "GET", "/referrals", query))
    return Referred.model_validate(rows[0])
