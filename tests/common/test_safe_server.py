"""What a member refuses in a PostgreSQL before it stores anything there."""

from collections.abc import Callable
from uuid import uuid4

import pytest

from common.database import UnsafeServerError
from common.database import open_database
from tests.conftest import Cluster


async def refusal(url: str) -> str:
    """What a member says of that database when it starts."""
    database = open_database(url)
    with pytest.raises(UnsafeServerError) as refused:
        await database.check()
    await database.close()
    return str(refused.value)


def made(postgres: Cluster, options: str) -> str:
    """A database of the tests' cluster with those options; its address."""
    name = f"t_{uuid4().hex[:16]}"
    postgres.execute(f"CREATE DATABASE {name} TEMPLATE template0 {options}")
    return f"{postgres.server.admin_url.rsplit('/', 1)[0]}/{name}"


@pytest.mark.parametrize("setting", ["fsync", "full_page_writes", "bypasses policies"])
async def test_a_setting_that_may_lose_or_show_too_much_is_named(
    postgres: Cluster, setting: str
) -> None:
    assert setting in await refusal(postgres.server.admin_url)


async def test_an_encoding_that_is_not_utf8_is_named(postgres: Cluster) -> None:
    url = made(postgres, "ENCODING 'LATIN1' LOCALE 'C'")

    assert "server_encoding" in await refusal(url)


async def test_indexes_in_an_order_of_before_an_upgrade_are_named(
    postgres: Cluster,
) -> None:
    url = made(postgres, "ENCODING 'UTF8'")
    before = await refusal(url)
    name = url.rsplit("/", 1)[1]
    postgres.execute(
        f"UPDATE pg_database SET datcollversion = '0' WHERE datname = '{name}'"
    )

    assert "sorts anew" not in before
    assert "sorts anew" in await refusal(url)


async def test_a_role_cannot_be_set_to_forget(
    postgres: Cluster, database_url: Callable[[str], str]
) -> None:
    """What a connection asks for itself stands above what its role was given."""
    url = database_url("sample")
    postgres.execute("ALTER ROLE sample_app SET synchronous_commit = off")
    said = await refusal(url)
    postgres.execute("ALTER ROLE sample_app RESET synchronous_commit")

    assert "fsync" in said
    assert "synchronous_commit" not in said
