"""Who fits what: shortlists, near misses and explanations, with names joined."""

from typing import Annotated
from uuid import UUID

import orjson
from fastapi import APIRouter
from fastapi import Query
from fastapi import Request
from fastapi import Response
from pydantic import Field

from common.contracts.jobs import PostKind
from common.contracts.matching import Match
from common.contracts.matching import NearMisses
from common.contracts.matching import Shortlist
from common.problems import NotFound
from gateway.answering import answer_with
from gateway.calling import Call
from gateway.calling import MatchingIsAway
from gateway.door import Visit
from gateway.door import Visitor
from gateway.paging import Asked
from gateway.paging import Part
from gateway.policy import Scope
from gateway.shortlists import examples
from gateway.shortlists.cards import EmployerShortlist
from gateway.shortlists.cards import LastList
from gateway.shortlists.cards import NearPosts
from gateway.shortlists.cards import OfferedMatch
from gateway.shortlists.cards import PostShortlist
from gateway.shortlists.cards import ProposedMatch
from gateway.shortlists.cards import WorkerNearMisses
from gateway.shortlists.cards import WorkerShortlist
from gateway.shortlists.domain import employer_shortlist
from gateway.shortlists.joining import post_cards
from gateway.shortlists.joining import worker_cards
from gateway.shortlists.without import keeping
from gateway.shortlists.without import last_list

router = APIRouter(prefix="/v1", tags=["shortlists"])
# A shorter page is no list that would help anybody later in the day.
LEAST_KEPT = 10
EXPECTED = r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}:[0-9]{1,18}$"
EXPECTING = "id:version that a write has answered; without it in time, `stale` is true"


class Wanted(Part):
    """Which part of a list of matches is wanted, and what of it."""

    limit: Annotated[int, Field(ge=1, le=200)] = 20
    max_minutes: Annotated[int | None, Field(ge=0, le=1440)] = None
    kind: PostKind | None = None
    group: Annotated[str | None, Field(max_length=2)] = None
    min_pay: Annotated[float | None, Field(ge=0, allow_inf_nan=False)] = None
    home_based: bool | None = None
    expect: Annotated[str | None, Field(pattern=EXPECTED, description=EXPECTING)] = None

    def is_whole(self) -> bool:
        """Whether this is a good first page of the list, without any filter."""
        filters = self.model_dump(exclude_none=True, exclude={"limit", "expect"})
        return not filters and self.limit >= LEAST_KEPT


@router.get("/workers/{worker_id}/shortlist", response_model=WorkerShortlist | LastList)
async def shortlist_for_worker(
    worker_id: UUID, visit: Visitor, asked: Annotated[Wanted, Query()]
) -> Response:
    """Posts that fit the worker, best first, each with whom to call.

    While matching is away: the last list of the same day, with its age.
    """
    call = Call("matching", "GET", f"/shortlists/worker/{worker_id}", asked.query())
    try:
        answer = await visit.ask(call)
    except MatchingIsAway:
        last = await last_list(visit, worker_id)
        await visit.log_readings([worker_id])
        return answer_with(visit, last)
    found = Shortlist.model_validate_json(answer.body)
    joined = await _offered(visit, found)
    beside = keeping(worker_id, found) if asked.is_whole() else None
    await visit.log_readings([worker_id], beside=beside)
    return answer_with(visit, joined)


@router.get("/workers/{worker_id}/why-not", response_model=WorkerShortlist)
async def why_not_for_worker(
    worker_id: UUID, visit: Visitor, limit: Annotated[int, Query(ge=1, le=50)] = 3
) -> Response:
    """The posts nearest to fitting that do not fit, each with the reasons why not."""
    query: Asked = {"limit": limit}
    call = Call("matching", "GET", f"/why-not/worker/{worker_id}", query)
    found = Shortlist.model_validate_json((await visit.ask(call)).body)
    joined = await _offered(visit, found)
    await visit.log_readings([worker_id])
    return answer_with(visit, joined)


@router.get("/workers/{worker_id}/near-misses", response_model=WorkerNearMisses)
async def near_misses_for_worker(worker_id: UUID, visit: Visitor) -> Response:
    """What would open more posts for the worker, and which."""
    call = Call("matching", "GET", f"/near-misses/worker/{worker_id}")
    missed = NearMisses.model_validate_json((await visit.ask(call)).body)
    cards = await post_cards(visit, (i for group in missed.groups for i in group.items))
    groups = tuple(
        NearPosts(
            change=group.change,
            count=group.count,
            posts=tuple(cards[post] for post in group.items if post in cards),
        )
        for group in missed.groups
    )
    await visit.log_readings([worker_id])
    return answer_with(
        visit, WorkerNearMisses(data_version=missed.data_version, groups=groups)
    )


@router.get(
    "/posts/{post_id}/shortlist", response_model=PostShortlist | EmployerShortlist
)
async def shortlist_for_post(
    post_id: UUID, visit: Visitor, asked: Annotated[Wanted, Query()]
) -> Response:
    """Workers who fit the post, best first.

    Officers see those of their area by name; the employer sees handles and bands.
    """
    call = Call("matching", "GET", f"/shortlists/post/{post_id}", asked.query())
    found = Shortlist.model_validate_json((await visit.ask(call)).body)
    if visit.scope is Scope.EMPLOYER:
        post = await visit.ask_json(Call("jobs", "GET", f"/posts/{post_id}"))
        view = employer_shortlist(
            found,
            visit.handle_key,
            visit.lang,
            counts_only=bool(post["target_groups"]),
        )
        return answer_with(visit, view)
    return answer_with(visit, await _proposed(visit, found))


@router.get("/matches/explain", response_model=OfferedMatch)
async def explain_match(worker: UUID, post: UUID, visit: Visitor) -> Response:
    """Why this post fits this worker or not: every rule, every part of the score."""
    visit.must_be_about(worker)
    query = {"worker": str(worker), "post": str(post)}
    answer = await visit.ask(Call("matching", "GET", "/explain", query))
    match = Match.model_validate_json(answer.body)
    cards = await post_cards(visit, [match.post])
    if match.post not in cards:
        raise NotFound
    await visit.log_readings([worker])
    return answer_with(visit, OfferedMatch(match=match, post=cards[match.post]))


@router.post(
    "/shortlists",
    response_model=WorkerShortlist | PostShortlist,
    openapi_extra=examples.WALK_IN,
)
async def shortlist_for_walk_in(
    request: Request, visit: Visitor, asked: Annotated[Wanted, Query()]
) -> Response:
    """A list for a worker who walked in, or for a draft post; nothing is stored."""
    body = await request.body()
    call = Call("matching", "POST", "/shortlists", asked.query(), body)
    found = Shortlist.model_validate_json((await visit.ask(call)).body)
    # Matching has read the body already, so it is an object.
    if orjson.loads(body).get("post") is not None:
        return answer_with(visit, await _proposed(visit, found))
    return answer_with(visit, await _offered(visit, found))


async def _offered(visit: Visit, found: Shortlist) -> WorkerShortlist:
    """Posts for somebody; one that jobs closed a moment ago has no card."""
    cards = await post_cards(visit, (item.post for item in found.items))
    return WorkerShortlist(
        data_version=found.data_version,
        stale=found.stale,
        items=tuple(
            OfferedMatch(match=item, post=cards[item.post])
            for item in found.items
            if item.post in cards
        ),
        total=found.total,
        next=found.next,
        questions=found.questions,
    )


async def _proposed(visit: Visit, found: Shortlist) -> PostShortlist:
    """Workers for a post, by name; every one of them is read by the caller."""
    cards = await worker_cards(visit, (item.worker for item in found.items))
    items = tuple(
        ProposedMatch(match=item, worker=cards[item.worker])
        for item in found.items
        if item.worker in cards
    )
    await visit.log_readings([item.match.worker for item in items])
    return PostShortlist(
        data_version=found.data_version,
        stale=found.stale,
        items=items,
        total=found.total,
        next=found.next,
    )
