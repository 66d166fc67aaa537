"""Matching as a program: follows two feeds, holds an index, answers and explains."""

import asyncio
import sys
import time
from collections.abc import AsyncIterator
from collections.abc import Awaitable
from collections.abc import Callable
from collections.abc import Sequence
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path

import httpx
from fastapi import FastAPI

from common.following import Follower
from common.law import RuleSet
from common.law import RuleSetRefused
from common.law import rules_with
from common.program import UNSAFE_STATUS
from common.program import make_app
from common.settings import MemberSettings
from common.settings import prefixed
from common.tokens import signing_key
from services.matching import assigning_api
from services.matching.advice_api import router as advice_router
from services.matching.api import router
from services.matching.comparing_api import router as comparing_router
from services.matching.following import check_caught_up
from services.matching.following import comparers_of
from services.matching.following import follow_jobs
from services.matching.following import follow_people
from services.matching.kernel.warming import warm
from services.matching.knowledge import product_knowledge
from services.matching.measuring import show_matching
from services.matching.rulesets import told_faults
from services.matching.rulesets_api import router as rules_router
from services.matching.snapshotting import Snapshots
from services.matching.snapshotting import restore
from services.matching.turns import Turns
from services.matching.views import Views

# With a source away it says so rather than not answering at all.
TAKE_OVER_S = 60.0


class Settings(MemberSettings):
    """What matching is told from outside, under the prefix `MATCHING_`."""

    model_config = prefixed("MATCHING_")

    people_url: str
    jobs_url: str
    token_private_key_file: Path
    # A county's own rules, above the built-in ones.
    rules_folder: Path | None = None
    # Where what is held is kept for the next start; without it, nowhere.
    snapshot_folder: Path | None = None
    # A day that stands still, for demonstrations and tests; refused in production.
    fixed_day: date | None = None


def create_app(settings: Settings | None = None) -> FastAPI:
    """The composition root: settings, index, followers, routes."""
    told = settings or Settings()
    if told.fixed_day and told.environment == "production":
        raise SystemExit("MATCHING_FIXED_DAY is not allowed in production")
    app = make_app("matching", told, lifespan=_following)
    app.state.turns = Turns(app.state.metrics)
    app.state.views = Views(product_knowledge(_rules(told.rules_folder)))
    app.include_router(router)
    app.include_router(advice_router)
    app.include_router(assigning_api.router)
    app.include_router(rules_router)
    app.include_router(comparing_router)
    return app


def _rules(folder: Path | None) -> RuleSet:
    """The rules in force; a folder with a fault ends the program, line by line."""
    try:
        return rules_with(folder)
    except RuleSetRefused as refused:
        sys.stderr.writelines(line + "\n" for line in told_faults(refused))
        raise SystemExit(UNSAFE_STATUS) from refused


@asynccontextmanager
async def _following(app: FastAPI) -> AsyncIterator[None]:
    told: Settings = app.state.settings
    views: Views = app.state.views
    key = signing_key(told.token_private_key_file)
    async with (
        httpx.AsyncClient(base_url=told.people_url) as people,
        httpx.AsyncClient(base_url=told.jobs_url) as jobs,
    ):
        followers = (follow_people(views, people, key), follow_jobs(views, jobs, key))
        app.state.followers = followers
        show_matching(views.full, followers, app.state.metrics)
        for follower in followers:
            app.state.ready[follower.name] = _caught_up(follower)
        snapshots = _snapshots(told)
        # Compiled before ready, never in a request.
        warming = asyncio.create_task(asyncio.to_thread(warm))
        if snapshots:
            captured = await asyncio.to_thread(snapshots.read, views.full)
            if captured:
                restore(captured, views, followers)
        await warming
        tasks = [asyncio.create_task(follower.run()) for follower in followers]
        comparers = comparers_of(views, followers, app.state.metrics)
        tasks += [asyncio.create_task(comparer.run()) for comparer in comparers]
        if snapshots:
            tasks.append(asyncio.create_task(snapshots.keep(views, followers)))
        if told.listen_fd is not None:
            # Our predecessor still answers; whoever takes over must know as much.
            await _wait_until_caught_up(followers)
        yield
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if snapshots and (last := snapshots.news(views.full, followers)):
            await asyncio.to_thread(snapshots.write, last)


async def _wait_until_caught_up(followers: Sequence[Follower]) -> None:
    ends = time.monotonic() + TAKE_OVER_S
    while not all(follower.caught_up for follower in followers):
        if time.monotonic() > ends:
            return
        await asyncio.sleep(0.05)


def _snapshots(told: Settings) -> Snapshots | None:
    if told.snapshot_folder is None:
        return None
    secret = told.token_private_key_file.read_bytes()
    return Snapshots(told.snapshot_folder, secret)


def _caught_up(follower: Follower) -> Callable[[], Awaitable[None]]:
    async def check() -> None:
        check_caught_up([follower])

    return check
