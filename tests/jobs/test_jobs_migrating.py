"""The program goes on writing while a newer release's revision is laid."""

import asyncio
import shutil
import time
from collections.abc import AsyncIterator
from collections.abc import Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from dataclasses import field
from pathlib import Path

import asyncpg
import pytest
from sqlalchemy.exc import DBAPIError

from common.migrating import migrate
from deploy.databases import Urls
from tests.conftest import migrations_of
from tests.jobs.builders import stated
from tests.jobs.conftest import Desk

# A wait for a lock ends after two seconds, and then the write itself comes.
LONGEST_S = 5.0
NEXT = """
import sqlalchemy as sa
from alembic import op

revision = "0999"
down_revision = "{newest}"


def upgrade() -> None:
    op.add_column("posts", sa.Column("more", sa.Text(), server_default=""))
    op.create_index("ix_posts_more", "posts", ["more"])
    op.create_table("extras", sa.Column("id", sa.Uuid(), primary_key=True))
    op.execute("UPDATE posts SET more = title")
"""


@dataclass
class Written:
    """What was answered, and how long the slowest took."""

    statuses: list[int] = field(default_factory=list)
    longest_s: float = 0.0

    async def more(self, count: int) -> None:
        """Until so many more are answered."""
        wanted = len(self.statuses) + count
        async with asyncio.timeout(60):
            while len(self.statuses) < wanted:  # noqa: ASYNC110 - many set it
                await asyncio.sleep(0.01)


@pytest.fixture
def newer(tmp_path: Path) -> Path:
    folder = tmp_path / "newer"
    shutil.copytree(migrations_of("jobs"), folder)
    newest = max(file.name[:4] for file in folder.glob("0*.py"))
    (folder / "0999_next.py").write_text(NEXT.format(newest=newest))
    return folder


@asynccontextmanager
async def writing(county: Desk) -> AsyncIterator[Written]:
    """Two officers who write posts one after the other until it ends."""
    written, employer = Written(), await county.employer()
    draft = {"employer": employer, "stated": stated(state="published")}
    # The first post of a process reads all dictionaries, which may take a deadline.
    while (await county.ask("POST", "/posts", json=draft)).status_code != 201:
        continue

    async def write() -> None:
        while True:
            began = time.monotonic()
            answer = await county.ask("POST", "/posts", json=draft)
            written.statuses.append(answer.status_code)
            written.longest_s = max(written.longest_s, time.monotonic() - began)

    writers = [asyncio.create_task(write()) for _ in range(2)]
    try:
        await written.more(5)
        yield written
        await written.more(5)
    finally:
        for one in writers:
            one.cancel()
        await asyncio.gather(*writers, return_exceptions=True)


async def test_no_write_fails_while_a_revision_is_laid(
    county: Desk, newer: Path, database_urls: Callable[[str], Urls]
) -> None:
    owner = database_urls("jobs").owner

    async with writing(county) as written:
        await asyncio.to_thread(migrate, owner, newer)

    assert set(written.statuses) == {201}
    assert written.longest_s < LONGEST_S
    assert await value(owner, "SELECT count(*) FROM posts WHERE more <> ''") >= 5


async def test_a_revision_that_must_wait_gives_up_and_holds_nobody(
    county: Desk, newer: Path, database_urls: Callable[[str], Urls]
) -> None:
    owner = database_urls("jobs").owner
    reader = await asyncpg.connect(owner)
    reading = reader.transaction()
    await reading.start()
    await reader.execute("SELECT count(*) FROM posts")

    async with writing(county) as written:
        with pytest.raises(DBAPIError, match="lock timeout"):
            await asyncio.to_thread(migrate, owner, newer)
    await reading.rollback()
    await reader.close()

    assert set(written.statuses) == {201}
    assert written.longest_s < LONGEST_S
    assert await value(owner, "SELECT version_num FROM alembic_version") != "0999"
    await asyncio.to_thread(migrate, owner, newer)
    assert await value(owner, "SELECT version_num FROM alembic_version") == "0999"


async def value(url: str, query: str) -> object:
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetchval(query)
    finally:
        await connection.close()
