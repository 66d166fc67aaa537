"""The gateway as a program: settings, the door, and routes under `/v1`."""

import asyncio
from collections.abc import AsyncIterator
from collections.abc import Awaitable
from collections.abc import Callable
from contextlib import asynccontextmanager
from hashlib import sha256
from pathlib import Path

from fastapi import FastAPI
from fastapi import Request
from fastapi import Response
from pydantic import Field
from starlette.middleware import Middleware

from common.problems import Unavailable
from common.program import make_app
from common.settings import StoredSettings
from common.settings import prefixed
from common.tokens import signing_key
from gateway import documentation
from gateway import pages
from gateway.accounts import api as accounts
from gateway.admitting import Admission
from gateway.admitting import Places
from gateway.advice import api as advice
from gateway.areas import api as areas
from gateway.areas.naming import AreaNames
from gateway.assignments import api as assignments
from gateway.calling import AWAY
from gateway.calling import Member
from gateway.calling import RelayedProblem
from gateway.calling import Services
from gateway.calling import open_services
from gateway.callsheets import api as callsheets
from gateway.cases import api as cases
from gateway.contacts import api as contacts
from gateway.employers import api as employers
from gateway.exports import api as exports
from gateway.households import api as households
from gateway.imports import api as imports
from gateway.imports import files as workbooks
from gateway.limits import BodyLimit
from gateway.merges import api as merges
from gateway.needs import api as needs
from gateway.placements import api as placements
from gateway.posts import api as posts
from gateway.printing.paper import Press
from gateway.readings import api as readings
from gateway.readings.sealing import Sealer
from gateway.referrals import api as referrals
from gateway.rosters import api as rosters
from gateway.rules import api as rules
from gateway.sessions import api as sessions
from gateway.sessions.domain import Passwords
from gateway.shortlists import api as shortlists
from gateway.tasks import api as tasks
from gateway.threshold import Threshold
from gateway.visits import api as visits
from gateway.workers import api as workers

NOUNS = (
    sessions,
    accounts,
    readings,
    areas,
    workers,
    contacts,
    callsheets,
    cases,
    households,
    merges,
    needs,
    posts,
    referrals,
    placements,
    tasks,
    shortlists,
    advice,
    assignments,
    rules,
    employers,
    imports,
    workbooks,
    exports,
    rosters,
    visits,
)
# A workbook is streamed on, so its length costs no memory here; people judges it.
MOST_FOR = {"/v1/imports/files": 50_000_000}
MEMBERS: tuple[Member, ...] = ("people", "jobs", "matching")


class Settings(StoredSettings):
    """What the gateway is told from outside, under the prefix `GATEWAY_`."""

    model_config = prefixed("GATEWAY_")

    people_url: str
    jobs_url: str
    matching_url: str
    token_private_key_file: Path
    # No public request waits longer, whatever its X-Deadline-Ms says.
    request_s: float = Field(default=10, gt=0, le=10)
    # So many public requests are worked on at once; more only makes all of them slower.
    at_once: int = Field(default=16, ge=4, le=500)
    max_body_bytes: int = Field(default=4_000_000, ge=1_000, le=50_000_000)
    # Where the signed links of the read log are added, best on another machine.
    checkpoint_file: Path | None = None
    # Where the desk's built files lie; without them only the interface is served.
    desk_folder: Path | None = None
    # Whom to call where neither the employer nor a station has left a number: the
    # national line of the labour offices.
    hotline: str = Field(default="12333", min_length=3, max_length=20)


def create_app(settings: Settings) -> FastAPI:
    """The composition root: settings, keys, services behind, routes."""
    # Nothing is announced here, so there is no feed to open, whatever was set.
    settings = settings.model_copy(update={"database_feed_url": None})
    app = make_app("gateway", settings, lifespan=_open)
    app.state.signing_key = signing_key(settings.token_private_key_file)
    app.state.handle_key = _handle_key(settings.token_private_key_file)
    app.state.passwords = Passwords()
    app.state.area_names = AreaNames()
    app.state.press = Press()
    app.add_exception_handler(RelayedProblem, _relay_problem)
    # Inside the door, so that a refusal is numbered and counted like every answer.
    places = Places(settings.at_once, app.state.metrics)
    limit = Middleware(BodyLimit, most_bytes=settings.max_body_bytes, most_for=MOST_FOR)
    app.user_middleware += [Middleware(Admission, places=places), limit]
    # Before everything else, for whom no place in a queue is left.
    app.add_middleware(Threshold, main=app, places=places)
    for noun in NOUNS:
        app.include_router(noun.router)
    documentation.install(app)
    pages.install(app, settings.desk_folder)
    return app


def _handle_key(file: Path) -> bytes:
    """The key of employers' handles, drawn from the one secret that we have."""
    return sha256(b"handles of workers under posts" + file.read_bytes()).digest()


@asynccontextmanager
async def _open(app: FastAPI) -> AsyncIterator[None]:
    told: Settings = app.state.settings
    urls: dict[Member, str] = {
        "people": told.people_url.rstrip("/"),
        "jobs": told.jobs_url.rstrip("/"),
        "matching": told.matching_url.rstrip("/"),
    }
    key, metrics = app.state.signing_key, app.state.metrics
    app.state.sealer = Sealer(app.state.database, key, told.checkpoint_file)
    async with open_services(urls, key, metrics) as services:
        app.state.services = services
        for member in MEMBERS:
            app.state.ready[member] = _readiness(services, member)
        sealing = asyncio.create_task(app.state.sealer.run())
        yield
        sealing.cancel()
        await asyncio.wait({sealing})


def _readiness(services: Services, member: Member) -> Callable[[], Awaitable[None]]:
    async def check() -> None:
        if not await services.ready(member):
            away: type[Unavailable] = AWAY[member]
            raise away

    return check


async def _relay_problem(_: Request, problem: Exception) -> Response:
    """A problem that a service named is already in the caller's language."""
    if not isinstance(problem, RelayedProblem):
        raise problem
    answer = problem.answer
    return Response(
        answer.body,
        answer.status,
        {**answer.headers, "Cache-Control": "no-store"},
        "application/problem+json",
    )
