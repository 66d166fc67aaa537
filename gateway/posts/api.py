"""Posts and what happens to them: asked of jobs; a full post comes with others."""

from typing import Annotated
from typing import Any
from uuid import UUID

import orjson
from fastapi import APIRouter
from fastapi import Query
from fastapi import Request
from fastapi import Response

from common.contracts.jobs import PostState
from common.contracts.values import AreaCode
from gateway.answering import answer_with
from gateway.answering import relay
from gateway.calling import Answer
from gateway.calling import Call
from gateway.calling import RelayedProblem
from gateway.door import Visitor
from gateway.paging import Page
from gateway.policy import Scope
from gateway.posts import examples
from gateway.shortlists.alternatives import alternatives_to

router = APIRouter(prefix="/v1/posts", tags=["posts"])


@router.post("", status_code=201, openapi_extra=examples.POST_DRAFT)
async def add_post(request: Request, visit: Visitor) -> Response:
    """Draft a post; it is shown to nobody until it is published."""
    call = Call("jobs", "POST", "/posts", body=await request.body())
    return relay(visit, await visit.ask(call))


@router.get("")
async def find_posts(
    visit: Visitor,
    page: Page,
    area: Annotated[AreaCode | None, Query()] = None,
    employer: UUID | None = None,
    state: PostState | None = None,
) -> Response:
    """Posts, newest first: published ones, and all that the caller keeps."""
    query = page.query(
        area=area, employer=str(employer) if employer else None, state=state
    )
    answer = await visit.ask(Call("jobs", "GET", "/posts", query))
    if visit.scope is not Scope.META:
        return relay(visit, answer)
    return answer_with(visit, [_impersonal(post) for post in answer.json()])


@router.get("/{post_id}")
async def post_by_id(post_id: UUID, visit: Visitor) -> Response:
    """One post: what, where, when, how many, for whom, and whom to call."""
    answer = await visit.ask(Call("jobs", "GET", f"/posts/{post_id}"))
    if visit.scope is not Scope.META:
        return relay(visit, answer)
    return answer_with(visit, _impersonal(answer.json()))


@router.patch("/{post_id}", openapi_extra=examples.POST_CHANGE)
async def change_post(post_id: UUID, request: Request, visit: Visitor) -> Response:
    """Tell a post anew."""
    body = await request.body()
    call = Call("jobs", "PATCH", f"/posts/{post_id}", body=body)
    return relay(visit, await visit.ask(call))


@router.post("/{post_id}/publish")
async def publish_post(post_id: UUID, visit: Visitor) -> Response:
    """Show the post to workers; an unlawful advert is refused with the law named."""
    call = Call("jobs", "POST", f"/posts/{post_id}/publish")
    return relay(visit, await visit.ask(call))


@router.post("/{post_id}/pause")
async def pause_post(post_id: UUID, visit: Visitor) -> Response:
    """Stop showing the post until it is published again."""
    call = Call("jobs", "POST", f"/posts/{post_id}/pause")
    return relay(visit, await visit.ask(call))


@router.post("/{post_id}/close")
async def close_post(post_id: UUID, visit: Visitor) -> Response:
    """End the post for good."""
    call = Call("jobs", "POST", f"/posts/{post_id}/close")
    return relay(visit, await visit.ask(call))


@router.post("/{post_id}/fill", openapi_extra=examples.FILL)
async def fill_post(
    post_id: UUID, request: Request, visit: Visitor, worker: UUID | None = None
) -> Response:
    """Take openings of the post; when none is left, learn of up to three others.

    With `worker` the others are the next best posts for that worker.
    """
    body = await request.body()
    call = Call("jobs", "POST", f"/posts/{post_id}/fill", body=body or b"{}")
    try:
        return relay(visit, await visit.ask(call))
    except RelayedProblem as problem:
        if problem.answer.status != 409:
            raise
        others = await alternatives_to(visit, post_id, worker)
        told: dict[str, Any] = problem.answer.json()
        told["alternatives"] = [card.model_dump(mode="json") for card in others]
        body = orjson.dumps(told)
        raise RelayedProblem(Answer(409, body, problem.answer.headers)) from problem


def _impersonal(post: dict[str, Any]) -> dict[str, Any]:
    """The post without the person to call."""
    return {name: value for name, value in post.items() if name != "contact"}
