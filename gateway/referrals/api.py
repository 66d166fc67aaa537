"""Referrals and their steps: kept by jobs, joined with names for those who may know."""

from typing import Annotated
from typing import Any
from uuid import UUID

import orjson
from fastapi import APIRouter
from fastapi import Query
from fastapi import Request
from fastapi import Response

from common.contracts.placements import Placed
from common.contracts.referrals import Funnel
from common.contracts.referrals import ReferralState
from common.contracts.referrals import Referred
from common.contracts.referrals import Transition
from common.contracts.values import AreaCode
from gateway.answering import answer_with
from gateway.answering import relay
from gateway.calling import Answer
from gateway.calling import Call
from gateway.calling import RelayedProblem
from gateway.door import Visit
from gateway.door import Visitor
from gateway.paging import Counted
from gateway.placements.learning import note_start
from gateway.policy import Scope
from gateway.referrals import examples
from gateway.referrals.cards import EmployerReferral
from gateway.referrals.cards import ReferralCard
from gateway.referrals.cards import ReferralFile
from gateway.referrals.disclosing import note_no
from gateway.referrals.disclosing import note_yes
from gateway.referrals.inviting import invited
from gateway.referrals.joining import object_in
from gateway.referrals.joining import shown
from gateway.shortlists.alternatives import alternatives_to

router = APIRouter(prefix="/v1", tags=["referrals"])
Shown = ReferralCard | EmployerReferral


class ReferralPart(Counted):
    """Which referrals a list shows; `open` leaves out what has come to an end."""

    worker: UUID | None = None
    post: UUID | None = None
    employer: UUID | None = None
    area: AreaCode | None = None
    state: ReferralState | None = None
    open: bool = False


@router.post(
    "/referrals",
    status_code=201,
    response_model=ReferralCard,
    openapi_extra=examples.REFERRAL_DRAFT,
)
async def add_referral(request: Request, visit: Visitor) -> Response:
    """Put a worker forward to a post; officers say how the person agreed.

    What a person asks for, at home or at a kiosk, goes to the employer at once.
    """
    body = object_in(await request.body())
    if visit.scope in (Scope.OWN, Scope.PRESENT):
        body.setdefault("worker", str(visit.hop.caller.worker))
        visit.must_be_about(str(body["worker"]))
    answer = await visit.ask(Call("jobs", "POST", "/referrals", body=body))
    await note_yes(visit, Referred.model_validate(answer.json()))
    return await _one(visit, answer)


@router.get("/referrals", response_model=list[Shown])
async def find_referrals(
    visit: Visitor, asked: Annotated[ReferralPart, Query()]
) -> Response:
    """Referrals that concern the caller, newest first.

    An employer sees handles, and whom to call once the person agreed to its post.
    """
    answer = await visit.ask(Call("jobs", "GET", "/referrals", asked.query()))
    told = [Referred.model_validate(row) for row in answer.json()]
    return answer_with(visit, await shown(visit, told))


@router.get("/referrals/{referral_id}", response_model=ReferralFile | EmployerReferral)
async def referral_by_id(referral_id: UUID, visit: Visitor) -> Response:
    """One referral; officers and the person read every step of it."""
    row = await visit.ask_json(Call("jobs", "GET", f"/referrals/{referral_id}"))
    card = (await shown(visit, [Referred.model_validate(row)]))[0]
    if isinstance(card, EmployerReferral):
        return answer_with(visit, card)
    log = tuple(Transition.model_validate(line) for line in row["log"])
    return answer_with(visit, ReferralFile(**dict(card), log=log))


@router.post(
    "/referrals/{referral_id}/steps",
    response_model=Shown,
    openapi_extra=examples.STEP,
)
async def take_step(referral_id: UUID, request: Request, visit: Visitor) -> Response:
    """Take the next step of a referral: the person's, the employer's, an officer's."""
    path = f"/referrals/{referral_id}/steps"
    body = object_in(await request.body())
    answer = await visit.ask(Call("jobs", "POST", path, body=body))
    told = Referred.model_validate(answer.json())
    if body["step"] == "agree":
        await note_yes(visit, told)
    elif told.refused_by == "person" and visit.scope is not Scope.EMPLOYER:
        await note_no(visit, told)
    return await _one(visit, answer)


@router.post(
    "/referrals/{referral_id}/place",
    response_model=Shown,
    openapi_extra=examples.TERMS,
)
async def place_referral(
    referral_id: UUID, request: Request, visit: Visitor
) -> Response:
    """The person starts: the opening is taken, or others are offered to officers."""
    path = f"/referrals/{referral_id}/place"
    call = Call("jobs", "POST", path, body=await request.body())
    try:
        placed = Placed.model_validate(await visit.ask_json(call))
    except RelayedProblem as problem:
        raise await _with_others(visit, referral_id, problem) from problem
    await note_start(visit, placed)
    answer = await visit.ask(Call("jobs", "GET", f"/referrals/{referral_id}"))
    return await _one(visit, answer)


@router.post(
    "/posts/{post_id}/invitations",
    status_code=201,
    response_model=EmployerReferral,
    openapi_extra=examples.INVITATION,
)
async def invite_worker(post_id: UUID, request: Request, visit: Visitor) -> Response:
    """Invite somebody of the post's list by their handle; an officer asks them."""
    body = object_in(await request.body())
    worker = await invited(visit, post_id, str(body.get("handle")))
    draft = {"worker": str(worker), "post": str(post_id), "note": body.get("note", "")}
    answer = await visit.ask(Call("jobs", "POST", "/referrals", body=draft))
    return await _one(visit, answer)


@router.get("/posts/{post_id}/funnel", response_model=Funnel)
async def funnel_for_post(post_id: UUID, visit: Visitor) -> Response:
    """How many were put forward to a post, and how far it has come with them."""
    query = {"post": str(post_id)}
    call = Call("jobs", "GET", "/referrals/funnel", query)
    return relay(visit, await visit.ask(call))


async def _one(visit: Visit, answer: Answer) -> Response:
    told = Referred.model_validate(answer.json())
    card = (await shown(visit, [told]))[0]
    return answer_with(visit, card, status=answer.status)


async def _with_others(
    visit: Visit, referral_id: UUID, problem: RelayedProblem
) -> RelayedProblem:
    """A full post's problem with up to three others for the person, for officers."""
    told: dict[str, Any] = problem.answer.json()
    if told["type"] != "/problems/post-is-full" or visit.scope is Scope.EMPLOYER:
        return problem
    row = await visit.ask_json(Call("jobs", "GET", f"/referrals/{referral_id}"))
    post, worker = UUID(row["post"]), UUID(row["worker"])
    others = await alternatives_to(visit, post, worker)
    told["alternatives"] = [card.model_dump(mode="json") for card in others]
    return RelayedProblem(Answer(409, orjson.dumps(told), problem.answer.headers))
