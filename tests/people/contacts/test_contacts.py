"""Calls and visits: what they must say, what follows from them, who reads them."""

from datetime import date
from datetime import timedelta
from typing import Any
from uuid import UUID
from uuid import uuid4

import asyncpg
import pytest

from services.people.requests import CHINA
from services.people.requests import moment
from tests.people.builders import a_woman
from tests.people.builders import a_worker
from tests.people.conftest import Voice
from tests.people.conftest import VoiceOf


def today() -> date:
    return moment().astimezone(CHINA).date()


@pytest.fixture
async def worker(coordinator: Voice) -> str:
    return await coordinator.add(a_worker())


async def test_a_call_is_kept_with_its_outcome_and_who_made_it(
    coordinator: Voice, worker: str
) -> None:
    draft = {"outcome": "unwilling", "reason": "far", "note": "要走一个小时"}
    told = await coordinator.write(f"/workers/{worker}/contacts", draft)
    read = await coordinator.read(f"/workers/{worker}/contacts")

    assert read == [told]
    assert told["on"] == today().isoformat()
    assert (told["reason"], told["note"]) == ("far", "要走一个小时")
    assert (told["by"], told["way"], told["next_on"]) == (
        "coordinator-1",
        "phone",
        None,
    )


@pytest.mark.parametrize(
    ("outcome", "days"), [("no_answer", 3), ("family", 3), ("later", 7)]
)
async def test_whoever_was_not_spoken_with_is_tried_again_by_a_day(
    coordinator: Voice, worker: str, outcome: str, days: int
) -> None:
    path = f"/workers/{worker}/contacts"
    told = await coordinator.write(path, {"outcome": outcome})

    assert told["next_on"] == (today() + timedelta(days=days)).isoformat()


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        ({"outcome": "unwilling"}, "reason"),
        ({"outcome": "reached", "reason": "far"}, "reason"),
        ({"outcome": "willing", "spoke_with": "child"}, "spoke_with"),
        ({"outcome": "reached", "on": "2999-01-01"}, "on"),
        (
            {"outcome": "later", "on": "2026-11-02", "next_on": "2026-11-01"},
            "next_on",
        ),
    ],
)
async def test_what_does_not_go_together_is_refused_by_field(
    coordinator: Voice, worker: str, draft: dict[str, Any], field: str
) -> None:
    told = await coordinator.refused(f"/workers/{worker}/contacts", draft)

    assert told["type"] == "/problems/contact-is-wrong"
    assert [error["field"] for error in told["errors"]] == [field]


async def test_who_turns_out_to_work_away_is_away_in_the_ledger(
    coordinator: Voice, worker: str
) -> None:
    draft = {"outcome": "away", "spoke_with": "parent"}
    await coordinator.write(f"/workers/{worker}/contacts", draft)
    card = await coordinator.read(f"/workers/{worker}")
    facts = await coordinator.read(f"/workers/{worker}/facts")
    state = next(fact for fact in facts if fact["field"] == "state")

    assert card["state"] == "away"
    assert (state["source"], state["said_by"]) == ("phone", "parent")


async def test_a_contact_that_is_struck_out_stays_to_be_seen_and_is_struck_once(
    coordinator: Voice, worker: str
) -> None:
    path = f"/workers/{worker}/contacts"
    told = await coordinator.write(path, {"outcome": "reached"})
    struck = await coordinator.write(f"{path}/{told['id']}/strike", {})
    again = await coordinator.status(f"{path}/{told['id']}/strike", {}, "POST")

    assert struck["struck_at"] is not None
    assert [one["id"] for one in await coordinator.read(path)] == [told["id"]]
    assert again == 409


async def test_the_person_reads_their_own_contacts_and_writes_none(
    coordinator: Voice, voice_of: VoiceOf, worker: str
) -> None:
    path = f"/workers/{worker}/contacts"
    await coordinator.write(path, {"outcome": "reached"})
    self, other = (voice_of("worker", worker=UUID(id)) for id in (worker, uuid4().hex))

    assert len(await self.read(path)) == 1
    assert await other.status(path) == 404
    assert await self.status(path, {"outcome": "reached"}, "POST") == 403


async def test_another_areas_officers_neither_read_nor_write(
    coordinator: Voice, voice_of: VoiceOf, worker: str
) -> None:
    path = f"/workers/{worker}/contacts"
    told = await coordinator.write(path, {"outcome": "reached"})
    far = voice_of("county", "990122")
    note = {"referral": str(uuid4())}

    assert await far.status(path) == 404
    assert await far.status(path, {"outcome": "reached"}, "POST") == 404
    assert await far.status(f"/contacts/{told['id']}/referral", note, "PUT") == 404
    assert await voice_of("hr", employer=uuid4()).status(path) == 403


async def test_words_of_a_contact_are_sealed_and_go_with_an_erasure(
    coordinator: Voice, owner: asyncpg.Connection, worker: str
) -> None:
    path = f"/workers/{worker}/contacts"
    draft = {"outcome": "unwilling", "reason": "health", "note": "腰不好"}
    await coordinator.write(path, draft)
    kept = await owner.fetchval("SELECT words FROM contacts")
    await coordinator.write(f"/workers/{worker}/withdraw", {"kind": "erase"})
    gone = await owner.fetchrow("SELECT words, outcome FROM contacts")
    refused = await coordinator.status(path, {"outcome": "reached"}, "POST")

    assert "腰不好".encode() not in kept
    assert tuple(gone) == (None, "unwilling")
    assert refused == 409


async def test_a_repeated_call_is_one_contact(coordinator: Voice, worker: str) -> None:
    path = f"/workers/{worker}/contacts"
    key = {"Idempotency-Key": uuid4().hex}
    body = {"outcome": "reached"}
    answers = [
        await coordinator.ask("POST", path, json=body, headers=key) for _ in range(2)
    ]

    assert answers[0].content == answers[1].content
    assert len(await coordinator.read(path)) == 1


async def test_what_a_yes_led_to_stands_beside_it(
    coordinator: Voice, worker: str
) -> None:
    path = f"/workers/{worker}/contacts"
    told = await coordinator.write(path, {"outcome": "willing", "post": str(uuid4())})
    referral = str(uuid4())
    note = {"referral": referral}
    await coordinator.write(f"/contacts/{told['id']}/referral", note, "PUT")

    assert (await coordinator.read(path))[0]["referral"] == referral


async def test_a_list_of_a_village_asks_those_nobody_spoke_with(
    coordinator: Voice, worker: str
) -> None:
    other = await coordinator.add(a_woman())
    await coordinator.write(f"/workers/{other}/contacts", {"outcome": "reached"})
    await coordinator.write(f"/workers/{worker}/contacts", {"outcome": "no_answer"})
    draft = {"area": "990121101201", "title": "上村"}
    sheet = await coordinator.write("/call-sheets", draft)

    assert [line["worker"] for line in sheet["lines"]] == [worker]
    assert sheet["lines"][0]["questions"] == [
        "想做什么活？",
        "哪天什么时候有空？",
        "能走多远、怎么去？",
    ]
    assert sheet["lines"][0]["last"]["outcome"] == "no_answer"
