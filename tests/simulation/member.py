"""The member that is followed, and the network in front of it."""

import asyncio
import random
from collections.abc import Awaitable
from collections.abc import Callable
from collections.abc import Mapping
from contextlib import suppress
from typing import Any
from uuid import UUID

import httpx
from pydantic import BaseModel

from common.feed import Cursor
from common.feed import Span
from common.feed import feed_head
from common.feed import number_all
from common.idempotency import Replay
from common.problems import Problem
from tests.simulation.fake_postgres import FakePostgres
from tests.simulation.fake_statements import TABLES
from tests.simulation.fake_statements import FakeDatabase
from tests.simulation.parts import Parts
from tests.simulation.parts import Written

REQUEST = httpx.Request("GET", "http://member")
HIDDEN = "hidden"
Work = Callable[[], Awaitable[httpx.Response]]


class Post(BaseModel):
    """The contract of a row."""

    content: str


async def render(session: Any, kind: str, ids: list[UUID]) -> Mapping[UUID, BaseModel]:
    """The rows that others may know."""
    rows = session.seen().rows
    found = {uid: rows[uid].content for uid in ids if uid in rows}
    return {
        uid: Post(content=content)
        for uid, content in found.items()
        if not content.startswith(HIDDEN)
    }


class Member:
    """One process over the database; it may be killed and comes back."""

    def __init__(self, server: FakePostgres, parts: Parts) -> None:
        self.server = server
        self.database = FakeDatabase(server, parts.session)
        self.desk = parts.desk()
        self.producer = parts.producer(render, TABLES)
        self.up = True
        self._running: dict[asyncio.Task[httpx.Response], None] = {}

    async def run(self, work: Work) -> httpx.Response:
        """The answer, unless the process dies over it."""
        if not self.up:
            raise httpx.ConnectError("nobody listens")
        task = asyncio.ensure_future(work())
        self._running[task] = None
        try:
            # A caller who goes away does not stop the member.
            await asyncio.wait({task})
        finally:
            if task.done():
                del self._running[task]
        if task.cancelled():
            raise httpx.ReadError("the member died")
        return task.result()

    def kill(self) -> None:
        """kill -9: every request ends at once, and its transaction with it."""
        self.up = False
        for task in list(self._running):
            task.cancel()

    async def read(self, path: str, query: dict[str, Any]) -> httpx.Response:
        """The feed's routes."""
        try:
            told = await self._read(path.removeprefix("/internal/feed"), query)
            return answer(200, told)
        except Problem as problem:
            return answer(problem.status, b"{}")

    async def _read(self, path: str, query: dict[str, Any]) -> bytes:
        database: Any = self.database
        match path:
            case "/head":
                await number_all(database)
                async with self.database.transaction() as session:
                    return (await feed_head(session)).model_dump_json().encode()
            case "/snapshot":
                return await self.producer.read_all(database, Span(**query))
            case "/digest":
                found = await self.producer.digest(database, **query)
                return found.model_dump_json().encode()
            case _:
                return await self.producer.read(database, Cursor(**query))

    async def write(self, asked: Written) -> httpx.Response:
        """The route that writes; between commit and answer it takes a moment."""
        uid = UUID(int=self.server.chance.getrandbits(128))
        try:
            response = await self.desk.write(self.database, asked, uid)
        except Replay as replay:
            response = replay.response
        except Problem as problem:
            return answer(problem.status, b"{}")
        await self.server.pass_time()
        return answer(response.status_code, bytes(response.body))


def answer(status: int, body: bytes) -> httpx.Response:
    """An answer as it travels."""
    return httpx.Response(status, content=body, request=REQUEST)


class Network:
    """Loses, delays, repeats: all that a network does to requests and answers."""

    def __init__(self, chance: random.Random, member: Member) -> None:
        self.chance = chance
        self.member = member
        self.lossy = False
        self.black = False
        self.slow = False

    async def get(
        self, path: str, *, params: dict[str, Any], **more: Any
    ) -> httpx.Response:
        """What httpx.AsyncClient offers, as far as a follower uses it."""
        return await self.send(lambda: self.member.read(path, params), more["timeout"])

    async def post(self, asked: Written) -> httpx.Response:
        """One write."""
        return await self.send(lambda: self.member.write(asked), 5)

    async def send(self, work: Work, timeout_s: float) -> httpx.Response:
        await self._travel()
        if self.black and self.chance.random() < 0.01:
            await asyncio.sleep(timeout_s)
            raise httpx.ReadTimeout("silence")
        if self._lost():
            raise httpx.ConnectError("refused")
        if self._lost():
            # Sent twice on the way: the second copy's answer reaches nobody.
            self.again = asyncio.ensure_future(self._ignored(work))
        told = await self.member.run(work)
        if self._lost():
            raise httpx.ReadError("cut")
        await self._travel()
        return told

    async def _ignored(self, work: Work) -> None:
        await self._travel()
        with suppress(httpx.HTTPError):
            await self.member.run(work)

    def _lost(self) -> bool:
        return self.lossy and self.chance.random() < 0.04

    async def _travel(self) -> None:
        longest = 0.4 if self.slow and self.chance.random() < 0.1 else 0.003
        await asyncio.sleep(self.chance.random() * longest)
