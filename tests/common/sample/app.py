"""The sample's app: posts that are written once, told by a feed."""

import asyncio
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi import FastAPI
from pydantic import BaseModel
from pydantic import Field
from sqlmodel import col
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from common.database import Transaction
from common.feed import feed_router
from common.idempotency import OneEffect
from common.problems import Conflict
from common.problems import NotFound
from common.program import make_app
from common.settings import StoredSettings
from common.settings import prefixed
from common.tokens import CallerHeader
from tests.common.sample.tables import NeedRow
from tests.common.sample.tables import PostRow


class Settings(StoredSettings):
    """The sample's settings."""

    model_config = prefixed("SAMPLE_")


class Post(BaseModel):
    """What others may know of a post."""

    id: UUID
    title: str
    needs: list[str]


class PostDraft(BaseModel):
    """What a caller asks."""

    title: str = Field(min_length=2, max_length=20)
    area: str = Field(pattern="^[0-9]{12}$")
    openings: int = Field(default=1, ge=1, le=500)


class PostIsFull(Conflict):
    """Every opening is filled."""


router = APIRouter(prefix="/posts", route_class=OneEffect)


@router.post("", status_code=201)
async def add_post(draft: PostDraft, tx: Transaction) -> dict[str, Any]:
    """Add one post."""
    row = PostRow(title=draft.title, area=draft.area)
    tx.add(row)
    await tx.flush()
    return {"id": row.id, "version": row.version}


@router.post("/refused")
async def refuse(tx: Transaction) -> None:
    """Write, then fail."""
    tx.add(PostRow(title="never kept", area="1" * 12))
    await tx.flush()
    raise PostIsFull(left=0, total=3)


@router.post("/untold")
async def write_nothing() -> None:
    """A write route that forgot its transaction."""


@router.get("")
async def find_posts(tx: Transaction) -> list[str]:
    """The titles in the caller's scope."""
    return list(await tx.exec(select(PostRow.title).order_by(col(PostRow.title))))


@router.get("/{post_id}")
async def post_by_id(post_id: UUID, tx: Transaction) -> str:
    """One title."""
    row = await tx.get(PostRow, post_id)
    if row is None:
        raise NotFound
    return row.title


probes = APIRouter(prefix="/probes")


@probes.get("/slow")
async def slow() -> None:
    """Takes longer than anybody waits."""
    await asyncio.sleep(20)


@probes.get("/broken")
async def broken() -> None:
    """Our own mistake, with a personal number in it."""
    raise ValueError("15412345678")


@probes.get("/me")
async def me(caller: CallerHeader) -> str:
    """Who is calling."""
    return caller.subject


async def render(
    session: AsyncSession, kind: str, ids: list[UUID]
) -> Mapping[UUID, BaseModel]:
    """The current contracts of posts."""
    needs = await session.exec(select(NeedRow).where(col(NeedRow.post_id).in_(ids)))
    codes: dict[UUID, list[str]] = {}
    for need in needs:
        codes.setdefault(need.post_id, []).append(need.code)
    posts = await session.exec(select(PostRow).where(col(PostRow.id).in_(ids)))
    return {
        row.id: Post(id=row.id, title=row.title, needs=sorted(codes.get(row.id, [])))
        for row in posts
    }


def create_app(settings: Settings) -> FastAPI:
    """The sample on its database."""
    app = make_app("sample", settings)
    app.include_router(router)
    app.include_router(probes)
    app.include_router(feed_router(render, {"post": "posts"}))
    return app
