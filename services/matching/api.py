"""Matching's questions: shortlists both ways, explanations, why not, near misses."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from typing import Annotated
from typing import TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from fastapi import APIRouter
from fastapi import Depends
from fastapi import Query
from fastapi import Request
from pydantic import BaseModel
from pydantic import Field

from common.contracts.jobs import Post
from common.contracts.matching import Match
from common.contracts.matching import NearMisses
from common.contracts.matching import Shortlist
from common.contracts.people import Worker
from common.intake.posts import understand_post
from common.intake.stated import StatedPost
from common.intake.stated import StatedWorker
from common.intake.workers import understand_worker
from common.problems import BadRequest
from common.texts import Language
from common.texts import language
from common.tokens import Caller
from common.tokens import CallerHeader
from services.matching.answers import match_of
from services.matching.answers import near_misses_of
from services.matching.answers import shortlist_of
from services.matching.asking import OFFICERS
from services.matching.asking import check_post
from services.matching.asking import check_worker
from services.matching.asking import may_suppose
from services.matching.asking import whole_areas
from services.matching.expecting import Expect
from services.matching.expecting import is_stale
from services.matching.filters import Filters
from services.matching.following import check_caught_up
from services.matching.found import Cursor
from services.matching.found import Listing
from services.matching.index import View
from services.matching.misses import near_misses
from services.matching.misses import why_not
from services.matching.turns import Turns
from services.matching.versions import data_version
from services.matching.views import Views

CHINA = ZoneInfo("Asia/Shanghai")
NOBODY = UUID(int=0)
CURSOR = re.compile(r"^([0-9a-f]{1,16})-([0-9a-f-]{36})$")
Answer = TypeVar("Answer")
router = APIRouter(tags=["matching"])


class CursorUnreadable(BadRequest):
    """The `after` of a page was not given by a page before."""


class Wanted(BaseModel, extra="forbid"):
    """Which part of a list is wanted, and what of it."""

    after: Annotated[str | None, Field(max_length=60)] = None
    limit: Annotated[int, Field(ge=1, le=200)] = 20
    max_minutes: Annotated[int | None, Field(ge=0, le=1440)] = None
    kind: str | None = None
    group: Annotated[str | None, Field(max_length=2)] = None
    min_pay: Annotated[float | None, Field(ge=0)] = None
    home_based: bool | None = None
    # Read with the visit, before anything is looked up.
    expect: Expect = None

    def view(self, areas: tuple[str, ...] = ()) -> View:
        """The same as the index takes it."""
        return View(
            filters=Filters(
                max_minutes=self.max_minutes,
                areas=areas,
                kind=self.kind,
                group=self.group,
                min_pay=self.min_pay,
                home_based=self.home_based,
            ),
            after=_cursor(self.after),
        )


class Hypothetical(BaseModel, extra="forbid"):
    """A worker who walked in, or a draft post; nothing is stored."""

    worker: StatedWorker | None = None
    post: StatedPost | None = None


async def today(request: Request) -> date:
    """The day in the county, unless a day was fixed for a demonstration."""
    fixed: date | None = request.app.state.settings.fixed_day
    return fixed or datetime.now(CHINA).date()


@dataclass(frozen=True, slots=True)
class Visit:
    """Who asks, on which day, in which language, of which data."""

    caller: Caller
    views: Views
    day: date
    lang: Language
    version: str
    stale: bool
    turns: Turns


async def _visit(
    request: Request,
    caller: CallerHeader,
    day: Annotated[date, Depends(today)],
    expect: Expect = None,
) -> Visit:
    state = request.app.state
    # From a snapshot alone, somebody who has withdrawn since would still be listed.
    check_caught_up(state.followers)
    stale = await is_stale(state.views.full, state.followers, expect)
    version = data_version(state.followers, day, state.views.knowledge.rules)
    return Visit(
        caller=caller,
        views=state.views,
        day=day,
        lang=language(request.headers.get("accept-language")),
        # Equal versions mean equal bytes, and these say that they are stale.
        version=f"{version};stale" if stale else version,
        stale=stale,
        turns=state.turns,
    )


Visitor = Annotated[Visit, Depends(_visit)]
Page = Annotated[Wanted, Query()]


def _cursor(after: str | None) -> Cursor | None:
    if after is None:
        return None
    read = CURSOR.match(after)
    if not read:
        raise CursorUnreadable
    return Cursor(key=int(read[1], 16), id=UUID(read[2]))


async def apart(visit: Visit, ask: Callable[[], Answer]) -> Answer:
    """The kernel's work in a thread, so that other requests go on."""
    return await visit.turns.quick.reckon(ask)


async def at_length(visit: Visit, ask: Callable[[], Answer]) -> Answer:
    """The same for work on many people at once, one after the other."""
    return await visit.turns.long.reckon(ask)


@router.get("/shortlists/worker/{id}")
async def shortlist_for_worker(id: UUID, visit: Visitor, page: Page) -> Shortlist:
    """Posts that fit the worker, best first."""
    check_worker(visit.caller, visit.views.full.worker(id))
    return await apart(visit, lambda: _posts_for(visit, id, page))


def _posts_for(visit: Visit, worker: UUID | Worker, page: Wanted) -> Shortlist:
    listing = visit.views.full.shortlist_for_worker(
        worker, today=visit.day, top=page.limit, view=page.view()
    )
    return _told(visit, listing)


@router.get("/shortlists/post/{id}")
async def shortlist_for_post(id: UUID, visit: Visitor, page: Page) -> Shortlist:
    """Workers who fit the post, best first; for an employer from township centres."""
    post = visit.views.full.post(id)
    check_post(visit.caller, post)
    return await apart(visit, lambda: _workers_for(visit, post, page))


def _workers_for(visit: Visit, post: Post, page: Wanted) -> Shortlist:
    officer = visit.caller.role in OFFICERS
    index = visit.views.full if officer else visit.views.public()
    view = page.view(whole_areas(visit.caller) if officer else ())
    listing = index.shortlist_for_post(post, today=visit.day, top=page.limit, view=view)
    return _told(visit, listing)


def _told(visit: Visit, listing: Listing) -> Shortlist:
    found = shortlist_of(listing, visit.version, visit.lang)
    return found.model_copy(update={"stale": visit.stale})


@router.post("/shortlists")
async def shortlist_for_hypothetical(
    asked: Hypothetical, visit: Visitor, page: Page
) -> Shortlist:
    """A shortlist for a walk-in or for a draft post; nothing is stored."""
    visit.caller.must_be(*may_suppose(asked.post is not None))
    if asked.post is not None:
        post = understand_post(
            asked.post, id=NOBODY, employer=NOBODY, state="published"
        )
        return await apart(visit, lambda: _workers_for(visit, post, page))
    worker = understand_worker(asked.worker or StatedWorker(), id=NOBODY)
    return await apart(visit, lambda: _posts_for(visit, worker, page))


@router.get("/explain")
async def explain_match(worker: UUID, post: UUID, visit: Visitor) -> Match:
    """Every rule and every part of one worker with one post."""
    index = visit.views.full
    check_worker(visit.caller, index.worker(worker))
    found = await apart(visit, lambda: index.explain(worker, post, visit.day))
    return match_of(found, visit.lang)


@router.get("/why-not/worker/{id}")
async def why_not_for_worker(
    id: UUID, visit: Visitor, limit: Annotated[int, Query(ge=1, le=50)] = 3
) -> Shortlist:
    """The posts nearest to fitting that do not fit, each with the reasons why not."""
    check_worker(visit.caller, visit.views.full.worker(id))
    listing = await apart(
        visit, lambda: why_not(visit.views.full, id, visit.day, limit)
    )
    return shortlist_of(listing, visit.version, visit.lang)


@router.get("/near-misses/worker/{id}")
async def near_misses_for_worker(id: UUID, visit: Visitor) -> NearMisses:
    """What single change would open which posts, most opened first."""
    check_worker(visit.caller, visit.views.full.worker(id))
    groups = await apart(visit, lambda: near_misses(visit.views.full, id, visit.day))
    return near_misses_of(groups, visit.version, visit.lang)
