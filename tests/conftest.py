"""Real parts for every test: a PostgreSQL of our own, a fresh database, signed callers.

A member's schema is migrated once into a template; each test gets a clone of it.
"""

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator
from collections.abc import Awaitable
from collections.abc import Callable
from collections.abc import Coroutine
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import UUID
from uuid import uuid4

import asyncpg
import httpx
import pytest
from fastapi import FastAPI

from common.logs import start_logging
from common.migrating import migrate
from common.tokens import Caller
from common.tokens import make_keys
from common.tokens import sign
from common.tokens import signing_key
from deploy.databases import Urls
from deploy.databases import create_databases
from deploy.postgres import EmbeddedPostgres

ROOT = Path(__file__).parent.parent
HOMES = ("services/{}/migrations", "{}/migrations", "tests/common/{}/migrations")
ClientFor = Callable[[FastAPI], Awaitable[httpx.AsyncClient]]


class Cluster:
    """One PostgreSQL for the whole run, with a migrated template for each member."""

    def __init__(self, server: EmbeddedPostgres) -> None:
        self.server = server
        self._templates: dict[str, Urls] = {}
        # One connection for all clones, on a loop of its own: tests' loops come and go.
        self._thread = ThreadPoolExecutor(1)
        self._loop = asyncio.new_event_loop()
        self._admin = self._run(asyncpg.connect(server.admin_url))

    def _run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self._thread.submit(self._loop.run_until_complete, work).result()

    def close(self) -> None:
        """Give the connection back."""
        self._run(self._admin.close())
        self._thread.submit(self._loop.close).result()
        self._thread.shutdown()

    def template(self, member: str) -> Urls:
        """The addresses of the member's migrated database, made when first asked."""
        if member not in self._templates:
            made = create_databases(self.server.admin_url, [member])[member]
            migrate(made.owner, migrations_of(member))
            self._templates[member] = made
        return self._templates[member]

    def clone(self, member: str) -> tuple[str, Urls]:
        """A fresh copy of the template under a name of its own."""
        template = self.template(member)
        name = f"t_{uuid4().hex[:16]}"
        # Copying files is twice as fast here as writing them through the log.
        self.execute(
            f"CREATE DATABASE {name} TEMPLATE {member} OWNER {member}_owner"
            " STRATEGY FILE_COPY"
        )
        urls = (url.rsplit("/", 1)[0] for url in _all(template))
        return name, Urls(*(f"{url}/{name}" for url in urls))

    def execute(self, statement: str) -> None:
        """One statement as the superuser, outside any transaction."""
        self._run(self._admin.execute(statement))


def _all(urls: Urls) -> tuple[str, str, str]:
    return urls.owner, urls.app, urls.feed


def migrations_of(member: str) -> Path:
    """Where a member keeps its revisions."""
    folders = (ROOT / home.format(member) for home in HOMES)
    return next(folder for folder in folders if folder.is_dir())


@pytest.fixture(scope="session", autouse=True)
def logging() -> None:
    """Log lines as in production, but exceptions are shown whole."""
    start_logging("tests", "debug")


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    """The run's PostgreSQL; fast and not durable, thrown away at the end."""
    # In memory where there is room: a clone takes 0.1 s there and a second on a disk.
    memory = Path("/dev/shm")
    roomy = memory.is_dir() and shutil.disk_usage(memory).free > 2**30
    where = memory if roomy else None
    with tempfile.TemporaryDirectory(prefix="doorstep-tests-", dir=where) as folder:
        Path(folder).chmod(0o755)
        server = EmbeddedPostgres(Path(folder) / "cluster", fast=True)
        server.start()
        cluster = Cluster(server)
        yield cluster
        cluster.close()
        server.stop()


@pytest.fixture
def database_urls(postgres: Cluster) -> Iterator[Callable[[str], Urls]]:
    """Addresses by role of this test's own database of a member."""
    clones: dict[str, tuple[str, Urls]] = {}

    def urls_of(member: str) -> Urls:
        if member not in clones:
            clones[member] = postgres.clone(member)
        return clones[member][1]

    yield urls_of
    for name, _ in clones.values():
        postgres.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def database_url(database_urls: Callable[[str], Urls]) -> Callable[[str], str]:
    """The app role's address of this test's own database of a member."""
    return lambda member: database_urls(member).app


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with signing keys; its `public.json` is what members trust."""
    folder = tmp_path_factory.mktemp("keys")
    make_keys(folder)
    return folder


@pytest.fixture
def settings_for(
    database_urls: Callable[[str], Urls], keys: Path
) -> Callable[..., dict[str, Any]]:
    """Arguments for a stored member's Settings on this test's own database."""

    def arguments(member: str, **more: Any) -> dict[str, Any]:
        urls = database_urls(member)
        return {
            "environment": "test",
            "token_public_key_file": keys / "public.json",
            "database_url": urls.app,
            "database_owner_url": urls.owner,
            "database_feed_url": urls.feed,
            "pool_size": 5,
            "allow_synthetic": True,
            **more,
        }

    return arguments


@pytest.fixture
def caller_token(keys: Path) -> Callable[..., str]:
    """A token as the gateway signs it: `caller_token("jobs", role="county")`."""

    def token(
        audience: str,
        role: str = "county",
        areas: tuple[str, ...] = ("",),
        employer: UUID | None = None,
        worker: UUID | None = None,
        subject: str = "tester",
    ) -> str:
        caller = Caller(subject, role, areas, employer, worker, "test")
        return sign(caller, signing_key(keys / "gateway.private.json"), audience)

    return token


@pytest.fixture
def bearer(caller_token: Callable[..., str]) -> Callable[..., dict[str, str]]:
    """The same as a header, with a fresh Idempotency-Key."""

    def headers(audience: str, **caller: Any) -> dict[str, str]:
        return {
            "Authorization": f"Bearer {caller_token(audience, **caller)}",
            "Idempotency-Key": uuid4().hex,
        }

    return headers


@asynccontextmanager
async def living(app: FastAPI) -> AsyncIterator[None]:
    """The app between start and stop, both in one task as its lifespan expects."""
    started, ending = asyncio.Event(), asyncio.Event()

    async def live() -> None:
        async with app.router.lifespan_context(app):
            started.set()
            await ending.wait()

    task = asyncio.create_task(live())
    waiting = asyncio.create_task(started.wait())
    await asyncio.wait({task, waiting}, return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    try:
        if task.done():
            await task
        yield
    finally:
        ending.set()
        await task


@pytest.fixture
async def client_for() -> AsyncIterator[ClientFor]:
    """A client that speaks to an app in this process; the app lives until the end."""
    async with AsyncExitStack() as stack:

        async def client(app: FastAPI) -> httpx.AsyncClient:
            await stack.enter_async_context(living(app))
            transport = httpx.ASGITransport(app=app)
            return await stack.enter_async_context(
                httpx.AsyncClient(transport=transport, base_url="http://member")
            )

        yield client
