"""Advice to posts, whom they nearly fit, why not, and what to ask an area."""

from collections.abc import Sequence
from typing import Annotated
from typing import Any
from uuid import UUID

import orjson
from fastapi import APIRouter
from fastapi import Query
from fastapi import Request
from fastapi import Response

from common.contracts.advice import Advice
from common.contracts.advice import AreaQuestions
from common.contracts.advice import EmployerAdvice
from common.contracts.advice import EmployerNearMisses
from common.contracts.matching import Match
from common.contracts.matching import NearMisses
from common.contracts.matching import Shortlist
from common.contracts.values import AreaCode
from common.problems import NotFound
from gateway.advice import examples
from gateway.advice.cards import NearWorkers
from gateway.advice.cards import PostNearMisses
from gateway.advice.cards import WhyNot
from gateway.advice.naming import with_area_names
from gateway.answering import answer_with
from gateway.answering import relay
from gateway.calling import Call
from gateway.door import Visit
from gateway.door import Visitor
from gateway.policy import Scope
from gateway.shortlists.cards import PostShortlist
from gateway.shortlists.cards import ProposedMatch
from gateway.shortlists.joining import MOST_AT_ONCE
from gateway.shortlists.joining import post_cards
from gateway.shortlists.joining import worker_cards

router = APIRouter(prefix="/v1", tags=["advice"])
# So many people of each group are told by name; the list of all is the why-not.
MOST_NAMED = 20


@router.post(
    "/advice",
    response_model=Advice | EmployerAdvice,
    openapi_extra=examples.DRAFT,
)
async def advise_draft(request: Request, visit: Visitor) -> Response:
    """What would bring a draft post more people; nothing is stored.

    Officers read exact numbers of their area, an employer rounded ones.
    """
    call = Call("matching", "POST", "/advice", body=await request.body())
    return answer_with(visit, await _advised(visit, call))


@router.get("/posts/{post_id}/advice", response_model=Advice | EmployerAdvice)
async def advise_post(post_id: UUID, visit: Visitor) -> Response:
    """What would bring this post more people, single changes and the best pair."""
    call = Call("matching", "POST", "/advice", body={"id": str(post_id)})
    return answer_with(visit, await _advised(visit, call))


async def _advised(visit: Visit, call: Call) -> Any:
    return await with_area_names(visit, await visit.ask_json(call))


@router.get(
    "/posts/{post_id}/near-misses",
    response_model=PostNearMisses | EmployerNearMisses,
)
async def near_misses_for_post(post_id: UUID, visit: Visitor) -> Response:
    """Whom one change would open the post to; an employer reads rounded numbers."""
    call = Call("matching", "GET", f"/near-misses/post/{post_id}")
    told = await _advised(visit, call)
    if visit.scope is Scope.EMPLOYER:
        return answer_with(visit, told)
    missed = NearMisses.model_validate_json(orjson.dumps(told))
    return answer_with(visit, await _near_workers(visit, missed))


async def _near_workers(visit: Visit, missed: NearMisses) -> PostNearMisses:
    wanted = [one for group in missed.groups for one in group.items[:MOST_NAMED]]
    cards = await worker_cards(visit, wanted[:MOST_AT_ONCE])
    groups = tuple(
        NearWorkers(
            change=group.change,
            count=group.count,
            workers=_some(cards, group.items[:MOST_NAMED]),
        )
        for group in missed.groups
    )
    await visit.log_readings([one.id for group in groups for one in group.workers])
    return PostNearMisses(data_version=missed.data_version, groups=groups)


def _some(cards: dict[UUID, Any], ids: Sequence[UUID]) -> tuple[Any, ...]:
    return tuple(cards[one] for one in ids if one in cards)


@router.get("/posts/{post_id}/why-not", response_model=PostShortlist)
async def why_not_for_post(
    post_id: UUID, visit: Visitor, limit: Annotated[int, Query(ge=1, le=50)] = 10
) -> Response:
    """The people nearest to fitting who do not fit, each with what would open it."""
    call = Call("matching", "GET", f"/why-not/post/{post_id}", {"limit": limit})
    found = Shortlist.model_validate_json((await visit.ask(call)).body)
    cards = await worker_cards(visit, (item.worker for item in found.items))
    items = tuple(
        ProposedMatch(match=item, worker=cards[item.worker])
        for item in found.items
        if item.worker in cards
    )
    await visit.log_readings([item.match.worker for item in items])
    told = PostShortlist(
        data_version=found.data_version,
        stale=found.stale,
        items=items,
        total=found.total,
        next=None,
    )
    return answer_with(visit, told)


@router.get("/matches/why-not", response_model=WhyNot)
async def why_not_for_pair(worker: UUID, post: UUID, visit: Visitor) -> Response:
    """Why this post does not fit this worker, and the one change that would open it."""
    visit.must_be_about(worker)
    query = {"worker": str(worker), "post": str(post)}
    answer = await visit.ask(Call("matching", "GET", "/why-not", query))
    match = Match.model_validate_json(answer.body)
    cards = await post_cards(visit, [match.post])
    if match.post not in cards:
        raise NotFound
    await visit.log_readings([worker])
    return answer_with(visit, WhyNot(match=match, post=cards[match.post]))


@router.get("/questions", response_model=AreaQuestions)
async def questions_for_area(area: AreaCode, visit: Visitor) -> Response:
    """Which questions, asked of a village or township, would open most matches."""
    call = Call("matching", "GET", "/questions", {"area": area})
    return relay(visit, await visit.ask(call))
