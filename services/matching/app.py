"""Matching as a program: follows two feeds, holds an index, answers and explains."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path

import httpx
from fastapi import FastAPI

from common.following import Follower
from common.problems import Unavailable
from common.program import make_app
from common.settings import MemberSettings
from common.settings import prefixed
from common.tokens import signing_key
from services.matching.api import router
from services.matching.following import follow_jobs
from services.matching.following import follow_people
from services.matching.kernel.warming import warm
from services.matching.views import Views


class Settings(MemberSettings):
    """What matching is told from outside, under the prefix `MATCHING_`."""

    model_config = prefixed("MATCHING_")

    people_url: str
    jobs_url: str
    token_private_key_file: Path
    # A day that stands still, for demonstrations and tests; refused in production.
    fixed_day: date | None = None


class StillCatchingUp(Unavailable):
    """The index does not hold everything yet."""


def create_app(settings: Settings | None = None) -> FastAPI:
    """The composition root: settings, index, followers, routes."""
    told = settings or Settings()
    if told.fixed_day and told.environment == "production":
        raise SystemExit("MATCHING_FIXED_DAY is not allowed in production")
    app = make_app("matching", told, lifespan=_following)
    app.state.views = Views()
    app.include_router(router)
    return app


@asynccontextmanager
async def _following(app: FastAPI) -> AsyncIterator[None]:
    told: Settings = app.state.settings
    # Compiled before ready, never in a request.
    await asyncio.to_thread(warm)
    key = signing_key(told.token_private_key_file)
    async with (
        httpx.AsyncClient(base_url=told.people_url) as people,
        httpx.AsyncClient(base_url=told.jobs_url) as jobs,
    ):
        followers = (
            follow_people(app.state.views, people, key),
            follow_jobs(app.state.views, jobs, key),
        )
        app.state.followers = followers
        for follower in followers:
            app.state.ready[follower.name] = _caught_up(follower)
        tasks = [asyncio.create_task(follower.run()) for follower in followers]
        yield
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _caught_up(follower: Follower):  # type: ignore[no-untyped-def]
    async def check() -> None:
        if not follower.caught_up:
            raise StillCatchingUp(source=follower.name)

    return check
