"""Arranging several people and posts together: proposals, nothing of them is stored."""

from collections.abc import Awaitable
from collections.abc import Callable
from collections.abc import Iterable
from typing import Annotated
from typing import TypeVar
from uuid import UUID

from fastapi import APIRouter
from fastapi import Query
from fastapi import Request
from fastapi import Response

from common.contracts.assignments import Assignment
from common.contracts.pairs import PairedMatches
from common.texts import say
from gateway.answering import answer_with
from gateway.assignments import examples
from gateway.assignments.cards import FilledPost
from gateway.assignments.cards import LeftThisTime
from gateway.assignments.cards import PairedFailure
from gateway.assignments.cards import PairedOffer
from gateway.assignments.cards import PairedOffers
from gateway.assignments.cards import PairedPlace
from gateway.assignments.cards import ProposedAssignment
from gateway.assignments.cards import ProposedPlace
from gateway.calling import Call
from gateway.door import Visit
from gateway.door import Visitor
from gateway.paging import Asked
from gateway.shortlists.cards import PostCard
from gateway.shortlists.cards import WorkerCard
from gateway.shortlists.joining import MOST_AT_ONCE
from gateway.shortlists.joining import post_cards
from gateway.shortlists.joining import worker_cards

Card = TypeVar("Card")
router = APIRouter(prefix="/v1", tags=["assignments"])


@router.post(
    "/assignments", response_model=ProposedAssignment, openapi_extra=examples.FAIR
)
async def assign_together(request: Request, visit: Visitor) -> Response:
    """Who is proposed for which post, at most one each, within the places there are.

    Most placements first, then those with nothing left to agree, then the best
    matches, then who waited longest. Without `workers` all of the `area`, without
    `posts` all that are open; `seats` are places where they are not the openings.
    """
    call = Call("matching", "POST", "/assign", body=await request.body() or b"{}")
    found = Assignment.model_validate_json((await visit.ask(call)).body)
    told = await _by_name(visit, found)
    read = [one.worker.id for one in told.assigned]
    await visit.log_readings(read + [one.worker.id for one in told.not_this_time])
    return answer_with(visit, told)


@router.get("/pairs", response_model=PairedOffers)
async def pairs_for_workers(
    worker: UUID,
    partner: Annotated[UUID, Query(alias="with")],
    visit: Visitor,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> Response:
    """Where two people of one household can go together, and how.

    They share one vehicle, and one of them is at home for each care window. Where that
    fails, the day is named.
    """
    query: Asked = {"worker": str(worker), "with": str(partner), "limit": limit}
    call = Call("matching", "GET", "/pairs", query)
    found = PairedMatches.model_validate_json((await visit.ask(call)).body)
    told = await _paired(visit, (worker, partner), found)
    await visit.log_readings([worker, partner])
    return answer_with(visit, told)


async def _paired(
    visit: Visit, people: tuple[UUID, UUID], found: PairedMatches
) -> PairedOffers:
    """The same with cards; a post that was closed a moment ago is left out."""
    ids = [side.post for one in found.items for side in one.sides]
    ids += [post for miss in found.misses for post in miss.posts]
    posts: dict[UUID, PostCard] = await _cards(visit, ids, post_cards)
    workers = await worker_cards(visit, people)
    items, misses = [], []
    for one in found.items:
        places = [
            PairedPlace(side=s, worker=workers[s.worker], post=posts[s.post])
            for s in one.sides
            if s.worker in workers and s.post in posts
        ]
        if len(places) == 2:
            verdict = say(f"verdict.{one.verdict.value}", visit.lang)
            items.append(
                PairedOffer(
                    sides=(places[0], places[1]),
                    verdict=one.verdict,
                    verdict_text=verdict,
                    score=one.score,
                    text=one.text,
                )
            )
    for miss in found.misses:
        cards = [posts[post] for post in miss.posts if post in posts]
        if len(cards) == 2:
            both = (cards[0], cards[1])
            misses.append(PairedFailure(posts=both, key=miss.key, text=miss.text))
    return PairedOffers(
        data_version=found.data_version,
        items=tuple(items),
        misses=tuple(misses),
        text=found.text,
    )


async def _by_name(visit: Visit, found: Assignment) -> ProposedAssignment:
    """The proposal with cards; who withdrew a moment ago is left out."""
    people = [one.worker for one in found.assigned]
    people += [one.worker for one in found.not_this_time]
    workers: dict[UUID, WorkerCard] = await _cards(visit, people, worker_cards)
    posts: dict[UUID, PostCard] = await _cards(
        visit, [one.post for one in found.posts], post_cards
    )
    return ProposedAssignment(
        data_version=found.data_version,
        assigned=tuple(
            ProposedPlace(
                worker=workers[one.worker],
                post=posts[one.post],
                verdict=one.verdict,
                verdict_text=say(f"verdict.{one.verdict.value}", visit.lang),
                score=one.score,
            )
            for one in found.assigned
            if one.worker in workers and one.post in posts
        ),
        not_this_time=tuple(
            LeftThisTime(worker=workers[one.worker], key=one.key, text=one.text)
            for one in found.not_this_time
            if one.worker in workers
        ),
        posts=tuple(
            FilledPost(
                post=posts[one.post], seats=one.seats, taken=one.taken, text=one.text
            )
            for one in found.posts
            if one.post in posts
        ),
        placed=found.placed,
        first_come=found.first_come,
        proven=found.proven,
        text=found.text,
    )


async def _cards(
    visit: Visit,
    ids: list[UUID],
    join: Callable[[Visit, Iterable[UUID]], Awaitable[dict[UUID, Card]]],
) -> dict[UUID, Card]:
    """Cards of any number of ids, as many at a time as a service takes."""
    cards: dict[UUID, Card] = {}
    for first in range(0, len(ids), MOST_AT_ONCE):
        cards |= await join(visit, ids[first : first + MOST_AT_ONCE])
    return cards
