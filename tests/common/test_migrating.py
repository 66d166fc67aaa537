"""Migrations run forward once, and what is laid is what is declared."""

from concurrent.futures import ThreadPoolExecutor

import asyncpg
import pytest
from sqlalchemy import Column
from sqlalchemy import Text

from common.migrating import migrate
from common.migrating import revise
from common.migrating import scope_sql
from common.migrating import trigger_sql
from tests.common.sample.tables import ANNOUNCED
from tests.common.sample.tables import SCOPES
from tests.common.sample.tables import PostRow
from tests.common.sample.tables import Table
from tests.conftest import migrations_of
from tests.laid import undeclared

DECLARED = trigger_sql(ANNOUNCED) + scope_sql("sample", SCOPES)


@pytest.fixture
def owner_url(database_urls) -> str:
    return database_urls("sample").owner


def test_triggers_and_policies_are_as_declared(owner_url):
    assert undeclared(owner_url, DECLARED) == set()


def test_a_missing_trigger_is_found(owner_url):
    found = undeclared(owner_url, trigger_sql(ANNOUNCED[:1]) + DECLARED[5:])

    assert len(found) == 3
    assert all("feed_bump" in one for one in found)


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER POLICY app_reads ON posts USING (true)",
        "ALTER POLICY app_reads ON posts TO PUBLIC",
        "DROP POLICY feed_reads ON posts",
        "CREATE POLICY more ON posts USING (true)",
        "ALTER TABLE posts NO FORCE ROW LEVEL SECURITY",
        "ALTER TABLE posts DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE posts DISABLE TRIGGER feed_announce",
    ],
)
async def test_a_loosened_policy_is_found(owner_url, statement):
    connection = await asyncpg.connect(owner_url)
    await connection.execute(statement)
    await connection.close()

    assert undeclared(owner_url, DECLARED) != set()


async def test_comparing_changes_nothing(owner_url):
    undeclared(owner_url, [])

    assert undeclared(owner_url, DECLARED) == set()


def test_several_may_migrate_at_once(owner_url):
    with ThreadPoolExecutor(4) as threads:
        runs = [
            threads.submit(migrate, owner_url, migrations_of("sample"))
            for _ in range(4)
        ]

    assert [run.result() for run in runs] == [None] * 4


@pytest.fixture
def folder(tmp_path):
    """A copy of the sample's revisions."""
    for file in migrations_of("sample").glob("*.py"):
        (tmp_path / file.name).write_text(file.read_text())
    return tmp_path


async def test_a_revision_gets_the_next_number_and_what_is_missing(owner_url, folder):
    wanted = Table.metadata
    extra = Column("season", Text())
    PostRow.__table__.append_column(extra)
    file = revise(owner_url, folder, wanted, "posts have a season")
    PostRow.__table__._columns.remove(extra)
    migrate(owner_url, folder)
    connection = await asyncpg.connect(owner_url)
    added = await connection.fetchval("SELECT count(season) FROM posts")
    await connection.close()

    assert file.name == "0002_posts_have_a_season.py"
    assert file.read_text().count("op.") == 1
    assert added == 0
