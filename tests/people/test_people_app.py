"""The service starts only with keys that belong to its data, and lays what it says."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from services.people.announcing import declared
from services.people.app import Settings
from services.people.sealing import KeysDoNotBelongError
from services.people.sealing import make_keys
from tests.laid import undeclared


async def test_a_start_with_other_keys_than_the_datas_is_refused(
    client_for, app_of, tmp_path: Path
):
    await client_for(app_of())
    strange = make_keys(tmp_path / "people.json")

    with pytest.raises(KeysDoNotBelongError):
        await client_for(app_of(keys_file=strange))


async def test_a_second_start_with_the_same_keys_is_fine(client_for, app_of):
    await client_for(app_of())
    client = await client_for(app_of())

    assert (await client.get("/readyz")).status_code == 200


async def test_keys_that_others_may_read_stop_the_start(app_of, tmp_path: Path):
    file = make_keys(tmp_path / "people.json")
    file.chmod(0o644)

    with pytest.raises(PermissionError):
        app_of(keys_file=file)


def test_production_refuses_invented_identities(settings_for, sealing_keys_file):
    told = settings_for("people", keys_file=sealing_keys_file)

    with pytest.raises(ValidationError, match="invented"):
        Settings(**{**told, "environment": "production"})


def test_the_database_has_the_triggers_and_policies_that_are_declared(database_urls):
    assert undeclared(database_urls("people").owner, declared()) == set()


async def test_every_table_of_persons_has_forced_row_policies(owner):
    bare = await owner.fetch(
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND NOT relforcerowsecurity"
        " AND relnamespace = 'public'::regnamespace ORDER BY relname"
    )

    assert [row["relname"] for row in bare] == [
        "alembic_version",
        "areas",
        "feed_head",
        "forgotten",
        "idempotency",
        "key_checks",
        "outbox",
        "tombstones",
    ]
