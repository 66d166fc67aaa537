"""Facts keep who said them, when and how; the newest words stand, the older remain."""

from tests.people.builders import VILLAGE
from tests.people.builders import a_change
from tests.people.builders import a_worker


def facts_by_field(rows):
    return {row["field"]: row for row in rows}


async def test_each_fact_tells_its_source_its_day_and_who_said_it(coordinator):
    origin = {"source": "phone", "said_by": "child", "said_on": "2026-03-01"}
    draft = a_worker(origin=origin, stated={"limits": ["不能久站"]})
    id = await coordinator.add(draft)
    fact = facts_by_field(await coordinator.read(f"/workers/{id}/facts"))["limits"]

    assert fact["value"] == ["不能久站"]
    assert (fact["source"], fact["said_by"]) == ("phone", "child")
    assert (fact["said_on"], fact["recorded_by"]) == ("2026-03-01", "coordinator-1")
    assert fact["replaced_at"] is None


async def test_only_what_was_stated_becomes_a_fact(coordinator):
    id = await coordinator.add(a_worker(stated={"night": False}))
    rows = await coordinator.read(f"/workers/{id}/facts")

    assert [row["field"] for row in rows] == ["area", "night"]


async def test_a_new_statement_replaces_and_the_former_stays_in_the_history(
    coordinator,
):
    id = await coordinator.add(a_worker(stated={"max_km": 5}))
    await coordinator.write(f"/workers/{id}", a_change(stated={"max_km": 12}), "PATCH")
    now = await coordinator.read(f"/workers/{id}/facts")
    ever = await coordinator.read(f"/workers/{id}/facts", history=True)

    assert facts_by_field(now)["max_km"]["value"] == 12
    assert [row["value"] for row in ever if row["field"] == "max_km"] == [12, 5]
    assert [row["replaced_at"] is None for row in ever] == [True, True, False]


async def test_words_of_an_earlier_day_only_enter_the_history(coordinator):
    draft = a_worker(
        origin={"source": "visit", "said_on": "2026-03-01"}, stated={"max_km": 5}
    )
    id = await coordinator.add(draft)
    origin = {"source": "ledger", "said_on": "2025-01-01"}
    change = {"origin": origin, "stated": {"max_km": 30, "state": "away"}}
    card = await coordinator.write(f"/workers/{id}", change, "PATCH")
    ever = await coordinator.read(f"/workers/{id}/facts", history=True)

    assert card["worker"]["reach"]["max_km"] == 5
    assert card["state"] == "away"
    assert [row["value"] for row in ever if row["field"] == "max_km"] == [30, 5]


async def test_of_the_body_no_list_stands_above_the_persons_own_word(coordinator):
    visit = {"source": "visit", "said_on": "2026-03-01"}
    id = await coordinator.add(a_worker(origin=visit, stated={"limits": ["不能久站"]}))
    ledger = {"source": "ledger", "said_on": "2026-03-10"}
    change = {"origin": ledger, "stated": {"limits": [], "max_km": 9}}
    await coordinator.write(f"/workers/{id}", change, "PATCH")
    doctor = {"source": "medical", "said_on": "2026-03-11"}
    kept = facts_by_field(await coordinator.read(f"/workers/{id}/facts"))
    change = {"origin": doctor, "stated": {"limits": ["忌高处"]}}
    await coordinator.write(f"/workers/{id}", change, "PATCH")
    now = facts_by_field(await coordinator.read(f"/workers/{id}/facts"))

    assert (kept["limits"]["value"], kept["max_km"]["value"]) == (["不能久站"], 9)
    assert now["limits"]["value"] == ["忌高处"]


async def test_words_of_the_same_day_replace(coordinator):
    origin = {"source": "visit", "said_on": "2026-03-01"}
    id = await coordinator.add(a_worker(origin=origin, stated={"night": True}))
    change = {"origin": origin, "stated": {"night": False}}
    card = await coordinator.write(f"/workers/{id}", change, "PATCH")

    assert card["worker"]["night"] is False


async def test_a_fact_that_is_taken_back_is_unknown_again(coordinator):
    id = await coordinator.add(a_worker(stated={"limits": ["不能久站"]}))
    change = a_change(stated={"limits": None})
    card = await coordinator.write(f"/workers/{id}", change, "PATCH")
    rows = await coordinator.read(f"/workers/{id}/facts")
    ever = await coordinator.read(f"/workers/{id}/facts", history=True)

    assert card["worker"]["limits"] is None
    assert "limits" not in facts_by_field(rows)
    assert "limits" in facts_by_field(ever)


async def test_asked_and_nothing_named_differs_from_not_asked(coordinator):
    id = await coordinator.add(a_worker(stated={"limits": [], "certificates": []}))
    worker = (await coordinator.read(f"/workers/{id}"))["worker"]

    assert (worker["limits"], worker["licences"]) == ({}, [])
    assert worker["skills"] is None


async def test_a_change_of_one_fact_leaves_the_others(coordinator):
    id = await coordinator.add(a_worker(stated={"night": True, "max_km": 5}))
    change = a_change(stated={"max_km": 6})
    card = await coordinator.write(f"/workers/{id}", change, "PATCH")

    assert (card["worker"]["night"], card["worker"]["reach"]["max_km"]) == (True, 6)


async def test_facts_of_health_and_need_lie_sealed(coordinator, owner):
    stated = {
        "limits": ["不能久站"],
        "capabilities": {"hear": "none"},
        "categories": ["残疾人"],
        "certificates": ["电工证"],
        "said": "左手不方便",
        "vetoes": ["不进厂"],
    }
    id = await coordinator.add(a_worker(stated=stated))
    bare = await owner.fetch("SELECT field FROM worker_facts WHERE sealed IS NULL")
    rows = await coordinator.read(f"/workers/{id}/facts")

    assert [row["field"] for row in bare] == ["area"]
    assert {row["field"]: row["value"] for row in rows} == {
        "area": VILLAGE,
        **stated,
    }


async def test_a_sealed_fact_moved_to_another_worker_does_not_open(coordinator, owner):
    one = await coordinator.add(a_worker(stated={"said": "左手不方便"}))
    other = await coordinator.add(a_worker(id_number=None, stated={"said": "都好"}))
    await owner.execute(
        "UPDATE worker_facts SET sealed = (SELECT sealed FROM worker_facts"
        " WHERE worker_id = $1 AND field = 'said')"
        " WHERE worker_id = $2 AND field = 'said'",
        one,
        other,
    )

    assert await coordinator.status(f"/workers/{one}/facts") == 200
    assert await coordinator.status(f"/workers/{other}/facts") == 500


async def test_a_sealed_name_moved_to_another_worker_does_not_open(coordinator, owner):
    one = await coordinator.add(a_worker())
    other = await coordinator.add(a_worker(id_number=None, name="李四"))
    await owner.execute(
        "UPDATE workers SET name_sealed ="
        " (SELECT name_sealed FROM workers WHERE id = $1) WHERE id = $2",
        one,
        other,
    )

    assert await coordinator.status(f"/workers/{one}") == 200
    assert await coordinator.status(f"/workers/{other}") == 500
