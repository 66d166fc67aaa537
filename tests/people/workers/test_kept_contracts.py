"""A contract told once is read from beside its worker, while it still holds."""

import asyncio
from uuid import UUID

import pytest

from common.contracts.people import Worker
from common.database import open_database
from services.people.workers.kept import Kept
from services.people.workers.kept import seal_contract
from tests.people.builders import VILLAGE
from tests.people.builders import a_change
from tests.people.builders import a_worker

COUNT = "SELECT count(*) FROM kept_contracts"


async def bodies(feed) -> dict[str, dict]:
    """The contracts of a reading from the beginning."""
    page = await feed.read("/internal/feed/snapshot", kind="worker")
    return {row["id"]: row["body"] for row in page["rows"] if row["body"]}


async def keep(feed, owner) -> None:
    """Read everything, and wait until it is kept."""
    known = len(await bodies(feed))
    async with asyncio.timeout(10):
        while await owner.fetchval(COUNT) < known:  # noqa: ASYNC110 - a database
            await asyncio.sleep(0.05)


@pytest.fixture
async def kept(coordinator, feed, owner) -> str:
    """A worker whose contract is kept."""
    id = await coordinator.add(a_worker(stated={"said": "会缝纫"}))
    await keep(feed, owner)
    return id


async def replaced(owner, keys, worker: str, body: dict) -> None:
    """Another contract, sealed as the service would."""
    contract = Worker.model_validate(body)
    query = "SELECT version FROM workers WHERE id = $1"
    version = await owner.fetchval(query, UUID(worker))
    sealed = seal_contract(keys, version, contract)
    await owner.execute("UPDATE kept_contracts SET sealed = $1", sealed)


async def test_it_is_told_as_it_was_made(kept, coordinator, feed):
    card = await coordinator.read(f"/workers/{kept}")

    assert (await bodies(feed))[kept] == card["worker"]


async def test_what_is_kept_is_read_and_not_made_again(kept, feed, owner, sealing_keys):
    body = {**(await bodies(feed))[kept], "schooling": "bachelor"}
    await replaced(owner, sealing_keys, kept, body)

    assert (await bodies(feed))[kept]["schooling"] == "bachelor"


@pytest.mark.parametrize(
    "spoilt",
    ["shape = 'other code'", "sealed = sealed || '!'", "version = version - 1"],
)
async def test_what_no_longer_holds_is_made_again(
    kept, feed, owner, sealing_keys, spoilt
):
    right = (await bodies(feed))[kept]
    await replaced(owner, sealing_keys, kept, {**right, "schooling": "bachelor"})
    await owner.execute(f"UPDATE kept_contracts SET {spoilt}")

    assert (await bodies(feed))[kept] == right


async def test_an_area_known_better_makes_it_anew(kept, feed, owner):
    query = "UPDATE areas SET lat = 22.5, lng = 109.5, accuracy_m = 4321"
    await owner.execute("ALTER TABLE areas DISABLE TRIGGER area_moved")
    await owner.execute(f"{query} WHERE code = $1", VILLAGE)

    assert (await bodies(feed))[kept]["place"]["accuracy_m"] == 4321


async def test_a_change_forgets_it_in_the_same_transaction(kept, coordinator, owner):
    change = a_change(stated={"night": True})
    await coordinator.write(f"/workers/{kept}", change, "PATCH")

    assert await owner.fetchval(COUNT) == 0


async def test_of_whom_is_erased_nothing_is_kept(kept, coordinator, feed, owner):
    said = {"kind": "erase", "said_by": "self"}
    await coordinator.write(f"/workers/{kept}/withdraw", said)
    told = await bodies(feed)
    await asyncio.sleep(1)

    assert told == {}
    assert await owner.fetchval(COUNT) == 0


async def test_who_changed_before_it_was_kept_is_not_kept_as_before(
    kept, coordinator, feed, owner, sealing_keys, database_urls
):
    before = Worker.model_validate((await bodies(feed))[kept])
    query = "SELECT version FROM workers WHERE id = $1"
    version = await owner.fetchval(query, UUID(kept))
    late = Kept(sealing_keys)
    late.add(version, b"shape", before)
    change = a_change(stated={"night": True})
    await coordinator.write(f"/workers/{kept}", change, "PATCH")
    database = open_database(database_urls("people").feed)
    await late.store(database)
    await database.close()

    assert await owner.fetchval(COUNT) == 0
