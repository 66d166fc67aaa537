"""What would bring a post people, whom it nearly fits, and what to ask an area."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from fastapi import Query
from pydantic import BaseModel

from common.contracts.advice import Advice
from common.contracts.advice import AreaQuestions
from common.contracts.advice import EmployerAdvice
from common.contracts.advice import EmployerNearMisses
from common.contracts.jobs import Post
from common.contracts.matching import Match
from common.contracts.matching import NearMisses
from common.contracts.matching import Shortlist
from common.contracts.values import AreaCode
from common.intake.posts import understand_post
from common.intake.stated import StatedPost
from common.problems import FieldError
from common.problems import Invalid
from common.problems import NotFound
from services.matching.advice_answers import Telling
from services.matching.advice_answers import advice_of
from services.matching.advice_answers import area_questions_of
from services.matching.advice_answers import employer_advice_of
from services.matching.advice_answers import employer_near_misses_of
from services.matching.advice_answers import workers_opened
from services.matching.advising import advise
from services.matching.answers import match_of
from services.matching.answers import shortlist_of
from services.matching.api import NOBODY
from services.matching.api import Visit
from services.matching.api import Visitor
from services.matching.api import apart
from services.matching.api import at_length
from services.matching.asking import OFFICERS
from services.matching.asking import check_post
from services.matching.asking import check_worker
from services.matching.asking import whole_areas
from services.matching.near_workers import near_misses_of_post
from services.matching.near_workers import opened_or_not
from services.matching.near_workers import why_not_of_post
from services.matching.near_workers import won_for_post
from services.matching.questioning import check_area
from services.matching.questioning import questions_of_area

router = APIRouter(tags=["advice"])


class AdviceAsked(BaseModel, extra="forbid"):
    """A draft post, which is stored nowhere, or the id of one that is held."""

    post: StatedPost | None = None
    id: UUID | None = None


def _asked_about(asked: AdviceAsked, visit: Visit) -> Post:
    visit.caller.must_be(*OFFICERS, "hr")
    if asked.id is not None:
        post = visit.views.full.post(asked.id)
        check_post(visit.caller, post)
        return post
    if asked.post is None:
        raise Invalid(FieldError("post", "field.missing"))
    # A draft belongs to whoever asks; nothing of it is kept.
    return understand_post(asked.post, id=NOBODY, employer=NOBODY, state="published")


@router.post("/advice")
async def advise_on_post(asked: AdviceAsked, visit: Visitor) -> Advice | EmployerAdvice:
    """How many could come now, and how many more under each change of the post."""
    post = _asked_about(asked, visit)
    return await at_length(visit, lambda: _advice(visit, post))


def _advice(visit: Visit, post: Post) -> Advice | EmployerAdvice:
    if visit.caller.role not in OFFICERS:
        told = advise(visit.views.public(), post, visit.day)
        return employer_advice_of(told, post, _telling(visit))
    areas = whole_areas(visit.caller)
    told = advise(visit.views.full, post, visit.day, areas)
    return advice_of(told, post, _telling(visit))


def _telling(visit: Visit) -> Telling:
    return Telling(visit.version, visit.lang)


@router.get("/near-misses/post/{id}")
async def near_misses_for_post(
    id: UUID, visit: Visitor
) -> NearMisses | EmployerNearMisses:
    """Whom one change would open the post for; an employer reads coarse numbers."""
    post = visit.views.full.post(id)
    check_post(visit.caller, post)
    return await at_length(visit, lambda: _near_misses(visit, post))


def _near_misses(visit: Visit, post: Post) -> NearMisses | EmployerNearMisses:
    if visit.caller.role not in OFFICERS:
        groups = won_for_post(visit.views.public(), post, visit.day)
        return employer_near_misses_of(groups, post, _telling(visit))
    areas = whole_areas(visit.caller)
    groups = near_misses_of_post(visit.views.full, post, visit.day, areas)
    return workers_opened(groups, _telling(visit))


@router.get("/why-not/post/{id}")
async def why_not_for_post(
    id: UUID, visit: Visitor, limit: Annotated[int, Query(ge=1, le=50)] = 10
) -> Shortlist:
    """The workers nearest to fitting who do not fit, each with what would open it."""
    visit.caller.must_be(*OFFICERS)
    index, areas = visit.views.full, whole_areas(visit.caller)
    post = index.post(id)
    listing = await at_length(
        visit, lambda: why_not_of_post(index, post, visit.day, limit, areas)
    )
    return shortlist_of(listing, visit.version, visit.lang)


@router.get("/why-not")
async def why_not_for_pair(worker: UUID, post: UUID, visit: Visitor) -> Match:
    """Why one worker does not fit one post, and the smallest change that opens it."""
    index = visit.views.full
    person, offer = index.worker(worker), index.post(post)
    check_worker(visit.caller, person)
    found = await apart(visit, lambda: opened_or_not(index, person, offer, visit.day))
    return match_of(found, visit.lang)


@router.get("/questions")
async def questions_for_area(area: AreaCode, visit: Visitor) -> AreaQuestions:
    """Which questions, asked of a village or township, would open most matches."""
    visit.caller.must_be(*OFFICERS)
    if not visit.caller.sees(area):
        raise NotFound(id=area)
    check_area(area)
    index = visit.views.full
    asked = await at_length(visit, lambda: questions_of_area(index, area, visit.day))
    return area_questions_of(asked, area, _telling(visit))
