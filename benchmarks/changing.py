"""Changes at a constant rate, and how soon single ones show in a worker's list.

Changes are written straight into the databases, each in a transaction of its own, as
the services' tables announce them however they come about. The rate is kept by the
clock and not by the answers: who is late is late, and is counted.
"""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from dataclasses import field
from uuid import UUID

import asyncpg
import httpx

from common.tokens import Caller
from common.tokens import sign
from common.tokens import signing_key
from deploy.members import Addresses

HANDS = 8
POLL_S = 0.002
LONGEST_S = 10.0
TOP = 20
OFFICER = Caller("bench", "county", ("",), purpose="measure")
TOUCH = {
    "people": "UPDATE workers SET version = version WHERE id = $1",
    "jobs": "UPDATE posts SET version = version WHERE id = $1",
}
PICK = {
    "people": "SELECT id FROM workers WHERE state = 'looking' ORDER BY md5(id::text)",
    "jobs": "SELECT id FROM posts WHERE state = 'published' ORDER BY md5(id::text)",
}
# What takes a post out of every list, and what brings it back.
OUT = "UPDATE posts SET state = 'filled', filled = openings WHERE id = $1"
BACK = "UPDATE posts SET state = 'published', filled = 0 WHERE id = $1"


@dataclass
class Rate:
    """Changes that were written, and how many seconds that took."""

    written: int = 0
    seconds: float = 0.0

    @property
    def per_s(self) -> float:
        return self.written / self.seconds if self.seconds else 0.0


@dataclass
class Shown:
    """Milliseconds from the commit until a list says so, gone and back again."""

    gone_ms: list[float] = field(default_factory=list)
    back_ms: list[float] = field(default_factory=list)


@dataclass(frozen=True)
class Bench:
    """One running platform as the benchmark reaches it."""

    addresses: Addresses
    pools: dict[str, asyncpg.Pool]
    ids: dict[str, list[UUID]]
    client: httpx.AsyncClient

    async def posts_of(self, worker: UUID) -> list[UUID]:
        """The best posts of a worker as matching lists them now."""
        key = signing_key(self.addresses.keys / "gateway.private.json")
        told = {"Authorization": f"Bearer {sign(OFFICER, key, 'matching')}"}
        path = f"/shortlists/worker/{worker}?limit={TOP}"
        answer = await self.client.get(path, headers=told)
        answer.raise_for_status()
        return [UUID(item["post"]) for item in answer.json()["items"]]


@asynccontextmanager
async def bench_of(addresses: Addresses, picked: int) -> AsyncIterator[Bench]:
    """The platform with connections, and ids to change."""
    pools = {
        member: await asyncpg.create_pool(
            addresses.databases[member].owner, min_size=HANDS, max_size=HANDS
        )
        for member in TOUCH
    }
    ids = {
        member: [
            row["id"] for row in await pool.fetch(f"{PICK[member]} LIMIT {picked}")
        ]
        for member, pool in pools.items()
    }
    url = addresses.url("matching")
    async with httpx.AsyncClient(base_url=url, timeout=30) as client:
        yield Bench(addresses, pools, ids, client)
    for pool in pools.values():
        await pool.close()


@asynccontextmanager
async def changing(bench: Bench, per_s: float) -> AsyncIterator[Rate]:
    """Touch people and posts in turn at this rate while the block runs."""
    rate, began = Rate(), time.monotonic()
    ends = asyncio.Event()

    async def touch(hand: int) -> None:
        number = hand
        while not ends.is_set():
            await asyncio.sleep(max(0.0, began + number / per_s - time.monotonic()))
            member = ("people", "jobs")[number % 2]
            ids = bench.ids[member]
            one = ids[number // 2 % len(ids)]
            await bench.pools[member].execute(TOUCH[member], one)
            rate.written += 1
            number += HANDS

    # Each hand takes every eighth change, of both members in turn.
    hands = [asyncio.create_task(touch(hand)) for hand in range(HANDS)]
    try:
        yield rate
    finally:
        ends.set()
        await asyncio.gather(*hands)
        rate.seconds = time.monotonic() - began


async def watch(bench: Bench, times: int) -> Shown:
    """Fill posts one after the other and reopen them; how soon a list knows."""
    shown = Shown()
    for worker in bench.ids["people"]:
        listed = await bench.posts_of(worker)
        if not listed:
            continue
        shown.gone_ms.append(await _until(bench, worker, listed[0], here=False))
        shown.back_ms.append(await _until(bench, worker, listed[0], here=True))
        if len(shown.gone_ms) == times:
            break
    return shown


async def _until(bench: Bench, worker: UUID, post: UUID, *, here: bool) -> float:
    await bench.pools["jobs"].execute(BACK if here else OUT, post)
    began = time.monotonic()
    while (post in await bench.posts_of(worker)) is not here:
        if time.monotonic() - began > LONGEST_S:
            break
        await asyncio.sleep(POLL_S)
    return (time.monotonic() - began) * 1000
