"""What is to be done today: whose it is, when it comes up, when it is gone."""

from datetime import datetime
from datetime import timedelta
from typing import Any

import pytest
from fastapi import FastAPI

from services.jobs.requests import moment
from tests.jobs.builders import VILLAGE
from tests.jobs.builders import stated
from tests.jobs.conftest import Desk
from tests.jobs.conftest import DeskOf
from tests.jobs.referrals.conftest import NOW
from tests.jobs.referrals.conftest import Add
from tests.jobs.referrals.going import TERMS
from tests.jobs.referrals.going import accepted
from tests.jobs.referrals.going import bring
from tests.jobs.referrals.going import put_forward
from tests.jobs.referrals.going import step


@pytest.fixture
def township(desk_of: DeskOf) -> Desk:
    """The officers who keep the post."""
    return desk_of(role="township", areas=("990121204",))


async def todo(desk: Desk, **query: Any) -> list[tuple[str, bool]]:
    rows = await desk.read("/tasks", params=query)
    return [(row["kind"], row["late"]) for row in rows]


def later(app: FastAPI, **delta: float) -> None:
    """The same desk, some time later."""

    async def now() -> datetime:
        return NOW + timedelta(**delta)

    app.dependency_overrides[moment] = now


async def test_a_silent_employer_is_reminded_and_then_rung_up(
    village: Desk,
    township: Desk,
    hr: Desk,
    jobs_app: FastAPI,
    worker_id: str,
    post: str,
) -> None:
    referral = await put_forward(village, worker_id, post)
    to_send = await todo(village)
    await bring(village, referral, "send")
    at_once = await todo(hr)
    later(jobs_app, hours=49)
    reminded, early = await todo(hr), await todo(township)
    later(jobs_app, hours=97)
    rung_up = await todo(township)
    await step(hr, referral, "refuse", reason="taken")

    assert to_send == [("send_letter", False)]
    assert (at_once, reminded) == ([("answer", False)], [("answer", True)])
    assert (early, rung_up) == ([], [("ring_employer", True)])
    assert (await todo(township), await todo(hr), await todo(village)) == ([], [], [])


async def test_of_the_days_that_have_come_the_last_is_asked_about(
    village: Desk, township: Desk, worker_id: str, post: str
) -> None:
    referral = await accepted(village, worker_id, post)
    terms = {**TERMS, "started": "2025-12-01"}
    made = await village.write(f"/referrals/{referral}/place", terms)
    rows = await village.read("/tasks")
    path = f"/placements/{made['id']}/checks"
    await village.write(path, {"day": 90, "outcome": "unreached"})
    still = await todo(village)
    await village.write(path, {"day": 90, "outcome": "working"})

    assert [(row["kind"], row["day"], row["placement"]) for row in rows] == [
        ("check_on", 90, made["id"])
    ]
    assert (still, await todo(village)) == ([("check_on", True)], [])
    assert await todo(township) == []


async def test_a_bus_that_stops_is_a_task_for_each_who_took_it(
    village: Desk, county: Desk, employer: str, add_worker: Add
) -> None:
    bus = {"openings": 5, "shuttle": [{"area": VILLAGE}]}
    post = await county.post(employer, **bus)
    hired, waiting = await accepted(village, add_worker(), post), add_worker()
    made = await village.write(f"/referrals/{hired}/place", TERMS)
    await put_forward(village, waiting, post)
    draft = {"stated": stated(state="published", openings=5)}
    await county.write(f"/posts/{post}", draft, "PUT")
    rows = await village.read("/tasks", params={"kind": "look_again"})
    asked = {"day": 0, "outcome": "working", "note": "自己骑车来"}
    await village.write(f"/placements/{made['id']}/checks", asked)

    assert {row["placement"] for row in rows} == {made["id"], None}
    assert len(rows) == 2
    assert len(await todo(village, kind="look_again")) == 1


async def test_a_list_of_tasks_goes_on_after_its_last_one(
    village: Desk, add_worker: Add, post: str
) -> None:
    for _ in range(3):
        await put_forward(village, add_worker(), post)
    first = await village.read("/tasks", params={"limit": 2})
    query = {"limit": 2, "after": first[-1]["id"]}
    second = await village.read("/tasks", params=query)

    referrals = {row["referral"] for row in [*first, *second]}
    assert (len(first), len(second), len(referrals)) == (2, 1, 3)


async def test_nobody_knows_why_until_somebody_asks(
    village: Desk, hr: Desk, worker_id: str, post: str
) -> None:
    referral = await accepted(village, worker_id, post)
    made = await hr.write(f"/referrals/{referral}/place", TERMS)
    ending = {"ended": "2026-03-10", "cause": "unknown"}
    await hr.write(f"/placements/{made['id']}/end", ending)

    assert await todo(village) == [("ask_cause", True)]
