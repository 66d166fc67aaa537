"""Writers at the door: each asks for one write under one key until it is answered.

What they asked and what was acknowledged is the history that is checked afterwards.
"""

import asyncio
import random
import time
from collections import Counter
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from datetime import timedelta
from typing import Any
from uuid import uuid4

import aiohttp
import orjson

from tests.chaos.stage import as_json
from tests.gateway.county import a_post
from tests.gateway.county import a_worker

PATIENCE_S = 12.0
# Told apart from a refusal: the same request may succeed a moment later.
PASSING = {"/problems/still-running"}
FIRST_BIRTH = date(1960, 1, 1)
KINDS = ("post", "worker", "fill", "release", "close", "withdraw")
WEIGHTS = (32, 32, 16, 8, 8, 4)


@dataclass
class Write:
    """One write asked for, under a key of its own; `status` None: no answer yet."""

    number: int
    kind: str
    path: str
    body: bytes
    about: str = ""
    key: str = field(default_factory=lambda: uuid4().hex)
    status: int | None = None
    answer: bytes = b""
    tries: int = 0

    @property
    def acknowledged(self) -> bool:
        return self.status is not None and self.status < 300

    @property
    def id(self) -> str:
        """The id of what was made."""
        return str(orjson.loads(self.answer)["id"])


@dataclass
class History:
    """All that was asked; counters are posts with openings that are only taken."""

    counters: tuple[str, ...] = ()
    # Numbers below it were used in a drill before, on the same platform.
    first: int = 0
    writes: list[Write] = field(default_factory=list)
    replays: int = 0
    replays_differ: int = 0
    # What the writers met on their way, by status or kind of silence.
    met: Counter[str] = field(default_factory=Counter)
    # When each write was acknowledged, by the clock that only goes forward.
    at: list[float] = field(default_factory=list)

    def numbers(self) -> range:
        """Those that were given to writes."""
        return range(self.first, self.first + len(self.writes))

    def acknowledged(self, *kinds: str) -> list[Write]:
        """The writes of these kinds that were answered with success."""
        return [w for w in self.writes if w.kind in kinds and w.acknowledged]


@dataclass
class Writers:
    """Several writers with one history; chance comes from a seed."""

    url: str
    token: str
    employer: str
    history: History
    chance: random.Random
    ended: bool = False
    # Off where every answer counts: a kept connection may close under a request.
    keep_alive: bool = True
    _posts: list[str] = field(default_factory=list)
    _workers: list[str] = field(default_factory=list)

    async def run(self, count: int) -> None:
        """Write until `ended`, then until every write has its answer."""
        connector = aiohttp.TCPConnector(
            limit=count * 2, force_close=not self.keep_alive
        )
        async with (
            aiohttp.ClientSession(connector=connector) as http,
            asyncio.TaskGroup() as tasks,
        ):
            for _ in range(count):
                tasks.create_task(self._write_on(http))

    async def _write_on(self, http: aiohttp.ClientSession) -> None:
        while not self.ended:
            write = self._next()
            self.history.writes.append(write)
            await self.settle(http, write)
            self._learn(write)
            if write.acknowledged and self.chance.random() < 0.1:
                await self._ask_again(http, write)
            await asyncio.sleep(self.chance.uniform(0, 0.03))

    async def settle(self, http: aiohttp.ClientSession, write: Write) -> None:
        """Ask until the answer is final, always with the same key and bytes."""
        while write.status is None:
            write.tries += 1
            status, answer = await self._ask(http, write)
            if status and status < 500 and not _passing(status, answer):
                write.status, write.answer = status, answer
                self.history.at.append(time.monotonic())
            else:
                await asyncio.sleep(self.chance.uniform(0.05, 0.4))

    async def _ask_again(self, http: aiohttp.ClientSession, write: Write) -> None:
        """A repeated write must be answered with the same bytes."""
        status, answer = await self._ask(http, write)
        if status and status < 500 and not _passing(status, answer):
            self.history.replays += 1
            same = (status, answer) == (write.status, write.answer)
            self.history.replays_differ += not same

    async def _ask(
        self, http: aiohttp.ClientSession, write: Write
    ) -> tuple[int, bytes]:
        headers = {
            "Authorization": f"Bearer {self.token}",
            "Idempotency-Key": write.key,
            "Content-Type": "application/json",
        }
        limit = aiohttp.ClientTimeout(total=PATIENCE_S)
        url = self.url + write.path
        try:
            async with http.post(
                url, data=write.body or None, headers=headers, timeout=limit
            ) as said:
                answer = await said.read()
                hushed = said.status == 503 and "Retry-After" not in said.headers
                self.history.met[str(said.status) + " hushed" * hushed] += 1
                return said.status, answer
        except (aiohttp.ClientError, TimeoutError, OSError) as silence:
            self.history.met[type(silence).__name__] += 1
            return 0, b""

    def _next(self) -> Write:
        """A write by chance; what has nobody to be about becomes a new post."""
        number = self.history.numbers().stop
        (kind,) = self.chance.choices(KINDS, WEIGHTS)
        if kind == "worker":
            birth = FIRST_BIRTH + timedelta(days=number)
            draft = a_worker("张甲", birth=birth.isoformat())
            return Write(number, kind, "/v1/workers", as_json(draft))
        if kind in ("fill", "release") and self.history.counters:
            about = self.chance.choice(self.history.counters)
            return Write(number, kind, f"/v1/posts/{about}/{kind}", b"", about)
        if kind == "close" and self._posts:
            about = self._posts.pop(self.chance.randrange(len(self._posts)))
            return Write(number, kind, f"/v1/posts/{about}/close", b"", about)
        if kind == "withdraw" and self._workers:
            about = self._workers.pop(self.chance.randrange(len(self._workers)))
            path, body = f"/v1/workers/{about}/withdraw", as_json({"kind": "erase"})
            return Write(number, kind, path, body, about)
        draft = a_post(self.employer, title=f"包装工{number}")
        return Write(number, "post", "/v1/posts", as_json(draft))

    def _learn(self, write: Write) -> None:
        if write.acknowledged and write.kind == "post":
            self._posts.append(write.id)
        if write.acknowledged and write.kind == "worker":
            self._workers.append(write.id)


def _passing(status: int, answer: bytes) -> bool:
    if status == 429:
        return True
    said: Any = orjson.loads(answer) if status == 409 else {}
    return said.get("type") in PASSING
