"""The database is what the code declares: tables, triggers, policies."""

from collections.abc import Callable
from pathlib import Path

from common.migrating import revise
from deploy.databases import Urls
from services.jobs.announcing import declared
from services.jobs import app
from tests.conftest import migrations_of
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

    written = revise(
        database_urls("jobs").owner, tmp_path, app.Table.metadata, "nothing"
    )

    assert "op." not in written.read_text().split("def upgrade")[1]
