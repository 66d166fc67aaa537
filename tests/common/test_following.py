"""A follower ends up with what the producer has, whatever happens on the way."""

import asyncio
from collections.abc import AsyncIterator
from collections.abc import Callable
from uuid import UUID
from uuid import uuid4

import asyncpg
import httpx
import pytest
from fastapi import FastAPI

from common.contracts.feed import Change
from common.following import Follower
from common.following import StartAgain
from tests.common.sample.reading import DELETE
from tests.common.sample.reading import INSERT
from tests.common.sample.reading import UPDATE


class Titles:
    """What a follower keeps here: the title of each post."""

    def __init__(self) -> None:
        self.known: dict[UUID, str] = {}
        self.resets = 0

    def apply(self, change: Change) -> None:
        if change.body is None:
            self.known.pop(change.id, None)
        else:
            self.known[change.id] = change.body["title"]

    def reset(self) -> None:
        self.known.clear()
        self.resets += 1


@pytest.fixture
def titles() -> Titles:
    return Titles()


@pytest.fixture
def follower(
    sample: httpx.AsyncClient, titles: Titles, member_token: Callable[[], str]
) -> Follower:
    return Follower(
        "sample", sample, member_token, ("post",), titles.apply, titles.reset
    )


async def truth(owner: asyncpg.Pool) -> dict[UUID, str]:
    return dict(await owner.fetch("SELECT id, title FROM posts"))


@pytest.fixture
async def following(follower: Follower) -> AsyncIterator[Follower]:
    task = asyncio.create_task(follower.run())
    yield follower
    task.cancel()
    await asyncio.wait({task})


async def test_bootstrap_reads_what_is_there_and_is_caught_up(follower, titles, owner):
    for _ in range(3):
        await owner.execute(INSERT, uuid4(), "pruning")
    await follower.bootstrap()

    assert titles.known == await truth(owner)
    assert (follower.position, follower.caught_up, follower.lag) == (3, True, 0)


async def test_changes_after_bootstrap_arrive_in_order(follower, titles, owner):
    post = uuid4()
    await follower.bootstrap()
    await owner.execute(INSERT, post, "pruning")
    await follower.tail(0)
    await owner.execute(UPDATE, post, "grafting")
    await follower.tail(0)

    assert titles.known == {post: "grafting"}


async def write_much(owner: asyncpg.Pool, writer: int) -> None:
    for step in range(40):
        post = UUID(int=writer * 1000 + step % 7 + 1)
        await owner.execute(DELETE, post)
        await owner.execute(INSERT, post, f"{writer}-{step}")
        await owner.execute(UPDATE, post, f"{writer}-{step}-changed")


async def test_bootstrap_under_writes_ends_equal_to_the_source(
    follower, titles, owner, monkeypatch
):
    monkeypatch.setattr("common.following.PAGE", 3)
    for number in range(1, 30):
        await owner.execute(INSERT, UUID(int=number * 100), "before")
    writers = asyncio.gather(*(write_much(owner, writer) for writer in range(4)))
    await follower.bootstrap()
    await writers
    epoch_head = await owner.fetchval("SELECT feed_number(5000, 100000)")
    while not (await drained(follower, owner)):
        await follower.tail(0)

    assert epoch_head is not None
    assert titles.known == await truth(owner)
    assert titles.resets == 1


async def drained(follower: Follower, owner: asyncpg.Pool) -> bool:
    head = await owner.fetchval("SELECT pos FROM feed_head")
    waiting = await owner.fetchval("SELECT count(*) FROM outbox WHERE pos IS NULL")
    return bool(follower.position == head and waiting == 0)


async def test_what_changes_behind_the_pages_is_not_missed(
    follower, titles, owner, sample, monkeypatch
):
    """A head read after the pages would hide all three of these changes."""
    monkeypatch.setattr("common.following.PAGE", 2)
    for number in (10, 20, 30, 40, 50):
        await owner.execute(INSERT, UUID(int=number), "before")
    changes = iter(
        [
            owner.execute(UPDATE, UUID(int=10), "changed"),
            owner.execute(DELETE, UUID(int=20)),
            owner.execute(INSERT, UUID(int=5), "added"),
        ]
    )

    async def change_behind(request: httpx.Request) -> None:
        if f"after={UUID(int=20)}" in str(request.url):
            await asyncio.gather(*changes)

    sample.event_hooks = {"request": [change_behind]}
    await follower.bootstrap()

    assert titles.known == await truth(owner)
    assert titles.known[UUID(int=10)] == "changed"


async def test_run_waits_for_a_position(following, titles, owner):
    post = uuid4()
    await owner.execute(INSERT, post, "pruning")
    await following.wait_for(1)

    assert titles.known == {post: "pruning"}


async def test_another_epoch_makes_it_read_all_again(following, titles, owner):
    await owner.execute(INSERT, uuid4(), "pruning")
    await following.wait_for(1)
    first = following.epoch
    await owner.execute("SELECT feed_rotate()")
    await owner.execute(INSERT, uuid4(), "grafting")
    async with asyncio.timeout(5):
        while following.epoch in (first, None) or not following.caught_up:
            await following.next_page()

    assert titles.resets == 2
    assert titles.known == await truth(owner)


async def test_a_gap_is_noticed_and_not_applied(follower, titles, owner):
    await follower.bootstrap()
    for _ in range(3):
        await owner.execute(INSERT, uuid4(), "pruning")
    await owner.execute("SELECT feed_number(10, 10)")
    await owner.execute("DELETE FROM outbox WHERE pos = 2")

    with pytest.raises(StartAgain, match="gap"):
        await follower.tail(0)
    assert titles.known == {}


async def test_a_hole_before_the_head_is_noticed(follower, owner):
    """A trailing hole leaves the page dense; only the head tells."""
    await follower.bootstrap()
    for _ in range(2):
        await owner.execute(INSERT, uuid4(), "pruning")
    await owner.execute("SELECT feed_number(10, 10)")
    await owner.execute("DELETE FROM outbox WHERE pos = 2")

    with pytest.raises(StartAgain, match="gap"):
        await follower.tail(0)


async def test_it_knows_how_long_ago_it_was_current(follower):
    never = follower.behind_s
    await follower.bootstrap()

    assert never == float("inf")
    assert follower.behind_s < 5


async def test_it_survives_a_producer_that_fails_for_a_while(
    sample_app: FastAPI, sample, titles, member_token, owner
):
    failures = iter([500, 503, 502])

    class Flaky(httpx.ASGITransport):
        async def handle_async_request(self, request):
            if status := next(failures, None):
                return httpx.Response(status, request=request)
            return await super().handle_async_request(request)

    client = httpx.AsyncClient(transport=Flaky(sample_app), base_url="http://sample")
    follower = Follower(
        "sample", client, member_token, ("post",), titles.apply, titles.reset
    )
    await owner.execute(INSERT, uuid4(), "pruning")
    task = asyncio.create_task(follower.run())
    async with asyncio.timeout(5):
        while not follower.caught_up:
            await follower.next_page()
    task.cancel()
    await client.aclose()

    assert titles.known == await truth(owner)


async def test_during_bootstrap_an_older_version_does_not_win(follower, titles):
    post = uuid4()
    follower._seen = {}
    newer = Change(pos=0, kind="post", id=post, version=5, op="drop", body=None)
    older = Change(
        pos=0, kind="post", id=post, version=4, op="put", body={"title": "gone"}
    )
    await follower._apply_all([newer, older])

    assert titles.known == {}
