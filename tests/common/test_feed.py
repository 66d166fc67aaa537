"""Every committed change is told once, in order, as the current contract."""

import asyncio
from uuid import UUID
from uuid import uuid4

from tests.common.sample.reading import INSERT
from tests.common.sample.reading import NEED


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
