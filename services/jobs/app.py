"""The composition of the service: settings, routes, feed, sweep."""

from collections.abc import Mapping
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
from services.jobs.expiring import sweeping
from services.jobs.posts import api as posts
from services.jobs.posts.storage import told_posts
from services.jobs.sites import api as sites
from services.jobs.ways import api as ways


class Settings(StoredSettings):
    """What the service is told from outside, under the prefix JOBS_."""

    model_config = prefixed("JOBS_")


def create_app(settings: Settings) -> FastAPI:
    app = make_app("jobs", settings, lifespan=sweeping)
    for router in (
        employers.router,
        employers.names,
        sites.router,
        ways.router,
        posts.router,
        posts.rows,
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
