"""What is due about the people of a village, on a day that stands still."""

from datetime import UTC
from datetime import date
from datetime import datetime
from typing import Any

import asyncpg
import pytest

from services.people import requests
from services.people.tasks.domain import half_year
from services.people.tasks.domain import retiring
from services.people.workers import api as workers
from services.people.workers.registering import Desk
from tests.people.builders import TOWN
from tests.people.builders import VILLAGE
from tests.people.builders import a_woman
from tests.people.builders import a_worker
from tests.people.conftest import Voice
from tests.people.conftest import VoiceOf

DAY = date(2026, 11, 16)


@pytest.fixture
async def client(app_of, client_for):  # type: ignore[no-untyped-def]
    """The service on one day in November."""
    app = app_of()

    async def desk(caller: workers.CallerHeader, keys: requests.KeysHere) -> Desk:
        return Desk(caller, keys, DAY, datetime(2026, 11, 16, 4, tzinfo=UTC), True)

    app.dependency_overrides[workers.desk_of] = desk
    return await client_for(app)


async def due(voice: Voice, **query: Any) -> list[tuple[str, str, str, bool]]:
    """(kind, worker, day, late) of every task."""
    rows = await voice.read("/tasks", **query)
    return [(r["kind"], r["worker"], r["id"][:10], r["late"]) for r in rows]


async def kinds(voice: Voice, **query: Any) -> list[str]:
    return [kind for kind, *_ in await due(voice, **query)]


async def aged(owner: asyncpg.Connection, days: int) -> None:
    """As if everybody had been registered so many days ago."""
    await owner.execute(
        f"UPDATE workers SET recorded_at = timestamptz '2026-11-16' - interval"
        f" '{days} days'"
    )


async def test_nobody_is_due_who_was_registered_today(coordinator: Voice) -> None:
    await coordinator.add(a_worker())

    assert await due(coordinator) == []


async def test_who_waits_for_a_voice_for_a_month_is_due(
    coordinator: Voice, owner: asyncpg.Connection
) -> None:
    worker = await coordinator.add(a_worker())
    await aged(owner, 30)

    assert await due(coordinator) == [("nobody_spoke", worker, "2026-11-16", False)]


async def test_a_list_or_an_unanswered_call_is_no_voice_and_a_visit_is(
    coordinator: Voice, owner: asyncpg.Connection
) -> None:
    worker = await coordinator.add(a_worker())
    await aged(owner, 40)
    dead = {"outcome": "dead_number", "on": "2026-11-10"}
    await coordinator.write(f"/workers/{worker}/contacts", dead)
    before = await kinds(coordinator)
    seen = {"outcome": "reached", "way": "visit", "on": "2026-11-10"}
    await coordinator.write(f"/workers/{worker}/contacts", seen)

    assert before == ["nobody_spoke"]
    assert await kinds(coordinator) == []


async def test_a_day_to_ring_again_comes_up_and_goes_with_the_next_call(
    coordinator: Voice,
) -> None:
    worker = await coordinator.add(a_worker())
    path = f"/workers/{worker}/contacts"
    await coordinator.write(path, {"outcome": "no_answer", "on": "2026-11-12"})
    before = await due(coordinator)
    await coordinator.write(path, {"outcome": "reached", "on": "2026-11-16"})

    assert before == [("call_again", worker, "2026-11-15", True)]
    assert await due(coordinator) == []


async def test_a_survey_of_the_last_half_year_is_due_at_the_end_of_this_one(
    coordinator: Voice,
) -> None:
    origin = {"source": "visit", "said_on": "2026-06-20"}
    worker = await coordinator.add(a_worker(origin=origin))

    assert await due(coordinator) == [("survey_due", worker, "2026-12-31", False)]


@pytest.mark.parametrize(
    ("birth", "sex", "told"),
    [
        ("2010-11-01", "male", ["turned_working_age"]),
        ("2008-11-16", "female", ["turned_adult"]),
        ("2008-11-17", "female", []),
        ("2010-06-01", "male", []),
        ("1966-02-08", "male", []),
    ],
)
async def test_ages_of_the_law_come_up_in_their_days(
    coordinator: Voice, birth: str, sex: str, told: list[str]
) -> None:
    stated = {"birth": birth, "sex": sex}
    await coordinator.add(a_worker(id_number=None, stated=stated))

    assert await kinds(coordinator) == told


async def test_retirement_comes_up_in_the_month_of_the_law(
    coordinator: Voice,
) -> None:
    sex, born, month = retiring(DAY)[0]
    stated = {"birth": born.isoformat(), "sex": sex}
    worker = await coordinator.add(a_worker(id_number=None, stated=stated))

    assert [(kind, who) for kind, who, *_ in await due(coordinator)] == [
        ("reached_retirement", worker)
    ]
    assert DAY.replace(day=1) >= month


async def test_a_licence_that_ends_within_a_month_is_due_then(
    coordinator: Voice,
) -> None:
    near = {"certificates": ["叉车证（有效期至2026-12-01）"]}
    far = {"certificates": ["叉车证（有效期至2027-12-01）"]}
    worker = await coordinator.add(a_worker(stated=near))
    await coordinator.add(a_woman(stated=far))

    assert [one[:2] for one in await due(coordinator)] == [("licence_ends", worker)]


async def test_pages_follow_one_another_and_kinds_are_chosen(
    coordinator: Voice, owner: asyncpg.Connection
) -> None:
    for draft in (a_worker(), a_woman()):
        await coordinator.add(
            {**draft, "origin": {"source": "visit", "said_on": "2026-06-20"}}
        )
    await aged(owner, 60)
    whole = await coordinator.read("/tasks")
    first = await coordinator.read("/tasks", limit=3)
    rest = await coordinator.read("/tasks", limit=3, after=first[-1]["id"])

    assert first + rest == whole
    assert len(whole) == 4
    assert await kinds(coordinator, kind="survey_due") == ["survey_due"] * 2


async def test_only_their_own_area_comes_up_and_a_county_asks_by_township(
    coordinator: Voice, county: Voice, voice_of: VoiceOf, owner: asyncpg.Connection
) -> None:
    worker = await coordinator.add(a_worker())
    await aged(owner, 60)
    far = voice_of("township", "990122101")

    assert await due(county) == []
    assert [one[1] for one in await due(county, area=TOWN)] == [worker]
    assert [one[1] for one in await due(county, area=VILLAGE)] == [worker]
    assert await due(far, area=VILLAGE) == []


async def test_who_withdrew_is_due_for_nothing(
    coordinator: Voice, owner: asyncpg.Connection
) -> None:
    worker = await coordinator.add(a_worker())
    await aged(owner, 60)
    await coordinator.write(f"/workers/{worker}/withdraw", {"kind": "pause"})

    assert await due(coordinator) == []


def test_half_years_begin_in_january_and_july() -> None:
    assert half_year(date(2026, 6, 30)) == (date(2026, 1, 1), date(2026, 6, 30))
    assert half_year(date(2026, 7, 1)) == (date(2026, 7, 1), date(2026, 12, 31))
