"""Many workers at once: sealed, announced once each, and the same as one by one."""

from datetime import UTC
from datetime import date
from datetime import datetime
from uuid import UUID

import asyncpg
import pytest

from common.intake.stated import StatedWorker
from services.people.loading import Batch
from services.people.loading import HouseholdToLoad
from services.people.loading import LoadRefusedError
from services.people.loading import ToLoad
from services.people.loading import WorkerToLoad
from services.people.loading import load_people
from services.people.sealing import KeysDoNotBelongError
from services.people.sealing import make_keys
from services.people.sealing import read_keys
from services.people.tables import random_id
from services.people.workers.identities import Person
from services.people.workers.identities import Phone
from tests.people.builders import FEMALE
from tests.people.builders import MALE
from tests.people.builders import PHONE
from tests.people.builders import VILLAGE

HOUSEHOLD = UUID("01a1fdd5-0c97-77c8-8d2d-388ad0cb8f27")
NOW = datetime(2026, 3, 10, 8, tzinfo=UTC)


@pytest.fixture
def batch(sealing_keys) -> Batch:
    return Batch(sealing_keys, date(2026, 3, 10), NOW, synthetic=True)


def loaded_worker(number: str, **stated) -> WorkerToLoad:
    person = Person("张小三", "resident", number, None, (Phone(number=PHONE),))
    told = StatedWorker(area=VILLAGE, household=HOUSEHOLD, **stated)
    return WorkerToLoad(random_id(), person, told)


async def test_a_loaded_worker_reads_like_a_registered_one(
    county, database_urls, batch
):
    worker = loaded_worker(MALE, limits=("不能久站",), birth=date(1980, 2, 29))
    people = ToLoad((), [HouseholdToLoad(HOUSEHOLD, VILLAGE, 4)], iter([worker]))
    counts = await load_people(database_urls("people").owner, batch, people)
    card = await county.read(f"/workers/{worker.id}")
    facts = await county.read(f"/workers/{worker.id}/facts")
    household = await county.read(f"/households/{HOUSEHOLD}")

    assert counts == {"areas": 0, "households": 1, "workers": 1}
    assert (card["name"], card["sex"], card["version"]) == ("张*三", "male", 1)
    assert [fact["field"] for fact in facts] == ["area", "household", "limits"]
    assert facts[2]["value"] == ["不能久站"]
    assert (facts[2]["source"], facts[2]["said_by"]) == ("ledger", "office")
    assert (household["size"], household["members"]) == (4, [str(worker.id)])


async def test_a_loaded_worker_is_found_by_number_name_and_phone(
    county, database_urls, batch
):
    worker = loaded_worker(MALE)
    people = ToLoad((), [HouseholdToLoad(HOUSEHOLD, VILLAGE)], [worker])
    await load_people(database_urls("people").owner, batch, people)
    by_number = await county.write("/workers/find", {"id_number": MALE})
    by_phone = await county.write("/workers/find", {"phone": PHONE})
    by_name = await county.read("/workers", text="zxs")
    again = await county.refused(
        "/workers",
        {
            "name": "张三",
            "id_number": MALE,
            "origin": {"source": "visit"},
            "stated": {"area": VILLAGE},
        },
    )

    assert [row["id"] for row in by_number["rows"]] == [str(worker.id)]
    assert [row["id"] for row in by_phone["rows"]] == [str(worker.id)]
    assert [row["id"] for row in by_name] == [str(worker.id)]
    assert again["type"] == "/problems/worker-exists"


async def test_each_loaded_worker_is_announced_once(
    county, owner, database_urls, batch
):
    workers = [loaded_worker(MALE, night=True), loaded_worker(FEMALE, night=False)]
    people = ToLoad((), [HouseholdToLoad(HOUSEHOLD, VILLAGE)], workers)
    await load_people(database_urls("people").owner, batch, people)

    assert await owner.fetchval("SELECT count(*) FROM outbox") == 2


async def test_a_load_that_was_cut_off_is_simply_repeated(
    county, owner, database_urls, batch
):
    workers = [loaded_worker(MALE), loaded_worker(FEMALE)]
    homes = [HouseholdToLoad(HOUSEHOLD, VILLAGE)]
    url = database_urls("people").owner
    await load_people(url, batch, ToLoad((), homes, workers[:1]))
    await load_people(url, batch, ToLoad((), homes, workers))

    assert await owner.fetchval("SELECT count(*) FROM workers") == 2
    assert await owner.fetchval("SELECT max(version) FROM workers") == 1


async def test_a_wrong_identity_stops_the_load_and_is_not_repeated_in_the_error(
    county, database_urls, batch
):
    url = database_urls("people").owner
    real = Batch(batch.keys, batch.today, batch.now, synthetic=False)
    people = ToLoad((), [HouseholdToLoad(HOUSEHOLD, VILLAGE)], [loaded_worker(MALE)])

    with pytest.raises(LoadRefusedError, match=r"identity\.synthetic") as refused:
        await load_people(url, real, people)
    assert MALE not in str(refused.value)


async def test_two_people_under_one_number_are_refused(county, database_urls, batch):
    twice = [loaded_worker(MALE), loaded_worker(MALE)]
    people = ToLoad((), [HouseholdToLoad(HOUSEHOLD, VILLAGE)], twice)

    with pytest.raises(asyncpg.UniqueViolationError):
        await load_people(database_urls("people").owner, batch, people)


async def test_nothing_is_loaded_under_other_keys_than_the_datas(
    county, database_urls, batch, tmp_path
):
    strange = read_keys(make_keys(tmp_path / "people.json"))
    other = Batch(strange, batch.today, batch.now, synthetic=True)

    with pytest.raises(KeysDoNotBelongError):
        await load_people(database_urls("people").owner, other, ToLoad())
