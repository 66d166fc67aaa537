"""The composition of the service: settings, keys, routes, feed."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Self

from fastapi import FastAPI
from pydantic import model_validator

from common.feed import feed_router
from common.program import make_app
from common.settings import StoredSettings
from common.settings import prefixed
from services.people.announcing import FEED_TABLES
from services.people.areas import api as areas
from services.people.belonging import check_keys
from services.people.callsheets import api as callsheets
from services.people.cases import api as cases
from services.people.contacts import api as contacts
from services.people.disclosures import api as disclosures
from services.people.exports import api as exports
from services.people.households import api as households
from services.people.imports import api as imports
from services.people.imports.carrying import MEMBER
from services.people.imports.keeping import Keeper
from services.people.imports.storage import unfinished
from services.people.merges import api as merges
from services.people.needs import api as needs
from services.people.rosters import api as rosters
from services.people.sealing import read_keys
from services.people.tasks import api as tasks
from services.people.unannounced import measuring
from services.people.workers import api as workers
from services.people.workers.kept import Kept
from services.people.workers.kept import keeping
from services.people.workers.rendering import renderer


class Settings(StoredSettings):
    """What the service is told from outside, under the prefix PEOPLE_."""

    model_config = prefixed("PEOPLE_")

    keys_file: Path

    @model_validator(mode="after")
    def _only_real_people_in_production(self) -> Self:
        if self.environment == "production" and self.allow_synthetic:
            raise ValueError("production takes no invented identities")
        return self


def create_app(settings: Settings) -> FastAPI:
    keys = read_keys(settings.keys_file)
    kept = Kept(keys)

    @asynccontextmanager
    async def live(app: FastAPI) -> AsyncIterator[None]:
        async with app.state.database.transaction() as session:
            await check_keys(session, keys)
        feed = getattr(app.state, "feed_database", None)
        async with _carrying(app), measuring(app), keeping(kept, feed):
            yield

    app = make_app("people", settings, lifespan=live)
    app.state.keys = keys
    for router in (
        areas.router,
        households.router,
        merges.router,
        workers.reading,
        workers.router,
        contacts.router,
        callsheets.router,
        cases.router,
        needs.router,
        disclosures.router,
        disclosures.reading,
        imports.bringing,
        imports.router,
        exports.router,
        exports.keeping,
        tasks.router,
        rosters.router,
        feed_router(renderer(keys, kept), FEED_TABLES),
    ):
        app.include_router(router)
    return app


@asynccontextmanager
async def _carrying(app: FastAPI) -> AsyncIterator[None]:
    """Imports that were left unfinished are carried on while the app lives."""
    app.state.imports = _keeper(app.state.settings)
    async with app.state.database.transaction(MEMBER) as session:
        left = await unfinished(session)
    if left:
        await app.state.imports.wake()
    yield
    await app.state.imports.close()


def _keeper(settings: Settings) -> Keeper:
    """What starts the program that carries imports on, and what it is told."""
    return Keeper(
        {
            "database_url": settings.database_url.get_secret_value(),
            "keys_file": str(settings.keys_file.absolute()),
            "synthetic": settings.allow_synthetic,
            "log_level": settings.log_level,
        }
    )
