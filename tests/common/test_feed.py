"""Every committed change is told once, in order, as the current contract."""

import asyncio
from collections.abc import AsyncIterator
from collections.abc import Callable
from typing import Any
from uuid import UUID
from uuid import uuid4

import asyncpg
import httpx
import pytest

from deploy.databases import Urls

INSERT = "INSERT INTO posts (id, title, area) VALUES ($1, $2, '511922100201')"
UPDATE = "UPDATE posts SET title = $2 WHERE id = $1"
DELETE = "DELETE FROM posts WHERE id = $1"
NEED = "INSERT INTO needs (id, post_id, code) VALUES ($1, $2, $3)"


class Feed:
    """The sample's feed as a member reads it."""

    def __init__(self, client: httpx.AsyncClient, token: Callable[[], str]) -> None:
        self.client = client
        self.token = token

    async def ask(self, path: str, **query: Any) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.token()}"}
        url = f"/internal/feed{path}"
        return await self.client.get(url, params=query, headers=headers)

    async def epoch(self) -> str:
        return (await self.ask("/head")).json()["epoch"]

    async def after(self, position: int, **query: Any) -> dict[str, Any]:
        epoch = await self.epoch()
        return (await self.ask("", epoch=epoch, after=position, **query)).json()

    async def versions(self) -> list[tuple[str, int, str]]:
        rows = (await self.after(0))["rows"]
        return [(row["id"], row["version"], row["op"]) for row in rows]


@pytest.fixture
def feed(sample: httpx.AsyncClient, member_token: Callable[[], str]) -> Feed:
    return Feed(sample, member_token)


@pytest.fixture
async def owner(
    sample: httpx.AsyncClient, database_urls: Callable[[str], Urls]
) -> AsyncIterator[asyncpg.Pool]:
    url = database_urls("sample").owner
    async with asyncpg.create_pool(url, min_size=0, max_size=12) as pool:
        yield pool


async def test_a_change_tells_the_whole_current_contract(feed, owner):
    post = uuid4()
    await owner.execute(INSERT, post, "pruning")
    await owner.execute(NEED, uuid4(), post, "LIFT")

    page = await feed.after(0)

    assert page["rows"] == [
        {
            "pos": 1,
            "kind": "post",
            "id": str(post),
            "version": 2,
            "op": "put",
            "body": {"id": str(post), "title": "pruning", "needs": ["LIFT"]},
        }
    ]
    assert (page["head"], page["caught_up"]) == (1, True)


async def test_a_later_id_that_commits_first_loses_nothing(feed, owner):
    async with owner.acquire() as slow:
        held = slow.transaction()
        await held.start()
        late = uuid4()
        await slow.execute(INSERT, late, "late")
        early = uuid4()
        await owner.execute(INSERT, early, "early")
        first = await feed.after(0)
        await held.commit()
        second = await feed.after(first["head"])

    assert [row["id"] for row in first["rows"]] == [str(early)]
    assert [(row["pos"], row["id"]) for row in second["rows"]] == [(2, str(late))]


async def test_polling_by_serial_id_would_lose_the_same_change(owner):
    """The control: what the test above shows is not empty."""
    query = "SELECT id, entity_id FROM outbox WHERE id > $1 ORDER BY id"
    async with owner.acquire() as slow:
        held = slow.transaction()
        await held.start()
        late = uuid4()
        await slow.execute(INSERT, late, "late")
        await owner.execute(INSERT, uuid4(), "early")
        last = (await owner.fetch(query, 0))[-1]["id"]
        await held.commit()
        seen_later = await owner.fetch(query, last)

    assert seen_later == []


async def test_fifty_writers_at_once_get_dense_positions(feed, owner):
    posts = [uuid4() for _ in range(50)]
    writers = [owner.execute(INSERT, post, "busy") for post in posts]
    reads = [feed.ask("/head") for _ in range(8)]
    await asyncio.gather(*writers, *reads)

    rows = (await feed.after(0))["rows"]

    assert [row["pos"] for row in rows] == list(range(1, 51))
    assert {row["id"] for row in rows} == {str(post) for post in posts}


async def test_concurrent_numberers_never_give_a_position_twice(feed, owner):
    posts = [uuid4() for _ in range(20)]
    steps = [
        step
        for post in posts
        for step in (owner.execute(INSERT, post, "made"), feed.ask("/head"))
    ]
    await asyncio.gather(*steps)
    await asyncio.gather(*(feed.ask("/head") for _ in range(5)))

    positions = await owner.fetch("SELECT pos FROM outbox ORDER BY pos")
    head = await owner.fetchval("SELECT pos FROM feed_head")

    assert [row["pos"] for row in positions] == list(range(1, 21))
    assert head == 20


async def test_a_deleted_row_is_told_as_a_drop_with_the_next_version(feed, owner):
    post = uuid4()
    await owner.execute(INSERT, post, "pruning")
    await owner.execute(UPDATE, post, "grafting")
    await owner.execute(DELETE, post)

    assert await feed.versions() == [(str(post), 3, "drop")]


async def test_a_row_made_again_continues_the_version_of_its_tombstone(feed, owner):
    post = uuid4()
    await owner.execute(INSERT, post, "pruning")
    await owner.execute(DELETE, post)
    await owner.execute(INSERT, post, "again")

    assert await feed.versions() == [(str(post), 3, "put")]


async def test_an_insert_that_waited_for_the_delete_is_sent_back(owner):
    post = uuid4()
    await owner.execute(INSERT, post, "pruning")
    async with owner.acquire() as slow:
        held = slow.transaction()
        await held.start()
        await slow.execute(DELETE, post)
        again = asyncio.create_task(owner.execute(INSERT, post, "again"))
        await asyncio.sleep(0.1)
        await held.commit()

    with pytest.raises(asyncpg.SerializationError):
        await again


async def test_copy_cannot_forget_or_forge_a_version(feed, postgres, database_urls):
    """PostgreSQL lets only a superuser COPY into tables with row policies."""
    post = uuid4()
    database = database_urls("sample").owner.rsplit("/", 1)[1]
    url = postgres.server.admin_url.removesuffix("postgres") + database
    connection = await asyncpg.connect(url)
    await connection.copy_records_to_table(
        "posts",
        records=[(post, 99, "copied", "511922100201")],
        columns=["id", "version", "title", "area"],
    )
    await connection.close()

    assert await feed.versions() == [(str(post), 1, "put")]


async def test_a_rolled_back_change_is_never_told(feed, owner):
    async with owner.acquire() as connection:
        undone = connection.transaction()
        await undone.start()
        await connection.execute(INSERT, uuid4(), "undone")
        await undone.rollback()

    assert (await feed.after(0))["rows"] == []


async def test_a_bulk_change_of_children_bumps_each_root_once(feed, owner):
    posts = [uuid4(), uuid4()]
    for post in posts:
        await owner.execute(INSERT, post, "pruning")
    await owner.execute(
        "INSERT INTO needs SELECT gen_random_uuid(), id, code FROM posts,"
        " unnest(ARRAY['LIFT', 'WALK', 'BEND']) AS code"
    )

    assert sorted(await feed.versions()) == sorted(
        (str(post), 2, "put") for post in posts
    )


async def test_a_child_that_moves_bumps_both_roots(feed, owner):
    posts = [uuid4(), uuid4()]
    for post in posts:
        await owner.execute(INSERT, post, "pruning")
    await owner.execute(NEED, uuid4(), posts[0], "LIFT")
    await owner.execute("UPDATE needs SET post_id = $1", posts[1])

    assert sorted(await feed.versions()) == sorted(
        [(str(posts[0]), 3, "put"), (str(posts[1]), 2, "put")]
    )


async def test_deleting_a_root_with_children_tells_one_drop(feed, owner):
    post = uuid4()
    await owner.execute(INSERT, post, "pruning")
    await owner.execute(NEED, uuid4(), post, "LIFT")
    await owner.execute(DELETE, post)

    assert await feed.versions() == [(str(post), 3, "drop")]


async def test_the_id_of_a_row_never_changes(owner):
    await owner.execute(INSERT, uuid4(), "pruning")

    with pytest.raises(asyncpg.RaiseError, match="never changes"):
        await owner.execute("UPDATE posts SET id = gen_random_uuid()")


async def test_another_epoch_is_a_conflict(feed):
    answer = await feed.ask("", epoch=str(uuid4()), after=0)

    assert answer.status_code == 409
    assert answer.json()["type"] == "/problems/epoch-differs"


async def test_a_position_beyond_the_head_is_gone(feed):
    answer = await feed.ask("", epoch=await feed.epoch(), after=7)

    assert answer.status_code == 410
    assert answer.json()["detail"].endswith("（现有 0 到 0），请重新读取全部数据。")


async def test_a_trimmed_position_is_gone_and_the_rest_stays(feed, owner):
    for _ in range(5):
        await owner.execute(INSERT, uuid4(), "pruning")
    await owner.execute("SELECT feed_number(2, 1)")
    await owner.execute("SELECT feed_number(2, 1)")
    epoch = await feed.epoch()

    trimmed = await feed.ask("", epoch=epoch, after=2)
    kept = await feed.ask("", epoch=epoch, after=3)

    assert trimmed.status_code == 410
    assert [row["pos"] for row in kept.json()["rows"]] == [4, 5]


async def test_rotating_the_epoch_changes_it(feed, owner):
    before = await feed.epoch()
    await owner.execute("SELECT feed_rotate()")

    assert await feed.epoch() != before


async def test_the_epoch_changes_on_another_server_and_stays_on_the_same(feed, owner):
    before = await feed.epoch()
    await owner.execute("SELECT feed_keep_epoch()")
    same = await feed.epoch()
    await owner.execute("UPDATE feed_head SET server = 'elsewhere/1'")
    await owner.execute("SELECT feed_keep_epoch()")

    assert same == before
    assert await feed.epoch() != before


async def test_a_reader_who_waits_hears_of_the_next_change(feed, owner):
    reading = asyncio.create_task(feed.after(0, wait=5000))
    await asyncio.sleep(0.2)
    await owner.execute(INSERT, uuid4(), "pruning")

    assert len((await reading)["rows"]) == 1


async def test_a_full_page_does_not_claim_to_be_caught_up(feed, owner):
    for _ in range(3):
        await owner.execute(INSERT, uuid4(), "pruning")

    page = await feed.after(0, limit=2)

    assert (len(page["rows"]), page["caught_up"]) == (2, False)


async def test_a_reader_without_the_lock_does_not_claim_to_be_caught_up(feed, owner):
    epoch = await feed.epoch()
    async with owner.acquire() as numberer, numberer.transaction():
        await numberer.execute("SELECT feed_number(10, 10)")
        page = (await feed.ask("", epoch=epoch, after=0)).json()

    assert page["caught_up"] is False


async def test_the_snapshot_is_paged_by_id(feed, owner):
    posts = [UUID(int=number) for number in (1, 2, 3)]
    for post in posts:
        await owner.execute(INSERT, post, "pruning")

    first = (await feed.ask("/snapshot", kind="post", limit=2)).json()
    last = (
        await feed.ask("/snapshot", kind="post", limit=2, after=first["next"])
    ).json()

    assert [row["id"] for row in first["rows"]] == [str(post) for post in posts[:2]]
    assert [row["id"] for row in last["rows"]] == [str(posts[2])]
    assert last["next"] is None


async def test_an_unknown_kind_has_no_snapshot(feed):
    assert (await feed.ask("/snapshot", kind="needs")).status_code == 404


async def test_only_members_read_the_feed(sample, bearer):
    county = await sample.get("/internal/feed/head", headers=bearer("sample"))
    nobody = await sample.get("/internal/feed/head")

    assert (county.status_code, nobody.status_code) == (403, 401)
