"""Two sources that disagree: a case, a decision, and a history that stays true."""

from typing import Any

import pytest

from tests.people.builders import VILLAGE
from tests.people.builders import a_worker
from tests.people.conftest import Voice
from tests.people.conftest import VoiceOf


async def told(voice: Voice, worker: str, source: str, day: str, **stated: Any) -> None:
    body = {"origin": {"source": source, "said_on": day}, "stated": stated}
    await voice.write(f"/workers/{worker}", body, "PATCH")


def summary(case: Any) -> tuple[Any, ...]:
    return case["field"], case["kept"]["value"], case["other"]["value"]


@pytest.fixture
async def quarrel(coordinator: Voice) -> str:
    """Somebody of whom a visit and a comparison of data say different things."""
    worker = await coordinator.add(a_worker())
    await told(coordinator, worker, "comparison", "2026-10-01", state="working")
    await told(coordinator, worker, "visit", "2026-10-08", state="looking")
    return worker


async def test_sources_that_disagree_are_a_case_with_both_values(
    coordinator: Voice, quarrel: str
) -> None:
    cases = await coordinator.read("/cases")

    assert [summary(case) for case in cases] == [("state", "looking", "working")]
    assert [cases[0][side]["source"] for side in ("kept", "other")] == [
        "visit",
        "comparison",
    ]


async def test_health_is_compared_too_though_it_is_sealed(coordinator: Voice) -> None:
    worker = await coordinator.add(a_worker())
    await told(coordinator, worker, "visit", "2026-10-08", limits=["腰不好", "怕高"])
    await told(coordinator, worker, "phone", "2026-10-09", limits=["怕高", "腰不好"])
    same = await coordinator.read("/cases")
    await told(coordinator, worker, "self", "2026-10-10", limits=["无"])

    assert same == []
    assert [case["field"] for case in await coordinator.read("/cases")] == ["limits"]


async def test_a_later_word_or_the_same_source_is_no_quarrel(
    coordinator: Voice,
) -> None:
    worker = await coordinator.add(a_worker())
    await told(coordinator, worker, "comparison", "2026-05-01", state="working")
    await told(coordinator, worker, "visit", "2026-10-08", state="looking")
    await told(coordinator, worker, "visit", "2026-10-09", state="away")

    assert await coordinator.read("/cases") == []


async def test_the_other_statement_holds_after_a_decision_and_the_case_is_closed(
    coordinator: Voice, county: Voice, quarrel: str
) -> None:
    case = (await county.read("/cases", area=VILLAGE))[0]
    path = f"/workers/{quarrel}/cases/state/decide"
    chosen = {"chosen": case["other"]["number"], "note": "社保在缴，已核对"}
    await county.write(path, chosen)
    card = await county.read(f"/workers/{quarrel}")
    facts = await county.read(f"/workers/{quarrel}/facts")
    state = next(fact for fact in facts if fact["field"] == "state")
    again = await county.refused(path, chosen)

    assert card["state"] == "working"
    assert (state["source"], state["recorded_by"]) == ("comparison", "county-1")
    assert await coordinator.read("/cases") == []
    assert again["type"] == "/problems/nothing-to-decide"


async def test_a_decision_for_what_holds_changes_nothing_else(
    county: Voice, quarrel: str
) -> None:
    case = (await county.read("/cases"))[0]
    before = await county.read(f"/workers/{quarrel}/facts", history=True)
    chosen = {"chosen": case["kept"]["number"], "note": "上门见到本人"}
    await county.write(f"/workers/{quarrel}/cases/state/decide", chosen)

    assert await county.read(f"/workers/{quarrel}/facts", history=True) == before
    assert await county.read("/cases") == []


async def test_a_new_disagreement_after_a_decision_is_a_new_case(
    coordinator: Voice, county: Voice, quarrel: str
) -> None:
    case = (await county.read("/cases"))[0]
    chosen = {"chosen": case["kept"]["number"], "note": "上门见到本人"}
    await county.write(f"/workers/{quarrel}/cases/state/decide", chosen)
    await told(coordinator, quarrel, "phone", "2026-10-12", state="away")

    assert [summary(one) for one in await county.read("/cases")] == [
        ("state", "away", "looking")
    ]


async def test_the_village_sees_cases_and_those_above_decide(
    coordinator: Voice, voice_of: VoiceOf, quarrel: str
) -> None:
    path = f"/workers/{quarrel}/cases/state/decide"
    chosen = {"chosen": 1, "note": "我说了算"}
    far = voice_of("township", "990122101")

    assert await coordinator.status(path, chosen, "POST") == 403
    assert await far.status(path, chosen, "POST") == 404
    assert await far.read("/cases") == []


async def test_facts_are_read_as_they_stood_on_a_day(
    coordinator: Voice, owner: Any
) -> None:
    origin = {"source": "visit", "said_on": "2026-09-01"}
    draft = a_worker(origin=origin, stated={"schooling": "初中"})
    worker = await coordinator.add(draft)
    await owner.execute("UPDATE worker_facts SET recorded_at = '2026-09-01T00:00:00Z'")
    await told(coordinator, worker, "phone", "2026-11-01", schooling="高中")
    path = f"/workers/{worker}/facts"
    answers = [
        {
            fact["value"]
            for fact in await coordinator.read(path, as_of=day)
            if fact["field"] == "schooling"
        }
        for day in ("2026-08-31", "2026-09-01", "2999-01-01")
    ]

    assert answers == [set(), {"初中"}, {"高中"}]
