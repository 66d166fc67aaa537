"""How every member runs: one app with problems, request ids, deadlines and health.

`make_app` composes it, `serve` runs it, and `run` is the whole `__main__` of a member.
"""

import asyncio
import os
import re
import signal
import sys
import time
from collections.abc import AsyncIterator
from collections.abc import Awaitable
from collections.abc import Callable
from collections.abc import Coroutine
from contextlib import AbstractAsyncContextManager
from contextlib import AsyncExitStack
from contextlib import asynccontextmanager
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from typing import Any
from uuid import uuid4

import structlog
import uvicorn
from fastapi import FastAPI
from fastapi import Response
from prometheus_client import CollectorRegistry
from prometheus_client import Histogram
from prometheus_client import generate_latest
from sqlalchemy import MetaData
from starlette import types
from starlette.datastructures import Headers
from starlette.datastructures import MutableHeaders
from starlette.datastructures import State

from common import problems
from common.database import UnsafeServerError
from common.database import open_database
from common.database import run_sql
from common.logs import deadline
from common.logs import request_id
from common.logs import start_logging
from common.migrating import migrate
from common.migrating import revise
from common.problems import Problem
from common.problems import Unavailable
from common.settings import MemberSettings
from common.settings import StoredSettings
from common.tokens import public_keys

Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]
PassOn = Callable[[asyncio.Timeout], Coroutine[Any, Any, None]]
log = structlog.get_logger()
LONGEST_DEADLINE_S = 10
# EX_CONFIG of sysexits: starting again will not help.
UNSAFE_STATUS = 78
# Asked every few seconds by machines; they say nothing about people's requests.
QUIET = ("/healthz", "/readyz", "/metrics")


class DeadlinePassed(Unavailable):
    """The caller's time ran out before the answer was ready."""


class CallerGone(Problem):  # nobody reads this but the counts
    status = 499


class NotReady(Unavailable):
    """The member runs, but something it needs does not."""


class Door:
    """The outermost layer: id, deadline, metrics, access line, and the last resort."""

    def __init__(self, app: types.ASGIApp, *, state: State, request_s: float) -> None:
        self.app = app
        self.request_s = request_s
        # Of this app alone: several may live in one process.
        told = "doorstep_request_seconds", "Time to the end of the answer"
        labels = ("method", "route", "status")
        self.seconds = Histogram(*told, labels, registry=state.metrics)

    async def __call__(
        self, scope: types.Scope, receive: types.Receive, send: types.Send
    ) -> None:
        """Let one request through and note how it ended."""
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        headers, started = Headers(scope=scope), time.monotonic()
        name = known_id(headers.get("x-request-id"))
        limit_s = _limit_s(headers.get("x-deadline-ms"), self.request_s)
        status, gone = 0, False
        given: asyncio.Queue[types.Message] = asyncio.Queue(1)

        async def pass_on(timer: asyncio.Timeout) -> None:
            """The request, piece by piece; when its caller goes, its work ends."""
            nonlocal gone
            while (message := await receive())["type"] != "http.disconnect":
                await given.put(message)
            if gone := not (status or timer.expired()):
                timer.reschedule(0)
            await given.put(message)

        async def answer(message: types.Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["x-request-id"] = name
            await send(message)

        # Each request runs in a context of its own, so these need no undoing.
        request_id.set(name)
        deadline.set(started + limit_s)
        failed = await self._within(limit_s, pass_on, scope, given.get, answer)
        if failed and not status:
            failed = CallerGone() if gone else failed
            response = problems.answer(failed, headers.get("accept-language"))
            await response(scope, receive, answer)
        self._note(scope, status, time.monotonic() - started)

    async def _within(
        self, limit_s: float, pass_on: PassOn, *asgi: Any
    ) -> Problem | None:
        """Run the app; what escaped it becomes a problem without any secret."""
        try:
            async with asyncio.timeout(limit_s) as timer:
                passing = asyncio.create_task(pass_on(timer))
                try:
                    await self.app(*asgi)
                finally:
                    passing.cancel()
        except Exception as error:
            # The edge of the process: whatever it was, the next request must live.
            if timer.expired():
                return DeadlinePassed()
            log.error("failed", exc_info=error)
            return problems.Fault()
        return None

    def _note(self, scope: types.Scope, status: int, seconds: float) -> None:
        # The template, never the path: paths hold ids and would blow up the metrics.
        path = getattr(scope.get("route"), "path", "unknown")
        if path in QUIET:
            return
        method, ms = scope["method"], int(seconds * 1000)
        self.seconds.labels(method, path, str(status)).observe(seconds)
        log.info("answered", method=method, route=path, status=status, ms=ms)


def known_id(given: str | None) -> str:
    """The caller's request id if it is harmless, else one of our own."""
    if given and re.fullmatch(r"[0-9A-Za-z_-]{8,64}", given):
        return given
    return uuid4().hex


def _limit_s(given: str | None, longest_s: float) -> float:
    """Seconds left for a request: what the caller allows, at most ten; else ours."""
    if given and given.isascii() and given.isdecimal():
        return min(int(given[:6]) / 1000, LONGEST_DEADLINE_S)
    return longest_s


def make_app(
    member: str, settings: MemberSettings, *, lifespan: Lifespan | None = None
) -> FastAPI:
    """An app with all that a member needs; its own routes are then included.

    With `StoredSettings` it opens `state.database` (role app) and, if the URL is set,
    `state.feed_database` (role feed); then `lifespan` is entered. `state.ready` maps a
    name to a check that raises while the member is not ready.
    """

    @asynccontextmanager
    async def live(app: FastAPI) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            if isinstance(settings, StoredSettings):
                await _open_databases(app, settings, stack)
            if lifespan:
                await stack.enter_async_context(lifespan(app))
            yield

    # A route's operation id is its function's name, which clients call.
    named = attrgetter("name")
    title = f"Doorstep {member}"
    app = FastAPI(title=title, lifespan=live, generate_unique_id_function=named)
    app.state.member = member
    app.state.settings = settings
    app.state.public_keys = public_keys(settings.token_public_key_file)
    app.state.metrics = CollectorRegistry()
    ready: dict[str, Callable[[], Awaitable[None]]] = {}
    app.state.ready = ready
    problems.install(app)
    _add_health(app)
    app.add_middleware(Door, state=app.state, request_s=settings.request_s)
    return app


async def _open_databases(
    app: FastAPI, settings: StoredSettings, stack: AsyncExitStack
) -> None:
    app.state.database = open_database(
        settings.database_url.get_secret_value(), pool_size=settings.pool_size
    )
    stack.push_async_callback(app.state.database.close)
    app.state.database.show(app.state.metrics)
    if settings.environment != "test":
        try:
            await app.state.database.check()
        except UnsafeServerError:
            app.state.exit_status = UNSAFE_STATUS
            raise
    app.state.ready["database"] = app.state.database.ping
    if settings.database_feed_url:
        feed_url = settings.database_feed_url.get_secret_value()
        app.state.feed_database = open_database(feed_url, pool_size=3)
        stack.push_async_callback(app.state.feed_database.close)
        async with app.state.feed_database.transaction() as session:
            await run_sql(session, "SELECT feed_keep_epoch()")


def _add_health(app: FastAPI) -> None:
    @app.get("/healthz", include_in_schema=False)
    async def healthz() -> dict[str, str]:
        """The process lives; says nothing about what it needs."""
        return {"status": "alive"}

    @app.get("/readyz", include_in_schema=False)
    async def readyz() -> dict[str, str]:
        """Everything the member needs answers, or 503 naming what does not."""
        for name, check in app.state.ready.items():
            try:
                async with asyncio.timeout(2):
                    await check()
            except Exception as error:
                # Whatever a check raises means the same: do not send requests here.
                raise NotReady(missing=name) from error
        return {"status": "ready", "pid": str(os.getpid())}

    @app.get("/metrics", include_in_schema=False)
    async def metrics() -> Response:
        """Counts and times as Prometheus reads them."""
        shown = generate_latest(app.state.metrics)
        return Response(shown, media_type="text/plain; version=0.0.4")


def serve(app: FastAPI, settings: MemberSettings) -> None:
    """Answer until SIGTERM; then finish what runs, for at most ten seconds."""
    start_logging(app.state.member, settings.log_level)
    # uvicorn raises the signal again when all is finished: that is a success.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        uvicorn.run(
            app,
            host=settings.host,
            port=settings.port,
            fd=settings.listen_fd,
            loop="uvloop",
            http="httptools",
            access_log=False,
            log_config=None,
            server_header=False,
            timeout_graceful_shutdown=10,
            limit_concurrency=1000,
        )
    except SystemExit as ended:
        sys.exit(getattr(app.state, "exit_status", ended.code))


@dataclass(frozen=True, slots=True)
class Member:
    """What `python -m` needs of a member that keeps a database."""

    create_app: Callable[[], FastAPI]
    settings: Callable[[], StoredSettings]
    migrations: Path
    metadata: MetaData


def run(member: Member, arguments: list[str] | None = None) -> None:
    """`serve`, `migrate` or `revise "text"`; ends with status 64 on anything else."""
    match sys.argv[1:] if arguments is None else arguments:
        case ["serve"]:
            app = member.create_app()
            serve(app, app.state.settings)
        case ["migrate"]:
            migrate(_owner_url(member), member.migrations)
        case ["revise", message]:
            revise(_owner_url(member), member.migrations, member.metadata, message)
        case _:
            sys.exit(64)


def _owner_url(member: Member) -> str:
    if url := member.settings().database_owner_url:
        return url.get_secret_value()
    raise SystemExit("DATABASE_OWNER_URL is not set: migrations run as the owner")
