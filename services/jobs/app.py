"""The composition of the service: settings, routes, feed, sweep."""

from collections.abc import Mapping
from pathlib import Path
from uuid import UUID

from fastapi import FastAPI
from pydantic import BaseModel
from sqlmodel.ext.asyncio.session import AsyncSession

from common.feed import feed_router
from common.program import make_app
from common.settings import StoredSettings
from common.settings import prefixed
from services.jobs.announcing import TABLES
from services.jobs.employers import api as employers
from services.jobs.employers.storage import public_employers
from services.jobs.following import living
from services.jobs.placements import api as placements
from services.jobs.posts import api as posts
from services.jobs.posts.storage import told_posts
from services.jobs.referrals import api as referrals
from services.jobs.sites import api as sites
from services.jobs.tasks import api as tasks
from services.jobs.ways import api as ways


class Settings(StoredSettings):
    """What the service is told from outside, under the prefix JOBS_."""

    model_config = prefixed("JOBS_")

    # Where people answers, and the key to ask it with: without them nobody can be put
    # forward, and everything else goes on.
    people_url: str | None = None
    token_private_key_file: Path | None = None


def create_app(settings: Settings) -> FastAPI:
    app = make_app("jobs", settings, lifespan=living)
    for router in (
        employers.router,
        employers.names,
        sites.router,
        ways.router,
        posts.router,
        posts.rows,
        referrals.router,
        placements.router,
        tasks.router,
        feed_router(render, TABLES),
    ):
        app.include_router(router)
    return app


async def render(
    session: AsyncSession, kind: str, ids: list[UUID]
) -> Mapping[UUID, BaseModel]:
    """The current contracts of a kind, for the feed."""
    if kind == "post":
        return await told_posts(session, ids)
    return await public_employers(session, ids)
