"""Every revision leaves the program of the release before all that it needs."""

import shutil
from collections.abc import Callable
from pathlib import Path

import asyncpg
import pytest

from common.migrating import migrate
from deploy.databases import Urls
from tests.conftest import migrations_of
from tests.narrowing import narrowed
from tests.narrowing import schema_of

MEMBERS = ("people", "jobs", "gateway")
LATER = [
    (member, file.name)
    for member in MEMBERS
    for file in sorted(migrations_of(member).glob("0*.py"))[1:]
]
WRONG = {
    "op.drop_column('posts', 'title')": "posts.title is gone",
    "op.alter_column('posts', 'title', new_column_name='name')": "posts.title is gone",
    "op.drop_table('looks')": "looks.verdict is gone",
    "op.execute('ALTER TABLE posts ALTER openings TYPE bigint')": "is another type",
    "op.execute('ALTER TABLE posts ALTER look DROP DEFAULT')": "has no default",
    "op.execute('ALTER TABLE posts ALTER valid_from SET NOT NULL')": "not be empty",
    "op.execute('ALTER TABLE posts ADD pay text NOT NULL')": "posts.pay must be given",
    "op.execute('ALTER TABLE posts ADD CHECK (openings < 9)')": "posts must hold CHECK",
    "op.execute('CREATE UNIQUE INDEX ON posts (title)')": "posts must hold CREATE",
    "op.execute('ALTER TABLE looks RENAME TO seen')": "looks.verdict is gone",
    "op.execute('DROP FUNCTION feed_rotate')": "feed_rotate() is gone",
    "op.execute('ALTER TABLE posts ADD n int DEFAULT 1, ADD UNIQUE (n, title)')": (
        "posts must hold UNIQUE"
    ),
}
RIGHT = (
    "op.execute('ALTER TABLE posts ADD pay text')",
    "op.execute('ALTER TABLE posts ADD pay int NOT NULL DEFAULT 1 CHECK (pay > 0)')",
    "op.execute('CREATE INDEX ON posts (title)')",
    "op.execute('ALTER TABLE posts ADD n int, ADD UNIQUE (n, title)')",
    "op.execute('CREATE FUNCTION one() RETURNS int LANGUAGE sql AS $$SELECT 1$$')",
    "op.execute('CREATE TABLE extras (id int PRIMARY KEY, what text NOT NULL)')",
)


async def emptied(owner_url: str) -> None:
    connection = await asyncpg.connect(owner_url)
    await connection.execute("DROP SCHEMA public CASCADE")
    await connection.execute("CREATE SCHEMA public")
    await connection.close()


def revisions(folder: Path, member: str, last: str = "9") -> Path:
    """A folder with the member's revisions up to one."""
    folder.mkdir()
    for file in migrations_of(member).glob("0*.py"):
        if file.name <= last:
            shutil.copy(file, folder)
    return folder


def with_next(folder: Path, step: str) -> Path:
    """A folder of all that jobs has, and one revision more."""
    newest = max(file.name[:4] for file in revisions(folder, "jobs").glob("0*.py"))
    (folder / "0999_next.py").write_text(
        "from alembic import op\nrevision = '0999'\n"
        f"down_revision = '{newest}'\ndef upgrade() -> None:\n    {step}\n"
    )
    return folder


@pytest.mark.parametrize(("member", "revision"), LATER)
async def test_the_program_of_before_can_go_on(
    member: str, revision: str, tmp_path: Path, database_urls: Callable[[str], Urls]
) -> None:
    owner = database_urls(member).owner
    await emptied(owner)
    earlier = f"{int(revision[:4]) - 1:04d}~"
    migrate(owner, revisions(tmp_path / "before", member, earlier))
    before = await schema_of(owner)

    migrate(owner, revisions(tmp_path / "after", member, revision))
    after = await schema_of(owner)

    assert after != before
    assert narrowed(before, after) == []


async def lost(owner: str, folder: Path, step: str) -> str:
    before = await schema_of(owner)
    migrate(owner, with_next(folder, step))
    return "; ".join(narrowed(before, await schema_of(owner)))


@pytest.mark.parametrize("step", WRONG)
async def test_what_it_would_fall_over_is_found(
    step: str, tmp_path: Path, database_urls: Callable[[str], Urls]
) -> None:
    found = await lost(database_urls("jobs").owner, tmp_path / "next", step)

    assert WRONG[step] in found


@pytest.mark.parametrize("step", RIGHT)
async def test_what_it_need_not_know_is_let_pass(
    step: str, tmp_path: Path, database_urls: Callable[[str], Urls]
) -> None:
    found = await lost(database_urls("jobs").owner, tmp_path / "next", step)

    assert found == ""
