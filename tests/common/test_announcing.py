"""Triggers announce every change of a row or its children, with its version."""

import asyncio
from uuid import uuid4

import asyncpg
import pytest

from tests.common.sample.reading import DELETE
from tests.common.sample.reading import INSERT
from tests.common.sample.reading import NEED
from tests.common.sample.reading import UPDATE


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
