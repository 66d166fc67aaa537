"""A request is one transaction under the caller's scope, and row policies hold."""

import asyncio
from uuid import UUID
from uuid import uuid4

import pytest
from sqlalchemy.exc import ProgrammingError

from common.database import SESSION_SETTINGS
from common.database import DatabaseAway
from common.database import DatabaseBusy
from common.database import UnsafeServerError
from common.database import open_database
from common.database import run_sql
from common.tokens import Caller
from tests.common.sample.tables import NeedRow
from tests.common.sample.tables import PostRow

DRAFT = {"title": "pruning", "area": "511922100201", "openings": 2}
HERE, THERE = "511922100201", "511923100201"
EMPLOYER = UUID(int=7)
COUNTY = Caller("li", "county", ("511922",))
TITLES = "SELECT title FROM posts ORDER BY title"


@pytest.fixture
async def database(database_urls):
    opened = open_database(database_urls("sample").app, pool_size=3)
    yield opened
    await opened.close()


@pytest.fixture
async def feed_role(database_urls):
    opened = open_database(database_urls("sample").feed)
    yield opened
    await opened.close()


@pytest.fixture
async def four_posts(owner):
    """Here, there, there but of our employer, there but published."""
    await owner.executemany(
        "INSERT INTO posts (id, title, area, employer, published)"
        " VALUES ($1, $2, $3, $4, $5)",
        [
            (UUID(int=1), "here", HERE, None, False),
            (UUID(int=2), "there", THERE, None, False),
            (UUID(int=3), "ours", THERE, EMPLOYER, False),
            (UUID(int=4), "open", THERE, None, True),
        ],
    )
    await owner.execute(
        "INSERT INTO needs SELECT gen_random_uuid(), id, title FROM posts"
    )


async def seen(database, caller, query=TITLES) -> list[str]:
    async with database.transaction(caller) as session:
        return [row[0] for row in await run_sql(session, query)]


async def test_a_written_post_is_there_for_the_next_request(sample, bearer):
    made = await sample.post("/posts", json=DRAFT, headers=bearer("sample"))
    found = await sample.get("/posts", headers=bearer("sample"))

    assert (made.status_code, made.json()["version"]) == (201, 1)
    assert found.json() == ["pruning"]


async def test_a_problem_rolls_everything_back(sample, bearer):
    refused = await sample.post("/posts/refused", headers=bearer("sample"))
    found = await sample.get("/posts", headers=bearer("sample"))

    assert refused.status_code == 409
    assert found.json() == []


async def test_a_row_knows_its_version_after_each_flush(database):
    async with database.transaction(Caller("li", "county", ("",))) as session:
        row = PostRow(title="pruning", area=HERE)
        session.add(row)
        await session.flush()
        first = row.version
        row.title = "grafting"
        await session.flush()
        second = row.version
        session.add(NeedRow(post_id=row.id, code="LIFT"))
        await session.flush()
        await session.refresh(row)

    assert (first, second, row.version) == (1, 2, 3)


@pytest.mark.parametrize(
    ("caller", "titles"),
    [
        (None, ["open"]),
        (Caller("li", "county"), ["open"]),
        (Caller("li", "county", ("511922",)), ["here", "open"]),
        (Caller("li", "township", ("511922100",)), ["here", "open"]),
        (Caller("li", "township", ("511922101",)), ["open"]),
        (
            Caller("li", "county", ("511922", "511923")),
            ["here", "open", "ours", "there"],
        ),
        (Caller("li", "admin", ("",)), ["here", "open", "ours", "there"]),
        (Caller("wu", "hr", (), EMPLOYER), ["open", "ours"]),
    ],
)
@pytest.mark.usefixtures("four_posts")
async def test_a_caller_reads_what_lies_in_scope(database, caller, titles):
    assert await seen(database, caller) == titles


@pytest.mark.usefixtures("four_posts")
async def test_children_are_read_with_their_root(database):
    query = "SELECT code FROM needs ORDER BY code"

    assert await seen(database, COUNTY, query) == ["here", "open"]


@pytest.mark.usefixtures("four_posts")
async def test_one_request_leaves_no_scope_behind_for_the_next(database_urls):
    database = open_database(database_urls("sample").app, pool_size=1)
    with_scope = await seen(database, COUNTY)
    without = await seen(database, None)
    await database.close()

    assert (with_scope, without) == (["here", "open"], ["open"])


@pytest.mark.usefixtures("four_posts")
async def test_what_is_open_to_read_is_not_open_to_write(database, owner):
    async with database.transaction(COUNTY) as session:
        changed = await run_sql(session, "UPDATE posts SET title = 'mine'")

    assert changed.rowcount == 1
    assert await owner.fetchval("SELECT title FROM posts WHERE published") == "open"


async def test_a_row_cannot_be_added_out_of_scope(database):
    with pytest.raises(ProgrammingError, match="row-level security"):
        async with database.transaction(COUNTY) as session:
            session.add(PostRow(title="elsewhere", area=THERE))
            await session.flush()


@pytest.mark.usefixtures("four_posts")
async def test_a_row_cannot_be_moved_out_of_scope(database):
    with pytest.raises(ProgrammingError, match="row-level security"):
        async with database.transaction(COUNTY) as session:
            await run_sql(session, f"UPDATE posts SET area = '{THERE}'")


@pytest.mark.usefixtures("four_posts")
async def test_the_feed_role_reads_all_and_writes_nothing(feed_role):
    assert await seen(feed_role, None) == ["here", "open", "ours", "there"]
    with pytest.raises(ProgrammingError, match="permission denied"):
        async with feed_role.transaction() as session:
            await run_sql(session, "UPDATE posts SET title = 'mine'")


@pytest.mark.parametrize("table", ["outbox", "tombstones", "feed_head"])
async def test_the_app_role_reaches_nothing_of_the_feed(database, table):
    with pytest.raises(ProgrammingError, match="permission denied"):
        await seen(database, None, f"SELECT 1 FROM {table}")


async def test_the_app_role_cannot_switch_its_limits_off(database):
    with pytest.raises(ProgrammingError, match="owner"):
        async with database.transaction() as session:
            await run_sql(session, "ALTER TABLE posts DISABLE ROW LEVEL SECURITY")


async def test_every_session_has_its_time_limits(database):
    query = "SELECT lower(name) || '=' || current_setting(name) FROM pg_settings"
    names = await seen(database, None, query)

    assert {f"{k}={v}" for k, v in SESSION_SETTINGS.items()} <= set(names)


async def test_a_second_transaction_in_one_task_is_refused(database):
    with pytest.raises(RuntimeError, match="already holds"):
        async with database.transaction(), database.transaction():
            pass


async def test_tasks_side_by_side_each_have_their_own(database):
    both = await asyncio.gather(*(seen(database, None, "SELECT 1") for _ in range(9)))

    assert both == [[1]] * 9


async def test_an_exhausted_pool_is_unavailable_in_time(database, monkeypatch):
    monkeypatch.setattr(database.engine.pool, "_timeout", 0.1)
    held = [asyncio.create_task(hold(database)) for _ in range(3)]
    await asyncio.sleep(0.3)

    with pytest.raises(DatabaseAway):
        await database.ping()
    await asyncio.gather(*held)


async def hold(database) -> None:
    async with database.transaction() as session:
        await run_sql(session, "SELECT pg_sleep(0.8)")


@pytest.mark.usefixtures("four_posts")
async def test_a_row_that_somebody_holds_is_busy(database, owner):
    with pytest.raises(DatabaseBusy):
        async with owner.acquire() as other, other.transaction():
            await other.execute("UPDATE posts SET title = 'held'")
            async with database.transaction(COUNTY) as session:
                await run_sql(session, "SET LOCAL lock_timeout = '100ms'")
                await run_sql(session, "UPDATE posts SET title = 'mine'")


async def test_a_killed_connection_is_away_once_and_then_heals(database, postgres):
    with pytest.raises(DatabaseAway):
        async with database.transaction() as session:
            pid = (await run_sql(session, "SELECT pg_backend_pid()")).scalar()
            postgres.execute(f"SELECT pg_terminate_backend({pid})")
            await run_sql(session, "SELECT 1")

    await database.ping()


async def test_a_silent_server_is_away():
    database = open_database("postgresql://nobody:x@127.0.0.1:1/none")

    with pytest.raises(DatabaseAway):
        await database.ping()
    await database.close()


async def test_a_server_that_may_lose_writes_is_refused(database):
    """The tests' own cluster is one: it runs without fsync."""
    with pytest.raises(UnsafeServerError, match="fsync"):
        await database.check()


async def test_a_failed_statement_keeps_its_values_to_itself(database):
    with pytest.raises(ProgrammingError) as failed:
        async with database.transaction() as session:
            await run_sql(session, "SELECT * FROM nowhere WHERE x = :x", x=str(uuid4()))

    assert "parameters hidden" in str(failed.value)
