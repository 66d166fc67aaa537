"""Jobs follows people as far as referrals go: who withdrew, moved, or changed hours.

What is followed is in the database, and so is the cursor, in one transaction: a start
goes on where the last one ended. Where that is no longer possible, everybody with an
open referral is asked for anew, and nobody else.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from contextlib import asynccontextmanager
from contextlib import suppress
from dataclasses import dataclass
from dataclasses import field
from datetime import UTC
from datetime import datetime
from uuid import UUID

import httpx
import structlog
from fastapi import FastAPI
from sqlalchemy import BigInteger
from sqlalchemy import Index
from sqlmodel import Field as Column

from common.contracts.feed import Change
from common.contracts.feed import FeedHead
from common.contracts.people import Worker
from common.database import Database
from common.database import run_sql
from common.following import Follower
from common.tokens import signing_key
from services.jobs.expiring import EVERYWHERE
from services.jobs.expiring import sweeping
from services.jobs.knowing import Register
from services.jobs.referrals.minding import mind
from services.jobs.referrals.minding import referred_workers
from services.jobs.tables import Table
from services.jobs.unannounced import measuring

log = structlog.get_logger()
_CURSOR = "SELECT epoch, position FROM followed WHERE source = 'people'"
_KEEP = (
    "INSERT INTO followed VALUES (gen_random_uuid(), 'people', :epoch, :position)"
    " ON CONFLICT (source) DO UPDATE SET epoch = :epoch, position = :position"
)
News = dict[UUID, Worker | None]


class FollowedRow(Table, table=True):
    """How far a member's feed was read, and of which epoch."""

    __tablename__ = "followed"
    __table_args__ = (Index("ix_followed_source", "source", unique=True),)

    source: str
    epoch: UUID
    position: int = Column(sa_type=BigInteger)


@dataclass
class PeopleFollower(Follower):
    """A follower whose cursor lies in the database beside what it did."""

    database: Database | None = None
    register: Register | None = None
    news: News = field(default_factory=dict)

    async def resume(self) -> None:
        """Go on where the last start ended, if there was one."""
        async with self._store().transaction(EVERYWHERE) as session:
            row = (await run_sql(session, _CURSOR)).one_or_none()
        if row is not None:
            self.epoch, self.position = row.epoch, row.position

    async def bootstrap(self) -> None:
        """Ask for everybody with an open referral, then tail from before that."""
        self.caught_up, self.epoch = False, None
        self.bootstraps += 1
        self.reset()
        found = FeedHead.model_validate(await self.ask("/head", {}))
        async with self._store().transaction(EVERYWHERE) as session:
            workers = await referred_workers(session)
        for worker in workers:
            self.news[worker] = await self._ask(worker)
        self.epoch, self.position, self.head = found.epoch, found.head, found.head
        await self._keep()

    async def tail(self, wait_ms: int) -> None:
        """Apply the next page, then keep what it means and how far it was read."""
        before = self.position
        await super().tail(wait_ms)
        if self.news or self.position != before:
            await self._keep()

    async def _keep(self) -> None:
        async with self._store().transaction(EVERYWHERE) as session:
            moved = await mind(session, self.news, datetime.now(UTC))
            values = {"epoch": self.epoch, "position": self.position}
            await run_sql(session, _KEEP, **values)
        self.news.clear()
        if moved:
            log.info("followed", source=self.name, referrals=moved)

    async def _ask(self, worker: UUID) -> Worker | None:
        if self.register is None:
            raise RuntimeError("a follower of people needs the register")
        return await self.register.worker(worker)

    def _store(self) -> Database:
        if self.database is None:
            raise RuntimeError("a follower of people needs a database")
        return self.database


def follow_people(database: Database, register: Register) -> PeopleFollower:
    """The follower of workers; what it heard waits in `news` until it is kept."""
    news: News = {}

    def apply(change: Change) -> None:
        if change.kind == "worker":
            body = change.body
            news[change.id] = Worker.model_validate(body) if body else None

    return PeopleFollower(
        name="people",
        client=register.client,
        token=register.token,
        kinds=("worker",),
        apply=apply,
        reset=news.clear,
        database=database,
        register=register,
        news=news,
    )


@asynccontextmanager
async def living(app: FastAPI) -> AsyncIterator[None]:
    """Sweep, measure, and follow people where it was told how, while the app lives."""
    told = app.state.settings
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(sweeping(app))
        await stack.enter_async_context(measuring(app))
        if told.people_url and told.token_private_key_file:
            client = httpx.AsyncClient(base_url=told.people_url)
            await stack.enter_async_context(client)
            key = signing_key(told.token_private_key_file)
            app.state.register = Register(client, key)
            follower = follow_people(app.state.database, app.state.register)
            app.state.follower = follower
            task = asyncio.create_task(_follow(follower))
            stack.push_async_callback(_end, task)
        yield


async def _follow(follower: PeopleFollower) -> None:
    while True:
        try:
            await follower.resume()
            await follower.run()
        except Exception:
            # The edge of a loop that must survive: the database comes back.
            log.exception("not following")
            await asyncio.sleep(1)


async def _end(task: "asyncio.Task[None]") -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
