"""An index that rots is found out by its digests, and healed from the real feed."""

import asyncio
from collections.abc import AsyncIterator
from uuid import UUID
from uuid import uuid4

import pytest

from common.contracts.feed import Change
from common.following import Follower
from services.matching.comparing import Comparer
from services.matching.comparing import Held
from tests.common.sample.reading import DELETE
from tests.common.sample.reading import INSERT
from tests.common.sample.reading import UPDATE


class Shelf:
    """Titles with the version of every id ever seen."""

    def __init__(self) -> None:
        self.versions: dict[UUID, int] = {}
        self.titles: dict[UUID, str] = {}
        self.repaired: set[UUID] = set()

    def apply(self, change: Change) -> None:
        if change.version > self.versions.get(change.id, -1):
            self.versions[change.id] = change.version
            self.titles.pop(change.id, None)
            if change.body:
                self.titles[change.id] = change.body["title"]

    def known(self) -> dict[int, int]:
        return {uid.int: version for uid, version in self.versions.items()}

    def forget(self, ids) -> None:
        for uid in ids:
            self.versions.pop(uid, None)
            self.titles.pop(uid, None)

    def reset(self) -> None:
        self.forget(list(self.versions))


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
async def comparer(sample, shelf, member_token) -> AsyncIterator[Comparer]:
    follower = Follower(
        "sample", sample, member_token, ("post",), shelf.apply, shelf.reset
    )
    held = Held("post", shelf.known, shelf.forget, shelf.repaired.update)
    task = asyncio.create_task(follower.run())
    yield Comparer(follower, held, 8)
    task.cancel()
    await asyncio.wait({task})


@pytest.fixture
async def posts(owner) -> list[UUID]:
    ids = sorted(uuid4() for _ in range(30))
    for post in ids:
        await owner.execute(INSERT, post, "pruning")
    await owner.execute(DELETE, ids[0])
    await owner.execute(UPDATE, ids[1], "grafting")
    return ids


async def caught_up(comparer: Comparer) -> None:
    async with asyncio.timeout(10):
        while not comparer.follower.caught_up:
            await comparer.follower.next_page()
        head = await comparer.follower.ask("/head", {})
        await comparer.follower.wait_for(head["head"])


async def truth(owner) -> dict[UUID, str]:
    return dict(await owner.fetch("SELECT id, title FROM posts"))


async def test_an_index_that_is_right_is_left_alone(comparer, posts, shelf, owner):
    await caught_up(comparer)

    assert await comparer.compare() == 0
    assert shelf.titles == await truth(owner)


async def test_what_was_lost_flipped_or_invented_is_healed(
    comparer, posts, shelf, owner
):
    await caught_up(comparer)
    invented = uuid4()
    shelf.forget([posts[2]])
    shelf.versions[posts[3]], shelf.titles[posts[3]] = 99, "rotten"
    shelf.versions[invented], shelf.titles[invented] = 1, "rotten"
    shelf.versions[posts[0]], shelf.titles[posts[0]] = 1, "alive again"

    assert await comparer.compare() == 4
    assert shelf.titles == await truth(owner)
    assert shelf.repaired == {posts[0], posts[2], posts[3], invented}


async def test_a_change_whose_announcement_was_lost_is_healed(
    comparer, posts, shelf, owner
):
    await caught_up(comparer)
    async with owner.acquire() as writer, writer.transaction():
        await writer.execute(UPDATE, posts[5], "untold")
        await writer.execute("DELETE FROM outbox WHERE pos IS NULL")

    assert await comparer.compare() == 1
    assert shelf.titles[posts[5]] == "untold"


async def test_writes_that_go_on_are_no_loss(comparer, posts, shelf, owner):
    await caught_up(comparer)

    async def write() -> None:
        for number in range(60):
            await owner.execute(UPDATE, posts[2 + number % 20], f"title {number}")

    writing = asyncio.create_task(write())
    while not writing.done():
        assert await comparer.compare() == 0
    await writing
    await comparer.compare()

    assert shelf.repaired == set()
    assert shelf.titles == await truth(owner)


async def test_with_too_much_wrong_everything_is_read_again(
    comparer, posts, shelf, owner, monkeypatch
):
    monkeypatch.setattr("services.matching.comparing.MOST_BUCKETS", 2)
    await caught_up(comparer)
    shelf.forget(posts)
    await comparer.compare()
    async with asyncio.timeout(10):
        while comparer.follower.bootstraps < 2 or not comparer.follower.caught_up:
            await comparer.follower.next_page()

    assert shelf.titles == await truth(owner)
