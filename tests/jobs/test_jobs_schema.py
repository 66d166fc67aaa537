"""The database is what the code declares: tables, triggers, policies."""

from collections.abc import Callable
from pathlib import Path

from sqlmodel import select

from common.database import open_database
from common.migrating import revise
from common.tokens import Caller
from deploy.databases import Urls
from services.jobs.announcing import declared
from services.jobs.posts.filing import PostRow
from tests.conftest import migrations_of
from tests.jobs.builders import OTHER_TOWN
from tests.jobs.builders import stated
from tests.jobs.conftest import Desk
from tests.laid import undeclared


def test_every_trigger_and_policy_is_declared(
    database_urls: Callable[[str], Urls],
) -> None:
    assert undeclared(database_urls("jobs").owner, declared()) == set()


def test_the_migrations_leave_nothing_to_revise(
    database_urls: Callable[[str], Urls], tmp_path: Path
) -> None:
    for file in migrations_of("jobs").glob("0*.py"):
        (tmp_path / file.name).write_text(file.read_text())

    written = revise(database_urls("jobs").owner, tmp_path, PostRow.metadata, "nothing")

    assert "op." not in written.read_text().split("def upgrade")[1]


async def test_the_policies_alone_hide_foreign_drafts(
    county: Desk, database_url: Callable[[str], str]
) -> None:
    employer = await county.employer()
    draft = {"employer": employer, "stated": stated()}
    own = (await county.write("/posts", draft))["id"]
    far = draft | {"stated": stated(area=OTHER_TOWN)}
    await county.write("/posts", far)
    township = Caller("tester", "township", ("990121101",))
    database = open_database(database_url("jobs"))

    async with database.transaction(township) as session:
        seen = [str(id) for id in await session.exec(select(PostRow.id))]
    async with database.transaction() as session:
        nothing = list(await session.exec(select(PostRow.id)))
    await database.close()

    assert (seen, nothing) == ([own], [])
