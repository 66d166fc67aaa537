"""A member's database: one request is one transaction, and nobody calls commit.

Rows are kept apart by row-level security. Each transaction carries the caller's scope
as settings `doorstep.*`; without them the app role sees nothing that is scoped.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Annotated
from typing import Any

import asyncpg
from fastapi import Depends
from fastapi import Request
from prometheus_client import CollectorRegistry
from prometheus_client import Gauge
from sqlalchemy import BigInteger
from sqlalchemy import CursorResult
from sqlalchemy import FetchedValue
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import create_async_engine
from sqlmodel import Field
from sqlmodel.ext.asyncio.session import AsyncSession

from common.problems import Unavailable
from common.tokens import Caller
from common.tokens import CallerHeader

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
SESSION_SETTINGS = {
    "timezone": "UTC",
    "synchronous_commit": "on",
    "lock_timeout": "2s",
    "statement_timeout": "5s",
    "idle_in_transaction_session_timeout": "10s",
}
UNSAFE = ("bypasses policies", "is a standby", "is older than 15", "sorts anew")
# What the promise of a durable, gapless feed rests on, as PostgreSQL shows it.
DURABLE_SETTINGS = {
    **dict.fromkeys(("fsync", "full_page_writes", "data_checksums"), "on"),
    "max_prepared_transactions": "0",
    "server_encoding": "UTF8",
    **dict.fromkeys(UNSAFE, "false"),
    **{k: v for k, v in SESSION_SETTINGS.items() if k != "timezone"},
}
POOL_TIMEOUT_S = 2
# Lock not available, dead-lock, serialization, cancelled by a timeout.
_BUSY = {"55P03", "40P01", "40001", "57014"}
# A crash of the server may raise the second, which is no kind of the first.
_DRIVER_ERRORS = (asyncpg.PostgresError, asyncpg.InternalClientError)
_SCOPE = "SELECT " + ", ".join(
    f"set_config('doorstep.{name}', :{name}, true)"
    for name in ("role", "areas", "employer", "worker")
)


class DatabaseAway(Unavailable):
    """PostgreSQL cannot be reached, or every connection is taken."""


class DatabaseBusy(Unavailable):
    """Somebody else holds the rows, or the statement took too long."""


class DiskIsFull(Unavailable):
    """PostgreSQL has no room left for a write; what is stored can still be read."""


class UnsafeServerError(RuntimeError):
    """PostgreSQL is set up so that it could lose what we call saved."""


def version_field() -> Any:
    """The column `version` of a feed's root table; only its trigger writes it."""
    return Field(
        default=None,
        nullable=False,
        sa_type=BigInteger,
        sa_column_kwargs={
            "server_default": FetchedValue(),
            "server_onupdate": FetchedValue(),
        },
    )


def async_url(url: str) -> str:
    """A PostgreSQL address as SQLAlchemy names it with our driver."""
    return url.replace("postgresql://", "postgresql+asyncpg://", 1)


class Database:
    """An engine and its transactions, for one role of one database."""

    def __init__(self, url: str, *, pool_size: int = 5) -> None:
        self.engine = create_async_engine(
            async_url(url),
            pool_size=pool_size,
            max_overflow=0,
            pool_timeout=POOL_TIMEOUT_S,
            # Messages of failed statements would else quote personal values.
            hide_parameters=True,
            connect_args={"timeout": 5, "server_settings": SESSION_SETTINGS},
        )
        self._holders: set[asyncio.Task[Any] | None] = set()
        self.waiting = 0

    def show(self, metrics: CollectorRegistry) -> None:
        """Tell how many connections are taken, and how many wait for one."""
        taken = Gauge("doorstep_pool_in_use", "Taken", registry=metrics)
        taken.set_function(lambda: getattr(self.engine.pool, "checkedout", int)())
        waiting = Gauge("doorstep_pool_waiting", "Waiting", registry=metrics)
        waiting.set_function(lambda: self.waiting)

    @asynccontextmanager
    async def transaction(
        self, caller: Caller | None = None, *, isolation: str = "READ COMMITTED"
    ) -> AsyncIterator[AsyncSession]:
        """A session in a transaction under the caller's scope; commits at the end.

        A second one inside the first would dead-lock the pool, so it is refused.
        """
        task = asyncio.current_task()
        if task in self._holders:
            raise RuntimeError("this task already holds a transaction of this database")
        self._holders.add(task)
        try:
            async with AsyncSession(self.engine, expire_on_commit=False) as session:
                await self._begin(session, isolation)
                try:
                    if caller:
                        await run_sql(session, _SCOPE, **scope_of(caller))
                    yield session
                    await session.commit()
                except (DBAPIError, asyncpg.InternalClientError) as error:
                    raise _failure(error) from error
        finally:
            self._holders.discard(task)

    async def _begin(self, session: AsyncSession, isolation: str) -> None:
        options = {"isolation_level": isolation}
        self.waiting += 1
        try:
            await session.connection(execution_options=options)
        except (SQLAlchemyError, *_DRIVER_ERRORS, OSError) as error:
            raise DatabaseAway from error
        finally:
            self.waiting -= 1

    async def check(self) -> None:
        """UnsafeServerError unless durability, limits and rights are right."""
        query = Path(__file__).with_name("safe.sql").read_text("utf-8")
        async with self.transaction() as session:
            shown = {tuple(row) for row in await run_sql(session, query)}
        if wrong := set(DURABLE_SETTINGS.items()) - shown:
            raise UnsafeServerError(f"PostgreSQL is not set to {sorted(wrong)}")

    async def ping(self) -> None:
        """DatabaseAway unless one short question is answered."""
        async with self.transaction() as session:
            await run_sql(session, "SELECT 1")

    async def close(self) -> None:
        """Give all connections back."""
        await self.engine.dispose()


def open_database(url: str, *, pool_size: int = 5) -> Database:
    """The database of a URL; connections are made when they are first needed."""
    return Database(url, pool_size=pool_size)


async def run_sql(
    session: AsyncSession, statement: str, **values: object
) -> CursorResult[*tuple[Any, ...]]:
    """One statement of plain SQL in the session's transaction, with `:named` values.

    Rows added to the session before are not yet written: flush first.
    """
    connection = await session.connection()
    return await connection.execute(text(statement), values)


def scope_of(caller: Caller) -> dict[str, str]:
    """The settings that the policies read; areas as patterns, none is nowhere."""
    return {
        "role": caller.role,
        "areas": ",".join(f"{area}%" for area in caller.areas),
        "employer": str(caller.employer or ""),
        "worker": str(caller.worker or ""),
    }


def _failure(error: Exception) -> Exception:
    """The problem behind a driver's error; a broken statement stays our own mistake."""
    state = getattr(getattr(error, "orig", None), "sqlstate", None)
    if state in _BUSY:
        return DatabaseBusy()
    if state == "53100":
        return DiskIsFull(retry_after_s=30)
    gone = isinstance(error, DBAPIError) and error.connection_invalidated
    lost = state is not None and state.startswith(("08", "53", "57P"))
    if gone or lost or isinstance(error, asyncpg.InternalClientError):
        return DatabaseAway()
    return error


async def _transaction(
    request: Request, caller: CallerHeader
) -> AsyncIterator[AsyncSession]:
    database: Database = request.app.state.database
    async with database.transaction(caller) as session:
        claim = getattr(request.state, "claim", None)
        if claim is not None:
            await claim.take(session, caller.subject)
        yield session


async def _open_transaction(request: Request) -> AsyncIterator[AsyncSession]:
    database: Database = request.app.state.database
    async with database.transaction() as session:
        yield session


# scope="function" commits before the response leaves. With FastAPI's default the
# caller would read "created" first and the commit could still fail afterwards.
Transaction = Annotated[AsyncSession, Depends(_transaction, scope="function")]
# For routes before anybody is known, such as signing in: scoped tables look empty.
OpenTransaction = Annotated[AsyncSession, Depends(_open_transaction, scope="function")]
