"""Posts and what happens to them: asked of jobs; a full post comes with others."""

from typing import Annotated
from typing import Any
from typing import Literal
from uuid import UUID

import orjson
from fastapi import APIRouter
from fastapi import Query
from fastapi import Request
from fastapi import Response
from pydantic import Field

from common.contracts.jobs import Post
from common.contracts.jobs import PostKind
from common.contracts.jobs import PostState
from common.contracts.values import AreaCode
from gateway.answering import answer_with
from gateway.answering import relay
from gateway.calling import Answer
from gateway.calling import Call
from gateway.calling import RelayedProblem
from gateway.door import Visitor
from gateway.paging import Counted
from gateway.policy import Scope
from gateway.posts import examples
from gateway.shortlists.alternatives import alternatives_to

router = APIRouter(prefix="/v1/posts", tags=["posts"])
STILL_RUNNING = "/problems/still-running"
Standing = Literal["none", "held", "cleared", "refused"]
Count = Annotated[int, Query(ge=1, le=500, description="how many openings")]


class PostPart(Counted):
    """Which posts a list shows."""

    area: AreaCode | None = None
    employer: UUID | None = None
    site: UUID | None = None
    state: PostState | None = None
    kind: PostKind | None = None
    look: Standing | None = None
    text: Annotated[str | None, Field(max_length=100)] = None


class PostEntry(Post):
    """A post with its numbers and the names that people read; `openings` are left."""

    version: int
    openings_total: int
    filled: int
    look: Standing
    employer_name: str
    site_name: str | None
    place_name: str | None


@router.post(
    "",
    status_code=201,
    response_model=PostEntry,
    openapi_extra=examples.POST_DRAFT,
)
async def add_post(request: Request, visit: Visitor) -> Response:
    """Draft a post; it is shown to nobody until it is published."""
    call = Call("jobs", "POST", "/posts", body=await request.body())
    return relay(visit, await visit.ask(call))


@router.get("", response_model=list[PostEntry])
async def find_posts(visit: Visitor, asked: Annotated[PostPart, Query()]) -> Response:
    """Posts, newest first: published ones, and all that the caller keeps."""
    answer = await visit.ask(Call("jobs", "GET", "/posts", asked.query()))
    if visit.scope is not Scope.META:
        return relay(visit, answer)
    return answer_with(visit, [_impersonal(post) for post in answer.json()])


@router.get("/{post_id}", response_model=PostEntry)
async def post_by_id(post_id: UUID, visit: Visitor) -> Response:
    """One post: what, where, when, how many, for whom, and whom to call."""
    answer = await visit.ask(Call("jobs", "GET", f"/posts/{post_id}"))
    if visit.scope is not Scope.META:
        return relay(visit, answer)
    return answer_with(visit, _impersonal(answer.json()))


@router.get("/{post_id}/draft")
async def post_on_file(post_id: UUID, visit: Visitor) -> Response:
    """The post in its keepers' own words, to be told anew."""
    call = Call("jobs", "GET", f"/posts/{post_id}/draft")
    return relay(visit, await visit.ask(call))


@router.put("/{post_id}", response_model=PostEntry, openapi_extra=examples.POST_CHANGE)
async def change_post(post_id: UUID, request: Request, visit: Visitor) -> Response:
    """Tell a post anew; with `version`, only if nobody else did meanwhile."""
    body = await request.body()
    call = Call("jobs", "PUT", f"/posts/{post_id}", body=body)
    return relay(visit, await visit.ask(call))


@router.post("/{post_id}/publish", response_model=PostEntry)
async def publish_post(post_id: UUID, visit: Visitor) -> Response:
    """Show the post to workers; an unlawful advert is refused with the law named.

    A doubtful one is held: `look` says so, and an officer clears or refuses it.
    """
    call = Call("jobs", "POST", f"/posts/{post_id}/publish")
    return relay(visit, await visit.ask(call))


@router.get("/{post_id}/looks")
async def looks_at(post_id: UUID, visit: Visitor) -> Response:
    """What is in doubt about a post, and who decided what about it and why."""
    return relay(visit, await visit.ask(Call("jobs", "GET", f"/posts/{post_id}/looks")))


@router.post("/{post_id}/clear", response_model=PostEntry, openapi_extra=examples.WHY)
async def clear_post(post_id: UUID, request: Request, visit: Visitor) -> Response:
    """Show a held post: an officer finds what is in doubt lawful, and says why."""
    body = await request.body()
    call = Call("jobs", "POST", f"/posts/{post_id}/clear", body=body)
    return relay(visit, await visit.ask(call))


@router.post("/{post_id}/refuse", response_model=PostEntry, openapi_extra=examples.WHY)
async def refuse_post(post_id: UUID, request: Request, visit: Visitor) -> Response:
    """Keep a held post from being shown with the words it has, and say why."""
    body = await request.body()
    call = Call("jobs", "POST", f"/posts/{post_id}/refuse", body=body)
    return relay(visit, await visit.ask(call))


@router.post("/{post_id}/pause", response_model=PostEntry)
async def pause_post(post_id: UUID, visit: Visitor) -> Response:
    """Stop showing the post until it is published again."""
    call = Call("jobs", "POST", f"/posts/{post_id}/pause")
    return relay(visit, await visit.ask(call))


@router.post("/{post_id}/close", response_model=PostEntry)
async def close_post(post_id: UUID, visit: Visitor) -> Response:
    """End the post for good."""
    call = Call("jobs", "POST", f"/posts/{post_id}/close")
    return relay(visit, await visit.ask(call))


@router.post("/{post_id}/fill", response_model=PostEntry)
async def fill_opening(
    post_id: UUID, visit: Visitor, count: Count = 1, worker: UUID | None = None
) -> Response:
    """Take openings of the post; when none is left, learn of up to three others.

    With `worker` the others are the next best posts for that worker.
    """
    call = Call("jobs", "POST", f"/posts/{post_id}/fill", {"count": count})
    try:
        return relay(visit, await visit.ask(call))
    except RelayedProblem as problem:
        if problem.answer.status != 409:
            raise
        told: dict[str, Any] = problem.answer.json()
        # The same request is still at work; whether it finds an opening is not known.
        if told.get("type") == STILL_RUNNING:
            raise
        others = await alternatives_to(visit, post_id, worker)
        told["alternatives"] = [card.model_dump(mode="json") for card in others]
        answer = Answer(409, orjson.dumps(told), problem.answer.headers)
        raise RelayedProblem(answer) from problem


@router.post("/{post_id}/release", response_model=PostEntry)
async def release_opening(post_id: UUID, visit: Visitor, count: Count = 1) -> Response:
    """Give openings back; a filled post is open again."""
    call = Call("jobs", "POST", f"/posts/{post_id}/release", {"count": count})
    return relay(visit, await visit.ask(call))


def _impersonal(post: dict[str, Any]) -> dict[str, Any]:
    """The post without the person to call."""
    return {name: value for name, value in post.items() if name != "contact"}
