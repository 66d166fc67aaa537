"""Routes for posts and their openings."""

from collections.abc import Iterable
from datetime import date
from datetime import datetime
from typing import Annotated
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi import Query
from fastapi import Response
from pydantic import BaseModel
from pydantic import ConfigDict
from pydantic import Field

from common.contracts.jobs import Post
from common.database import Transaction
from common.idempotency import OneEffect
from common.intake.datum import Datum
from common.intake.stated import StatedPost
from common.texts import Language
from common.tokens import CallerHeader
from services.jobs.posts import deciding
from services.jobs.posts import storage
from services.jobs.posts.domain import PostFacts
from services.jobs.posts.domain import on_wgs84
from services.jobs.posts.filing import FiledPost
from services.jobs.posts.looking import LookRow
from services.jobs.posts.looking import Standing
from services.jobs.posts.looking import sentence
from services.jobs.posts.storage import PostFilter
from services.jobs.requests import KEEPERS_ONLY
from services.jobs.requests import OFFICERS_ONLY
from services.jobs.requests import Ids
from services.jobs.requests import Lang
from services.jobs.requests import Reason
from services.jobs.requests import Today
from services.jobs.requests import tell_total

router = APIRouter(prefix="/posts", tags=["posts"], route_class=OneEffect)
rows = APIRouter(prefix="/posts", tags=["posts"])

Count = Annotated[int, Query(ge=1, le=500, description="how many openings")]


class PostChange(BaseModel):
    """What is told of a post; `datum` says which map its points were picked on.

    With `version` the change is refused if the post is not the one that was read.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    site: UUID | None = None
    stated: StatedPost
    datum: Datum = "wgs84"
    version: Annotated[int, Field(ge=1)] | None = None

    def facts(self) -> PostFacts:
        stated = on_wgs84(self.stated, self.datum)
        return PostFacts(self.site, stated, self.version)


class PostDraft(PostChange):
    """A post of an employer; `stated.state` published shows it at once."""

    employer: UUID


class PostEntry(Post):
    """A post with its numbers and the names that people read; `openings` are left."""

    version: int
    openings_total: int
    filled: int
    look: Standing
    employer_name: str
    site_name: str | None
    place_name: str | None


class PostOnFile(BaseModel):
    """A post as its keepers told it, to be told anew."""

    id: UUID
    version: int
    employer: UUID
    site: UUID | None
    stated: StatedPost


class Doubt(BaseModel):
    """One thing in doubt: the words, and why under which law, in a sentence."""

    code: str
    words: str
    sentence: str


class PostLook(BaseModel):
    """One look at a post: held, cleared or refused, by whom, when and why."""

    verdict: Standing
    by: str
    at: datetime
    reason: str
    doubts: tuple[Doubt, ...]


class PostLooks(BaseModel):
    """Where a post stands with the officers, and every look at it, the last first."""

    look: Standing
    doubts: tuple[Doubt, ...]
    looks: tuple[PostLook, ...]


class PostRows(BaseModel):
    """Some posts at once; those the caller may not see are left out."""

    rows: tuple[PostEntry, ...]


@router.post("", status_code=201, dependencies=KEEPERS_ONLY)
async def add_post(
    draft: PostDraft, caller: CallerHeader, tx: Transaction, today: Today
) -> PostEntry:
    """Draft a post, or publish it at once."""
    facts = draft.facts()
    return _entry(
        await storage.add_post(tx, caller, draft.employer, facts, today), today
    )


@router.get("")
async def find_posts(
    wanted: Annotated[PostFilter, Query()],
    caller: CallerHeader,
    tx: Transaction,
    today: Today,
    response: Response,
) -> list[PostEntry]:
    """Posts, newest first: published ones, and all that the caller keeps."""
    posts, total = await storage.find_posts(tx, caller, wanted, today)
    tell_total(response, total)
    return [_entry(post, today) for post in posts]


@rows.post("/by-ids")
async def posts_by_ids(
    asked: Ids, caller: CallerHeader, tx: Transaction, today: Today
) -> PostRows:
    """The posts of a list, in its order."""
    posts = await storage.posts_by_ids(tx, caller, asked.ids, today)
    return PostRows(rows=tuple(_entry(post, today) for post in posts))


@router.get("/{id}")
async def post_by_id(
    id: UUID, caller: CallerHeader, tx: Transaction, today: Today
) -> PostEntry:
    """One post."""
    return _entry(await storage.post_by_id(tx, caller, id, today), today)


@router.get("/{id}/draft")
async def post_on_file(id: UUID, caller: CallerHeader, tx: Transaction) -> PostOnFile:
    """The post in its keepers' own words."""
    post = await storage.kept_post_by_id(tx, caller, id)
    return PostOnFile(
        id=post.row.id,
        version=post.row.version,
        employer=post.row.employer_id,
        site=post.row.site_id,
        stated=post.stated,
    )


@router.put("/{id}", dependencies=KEEPERS_ONLY)
async def change_post(
    id: UUID, change: PostChange, caller: CallerHeader, tx: Transaction, today: Today
) -> PostEntry:
    """Tell anew; what is published must stay complete and lawful."""
    return _entry(
        await storage.change_post(tx, caller, id, change.facts(), today), today
    )


@router.post("/{id}/publish", dependencies=KEEPERS_ONLY)
async def publish_post(
    id: UUID, caller: CallerHeader, tx: Transaction, today: Today
) -> PostEntry:
    """Show the post, if it is complete and lawful; what is in doubt is held.

    A held post stays unseen, with `look` held, until an officer clears or refuses it.
    """
    return _entry(await storage.publish_post(tx, caller, id, today), today)


@router.get("/{id}/looks")
async def looks_at(
    id: UUID, caller: CallerHeader, tx: Transaction, lang: Lang
) -> PostLooks:
    """What is in doubt about a post, and who decided what about it and why."""
    post, rows = await deciding.looks_at(tx, caller, id)
    return PostLooks(
        look=post.row.look,
        doubts=_doubts(post.row.look_hits, lang),
        looks=tuple(_look(row, lang) for row in rows),
    )


@router.post("/{id}/clear", dependencies=OFFICERS_ONLY)
async def clear_post(
    id: UUID, why: Reason, caller: CallerHeader, tx: Transaction, today: Today
) -> PostEntry:
    """Show a held post: an officer finds what is in doubt lawful, and says why."""
    return _entry(await deciding.clear_post(tx, caller, id, why.reason, today), today)


@router.post("/{id}/refuse", dependencies=OFFICERS_ONLY)
async def refuse_post(
    id: UUID, why: Reason, caller: CallerHeader, tx: Transaction, today: Today
) -> PostEntry:
    """Keep a held post from being shown with the words it has, and say why."""
    return _entry(await deciding.refuse_post(tx, caller, id, why.reason), today)


@router.post("/{id}/pause", dependencies=KEEPERS_ONLY)
async def pause_post(
    id: UUID, caller: CallerHeader, tx: Transaction, today: Today
) -> PostEntry:
    """Stop showing the post until it is published again."""
    post = await storage.move_post(tx, caller, id, lambda offer: offer.paused(today))
    return _entry(post, today)


@router.post("/{id}/close", dependencies=KEEPERS_ONLY)
async def close_post(
    id: UUID, caller: CallerHeader, tx: Transaction, today: Today
) -> PostEntry:
    """End the post for good."""
    post = await storage.move_post(tx, caller, id, lambda offer: offer.closed())
    return _entry(post, today)


@router.post("/{id}/fill", dependencies=KEEPERS_ONLY)
async def fill_opening(
    id: UUID, caller: CallerHeader, tx: Transaction, today: Today, count: Count = 1
) -> PostEntry:
    """Take openings of the post, or learn how many are left."""
    post = await storage.move_post(tx, caller, id, lambda o: o.fill(count, today))
    return _entry(post, today)


@router.post("/{id}/release", dependencies=KEEPERS_ONLY)
async def release_opening(
    id: UUID, caller: CallerHeader, tx: Transaction, today: Today, count: Count = 1
) -> PostEntry:
    """Give openings back; a filled post is open again."""
    post = await storage.move_post(tx, caller, id, lambda o: o.release(count, today))
    return _entry(post, today)


def _doubts(hits: Iterable[dict[str, Any]], lang: Language) -> tuple[Doubt, ...]:
    return tuple(
        Doubt(
            code=hit["code"],
            words=hit["words"],
            sentence=sentence(hit).public(lang)["message"],
        )
        for hit in hits
    )


def _look(row: LookRow, lang: Language) -> PostLook:
    return PostLook(
        verdict=row.verdict,
        by=row.by,
        at=row.at,
        reason=row.reason,
        doubts=_doubts(row.hits, lang),
    )


def _entry(post: FiledPost, today: date) -> PostEntry:
    site = post.site
    return PostEntry(
        **dict(post.public(today)),
        version=post.row.version,
        openings_total=post.row.openings,
        filled=post.row.filled,
        look=post.row.look,
        employer_name=post.employer.name,
        site_name=site and site.name,
        place_name=site and (site.address or site.name),
    )
