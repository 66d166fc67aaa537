"""The database is what the code declares."""

from collections.abc import Callable
from pathlib import Path

import asyncpg
import pytest

from common.migrating import revise
from deploy.databases import Urls
from gateway.tables import Table
from tests.conftest import migrations_of


def test_the_migrations_leave_nothing_to_revise(
    database_urls: Callable[[str], Urls], tmp_path: Path
) -> None:
    for file in migrations_of("gateway").glob("0*.py"):
        (tmp_path / file.name).write_text(file.read_text())

    written = revise(database_urls("gateway").owner, tmp_path, Table.metadata, "more")

    assert "op." not in written.read_text().split("def upgrade")[1]


@pytest.mark.parametrize(
    "row",
    [
        "'boss', NULL, NULL, '2026-01-01', NULL",
        "'county', '4309', NULL, '2026-01-01', NULL",
        "'county', '990121000000', gen_random_uuid(), '2026-01-01', NULL",
        "'county', '990121000000', NULL, '2026-01-02', '2026-01-01'",
    ],
)
async def test_the_database_itself_refuses_postings_that_cannot_be(
    database_url: Callable[[str], str], row: str
) -> None:
    connection = await asyncpg.connect(database_url("gateway"))
    account = (
        "INSERT INTO accounts (id, name, title, password_hash, active)"
        " VALUES (gen_random_uuid(), 'a', 'b', 'c', true) RETURNING id"
    )
    id = await connection.fetchval(account)
    posting = (
        "INSERT INTO postings (id, account, role, area, employer, valid_from,"
        f" valid_until) VALUES (gen_random_uuid(), '{id}', {row})"
    )

    with pytest.raises(asyncpg.CheckViolationError):
        await connection.execute(posting)
    await connection.close()
