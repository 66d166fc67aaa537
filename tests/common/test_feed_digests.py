"""What a follower compares its own ids and versions with."""

from uuid import UUID
from uuid import uuid4

from common.database import open_database
from common.feed import rotate_epoch
from tests.common.sample.reading import DELETE
from tests.common.sample.reading import INSERT
from tests.common.sample.reading import UPDATE

ONE, TWO, THREE = UUID(int=1), UUID(int=2), UUID(int=3)


async def test_a_digest_is_the_sum_of_versions_by_the_last_bits_of_the_id(feed, owner):
    await owner.execute(INSERT, ONE, "pruning")
    await owner.execute(INSERT, THREE, "grafting")
    await owner.execute(UPDATE, THREE, "budding")

    answer = (await feed.ask("/digest", kind="post", buckets=2)).json()

    assert answer == {"epoch": await feed.epoch(), "digests": [0, 2 * 2 + 3 * 4]}


async def test_a_dropped_id_counts_with_the_version_of_its_tombstone(feed, owner):
    await owner.execute(INSERT, TWO, "pruning")
    await owner.execute(DELETE, TWO)
    dropped = (await feed.ask("/digest", kind="post", buckets=1)).json()["digests"]
    await owner.execute(INSERT, TWO, "again")

    alive = (await feed.ask("/digest", kind="post", buckets=1)).json()["digests"]

    assert (dropped, alive) == ([3 * 3], [4 * 3])


async def test_an_unknown_kind_has_no_digest(feed):
    assert (await feed.ask("/digest", kind="needs")).status_code == 404


async def test_the_snapshot_tells_what_was_dropped(feed, owner):
    for post in (ONE, TWO):
        await owner.execute(INSERT, post, "pruning")
    await owner.execute(DELETE, ONE)

    rows = (await feed.ask("/snapshot", kind="post")).json()["rows"]

    assert [(row["id"], row["version"], row["op"]) for row in rows] == [
        (str(ONE), 2, "drop"),
        (str(TWO), 1, "put"),
    ]


async def test_a_row_that_lives_again_is_told_once(feed, owner):
    await owner.execute(INSERT, ONE, "pruning")
    await owner.execute(DELETE, ONE)
    await owner.execute(INSERT, ONE, "again")

    rows = (await feed.ask("/snapshot", kind="post")).json()["rows"]

    assert [(row["id"], row["version"], row["op"]) for row in rows] == [
        (str(ONE), 3, "put")
    ]


async def test_a_bucket_holds_its_own_ids_only(feed, owner):
    for post in (ONE, TWO, THREE):
        await owner.execute(INSERT, post, "pruning")
    await owner.execute(DELETE, THREE)

    answer = await feed.ask("/snapshot", kind="post", bucket=1, buckets=2)

    assert [row["id"] for row in answer.json()["rows"]] == [str(ONE), str(THREE)]


async def test_the_head_stands_above_all_that_was_committed(feed, owner):
    for _ in range(3):
        await owner.execute(INSERT, uuid4(), "pruning")
    await owner.execute("UPDATE outbox SET pos = NULL")

    assert (await feed.ask("/head")).json()["head"] == 3


async def test_whoever_restores_rotates_the_epoch(feed, database_urls):
    before = await feed.epoch()
    database = open_database(database_urls("sample").owner)
    await rotate_epoch(database)
    await database.close()

    assert await feed.epoch() != before
