"""A household's identification by era, and care at home, as of any day."""

from typing import Any

import pytest

from tests.people.builders import VILLAGE
from tests.people.conftest import Voice
from tests.people.conftest import VoiceOf

CARE = {
    "who": "old",
    "hours": [{"days": [1, 2, 3], "start": "11:00", "end": "13:00"}],
    "note": "奶奶要人喂饭",
}


@pytest.fixture
async def home(coordinator: Voice) -> str:
    """The path of a household's needs."""
    made = await coordinator.write("/households", {"area": VILLAGE, "size": 4})
    return f"/households/{made['id']}/needs"


async def held(voice: Voice, home: str, day: str) -> list[Any]:
    return [one["told"]["kind"] for one in await voice.read(home, as_of=day)]


async def test_a_household_is_identified_by_its_era_and_read_as_of_a_day(
    coordinator: Voice, home: str
) -> None:
    path = f"{home}/identifications"
    lifted = {"kind": "lifted", "entered_on": "2016-05-01"}
    unstable = {"kind": "unstable", "entered_on": "2022-03-01"}
    await coordinator.write(path, lifted)
    risk = await coordinator.write(path, unstable)
    await coordinator.write(f"{home}/{risk['id']}/end", {"until": "2024-06-30"})

    assert await held(coordinator, home, "2015-01-01") == []
    assert await held(coordinator, home, "2024-06-30") == ["lifted", "unstable"]
    assert await held(coordinator, home, "2024-07-01") == ["lifted"]
    assert len(await coordinator.read(home)) == 2


@pytest.mark.parametrize(
    ("kind", "day"),
    [
        ("lifted", "2021-01-01"),
        ("lifted", "2013-12-31"),
        ("edge", "2026-01-01"),
        ("watched", "2025-12-31"),
        ("watched", "2999-01-01"),
    ],
)
async def test_an_identification_of_another_era_is_refused(
    coordinator: Voice, home: str, kind: str, day: str
) -> None:
    draft = {"kind": kind, "entered_on": day}
    told = await coordinator.refused(f"{home}/identifications", draft)

    assert told["type"] == "/problems/need-is-wrong"
    assert [error["field"] for error in told["errors"]] == ["entered_on"]


async def test_care_is_the_households_and_sealed(
    coordinator: Voice, home: str, owner: Any
) -> None:
    await coordinator.write(f"{home}/cares", CARE)
    read = await coordinator.read(home)
    kept = await owner.fetchval("SELECT words FROM household_needs")

    assert read[0]["told"] == CARE
    assert "奶奶".encode() not in kept


async def test_a_need_ends_once_and_not_in_the_future(
    coordinator: Voice, home: str
) -> None:
    need = await coordinator.write(f"{home}/cares", CARE)
    path = f"{home}/{need['id']}/end"
    future = await coordinator.status(path, {"until": "2999-01-01"}, "POST")
    early = await coordinator.status(path, {"until": "2020-01-01"}, "POST")
    await coordinator.write(path, {"until": need["since"]})

    assert (future, early) == (422, 422)
    assert await coordinator.status(path, {"until": need["since"]}, "POST") == 409


async def test_other_areas_neither_read_nor_write(voice_of: VoiceOf, home: str) -> None:
    far = voice_of("county", "990122")
    draft = {"kind": "watched", "entered_on": "2026-02-01"}

    assert await far.status(home) == 404
    assert await far.status(f"{home}/identifications", draft, "POST") == 404
    assert await voice_of("hr").status(home) == 403
