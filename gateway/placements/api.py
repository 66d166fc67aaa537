"""Placements: kept by jobs; what is learnt of a person goes on to people."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from fastapi import Query
from fastapi import Request
from fastapi import Response

from common.contracts.placements import Channel
from common.contracts.placements import Placed
from common.contracts.placements import PlacementFigures
from common.contracts.values import AreaCode
from gateway.answering import answer_with
from gateway.answering import relay
from gateway.calling import Call
from gateway.door import Visit
from gateway.door import Visitor
from gateway.paging import Counted
from gateway.placements import examples
from gateway.placements.learning import note_loss
from gateway.referrals.joining import object_in
from gateway.referrals.joining import persons_of
from gateway.shortlists.cards import WorkerCard

router = APIRouter(prefix="/v1/placements", tags=["placements"])


class PlacementCard(Placed):
    """A spell of work with whose it is; None: the caller's own, or people is away."""

    person: WorkerCard | None


class EndedPlacement(PlacementCard):
    """`learnt`: the ledger knows that the person looks for work again, and why."""

    learnt: bool


class PlacementPart(Counted):
    """Which placements a list shows; `open` leaves out what is over."""

    worker: UUID | None = None
    post: UUID | None = None
    employer: UUID | None = None
    area: AreaCode | None = None
    channel: Channel | None = None
    open: bool = False


@router.post(
    "",
    status_code=201,
    response_model=PlacementCard,
    openapi_extra=examples.PLACEMENT_DRAFT,
)
async def add_placement(request: Request, visit: Visitor) -> Response:
    """Write down work that somebody found without a referral of ours."""
    call = Call("jobs", "POST", "/placements", body=await request.body())
    told = Placed.model_validate(await visit.ask_json(call))
    return answer_with(visit, await _card(visit, told), status=201)


@router.get("", response_model=list[PlacementCard])
async def find_placements(
    visit: Visitor, asked: Annotated[PlacementPart, Query()]
) -> Response:
    """Placements that concern the caller, newest first, with the checks due."""
    rows = await visit.ask_json(Call("jobs", "GET", "/placements", asked.query()))
    told = [Placed.model_validate(row) for row in rows]
    workers = {one.worker for one in told}
    persons = await persons_of(visit, workers)
    await visit.log_readings(workers)
    return answer_with(
        visit,
        [PlacementCard(**dict(one), person=persons.get(one.worker)) for one in told],
    )


@router.get("/figures", response_model=PlacementFigures)
async def placement_figures(visit: Visitor, area: AreaCode | None = None) -> Response:
    """Counts by channel, and who stayed how long; nobody asked is unknown."""
    query = {"area": area} if area else {}
    call = Call("jobs", "GET", "/placements/figures", query)
    return relay(visit, await visit.ask(call))


@router.get("/{placement_id}", response_model=PlacementCard)
async def placement_by_id(placement_id: UUID, visit: Visitor) -> Response:
    """One placement with its checks."""
    call = Call("jobs", "GET", f"/placements/{placement_id}")
    told = Placed.model_validate(await visit.ask_json(call))
    return answer_with(visit, await _card(visit, told))


@router.post(
    "/{placement_id}/end",
    response_model=EndedPlacement,
    openapi_extra=examples.ENDING,
)
async def end_placement(
    placement_id: UUID, request: Request, visit: Visitor
) -> Response:
    """The work is over: the opening is free, the person looks for work again.

    `asked`: the person said that what drove them away should not be offered again.
    """
    body = object_in(await request.body())
    asked = body.pop("asked", False) is True
    call = Call("jobs", "POST", f"/placements/{placement_id}/end", body=body)
    told = Placed.model_validate(await visit.ask_json(call))
    learnt = await note_loss(visit, told, asked=asked)
    card = await _card(visit, told)
    return answer_with(visit, EndedPlacement(**dict(card), learnt=learnt))


@router.post(
    "/{placement_id}/checks", response_model=PlacementCard, openapi_extra=examples.CHECK
)
async def note_check(placement_id: UUID, request: Request, visit: Visitor) -> Response:
    """What was learnt on day 7, 30, 90 or 180; `unreached` leaves it to do."""
    body = await request.body()
    call = Call("jobs", "POST", f"/placements/{placement_id}/checks", body=body)
    told = Placed.model_validate(await visit.ask_json(call))
    return answer_with(visit, await _card(visit, told))


async def _card(visit: Visit, told: Placed) -> PlacementCard:
    persons = await persons_of(visit, {told.worker})
    await visit.log_readings([told.worker])
    return PlacementCard(**dict(told), person=persons.get(told.worker))
