"""Arranging several people together: proposals and pairs, nothing is stored."""

from typing import Annotated
from uuid import UUID

import numpy as np
from fastapi import APIRouter
from fastapi import Query
from pydantic import BaseModel
from pydantic import Field

from common.contracts.assignments import Assignment
from common.contracts.pairs import PairedMatches
from common.contracts.people import Worker
from common.contracts.values import AreaCode
from common.problems import BadRequest
from common.problems import Conflict
from common.problems import NotFound
from common.problems import TooLarge
from services.matching.api import Visit
from services.matching.api import Visitor
from services.matching.api import apart
from services.matching.api import at_length
from services.matching.asking import OFFICERS
from services.matching.asking import check_worker
from services.matching.asking import whole_areas
from services.matching.assigning import Wish
from services.matching.assigning import assign
from services.matching.filters import Filters
from services.matching.filters import workers_allowed
from services.matching.gathering import Part
from services.matching.gathering import everybody
from services.matching.gathering import living
from services.matching.gathering import places_of
from services.matching.gathering import taken_from
from services.matching.pairing import pairs_for
from services.matching.pairing_answers import paired_matches
from services.matching.proposals import assignment_of

# What is judged within the time that somebody waits for an answer.
MOST_PAIRS_ONLINE = 20_000_000
MOST_NAMED = 10_000
router = APIRouter(tags=["assignments"])


class TooManyToAssign(TooLarge):
    """So many people and posts cannot be arranged within one request."""


class NotOneHousehold(Conflict):
    """The two people are not known to live in one household."""


class SamePerson(BadRequest):
    """A pair was asked for with one and the same person twice."""


class Together(BaseModel, extra="forbid"):
    """Whom to arrange with what. No workers: all of the area; no posts: all open ones.

    `seats` are places by post where they are not the openings; `days` what somebody has
    waited; `ask`: propose also where a question is still to be asked.
    """

    workers: Annotated[tuple[UUID, ...] | None, Field(max_length=MOST_NAMED)] = None
    posts: Annotated[tuple[UUID, ...] | None, Field(max_length=MOST_NAMED)] = None
    area: AreaCode | None = None
    seats: dict[UUID, Annotated[int, Field(ge=0, le=100_000)]] = {}
    days: dict[UUID, Annotated[int, Field(ge=0, le=100_000)]] = {}
    ask: bool = False


@router.post("/assign")
async def assign_together(asked: Together, visit: Visitor) -> Assignment:
    """Most placements, then the best ones: at most one post each, within the seats."""
    visit.caller.must_be("township", "county")
    return await at_length(visit, lambda: _proposed(visit, asked))


def _proposed(visit: Visit, asked: Together) -> Assignment:
    part = _asked_part(visit, asked)
    workers, posts = len(part.side.workers.rows), len(part.side.posts.rows)
    if workers * posts > MOST_PAIRS_ONLINE:
        raise TooManyToAssign(workers=workers, posts=posts)
    wish = Wish(seats=asked.seats, days=asked.days, ask=asked.ask)
    return assignment_of(assign(part, wish, visit.day), visit.version, visit.lang)


def _asked_part(visit: Visit, asked: Together) -> Part:
    """Those who were asked for, all of them within the caller's range."""
    whole = everybody(visit.views.full, visit.day)
    workers, posts = living(whole)
    rows, people = whole.side.workers.rows, whole.queries[1].allowed
    if asked.workers is not None:
        for one in asked.workers:
            check_worker(visit.caller, visit.views.full.worker(one))
        workers = places_of(rows, people, asked.workers)
    else:
        areas = whole_areas(visit.caller)
        if asked.area is not None:
            if not visit.caller.sees(asked.area):
                raise NotFound(id=asked.area)
            areas = (asked.area,)
        mask = workers_allowed(rows, people, Filters(areas=areas))
        looking = rows["looking"] == 1
        workers = np.flatnonzero((mask == 1) & looking)
    if asked.posts is not None:
        offers = whole.queries[0].allowed
        posts = places_of(whole.side.posts.rows, offers, asked.posts)
    return taken_from(whole, workers, posts)


@router.get("/pairs")
async def pairs_for_workers(
    worker: UUID,
    partner: Annotated[UUID, Query(alias="with")],
    visit: Visitor,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> PairedMatches:
    """Where two of one household can go together, or the day on which it fails."""
    visit.caller.must_be(*OFFICERS)
    people = _household_of_two(visit, worker, partner)
    return await apart(visit, lambda: _paired(visit, people, limit))


def _household_of_two(visit: Visit, one: UUID, other: UUID) -> tuple[Worker, Worker]:
    """Both of them, if the caller may see them and they live together."""
    if one == other:
        raise SamePerson
    people = visit.views.full.worker(one), visit.views.full.worker(other)
    for person in people:
        check_worker(visit.caller, person)
    if people[0].household is None or people[0].household != people[1].household:
        raise NotOneHousehold
    return people


def _paired(visit: Visit, people: tuple[Worker, Worker], limit: int) -> PairedMatches:
    good, bad = pairs_for(visit.views.full, people, visit.day, limit)
    return paired_matches(good, bad, visit.version, visit.lang)
