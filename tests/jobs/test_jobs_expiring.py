"""Posts end with their last day, whether the sweep came by or not."""

from collections.abc import AsyncIterator
from collections.abc import Callable
from datetime import date

import pytest
from fastapi import FastAPI
from sqlalchemy import text

from common.database import Database
from common.database import open_database
from services.jobs.expiring import EVERYWHERE
from services.jobs.posts.storage import expire_posts
from services.jobs.requests import today
from tests.jobs.builders import stated
from tests.jobs.conftest import Desk

AFTERWARDS = date(2026, 7, 1)


@pytest.fixture
async def database(database_url: Callable[[str], str]) -> AsyncIterator[Database]:
    opened = open_database(database_url("jobs"))
    yield opened
    await opened.close()


@pytest.fixture
def later(jobs_app: FastAPI) -> Callable[[], None]:
    """Turns the calendar to the day after the posts' last."""

    async def that_day() -> date:
        return AFTERWARDS

    return lambda: jobs_app.dependency_overrides.update({today: that_day})


async def test_an_expired_post_is_hidden_before_any_sweep(
    county: Desk, worker: Desk, later: Callable[[], None]
) -> None:
    post = await county.post(await county.employer(), valid_until="2026-06-30")
    later()

    hidden = await worker.ask("GET", f"/posts/{post}")
    kept = await county.read("/posts", params={"state": "expired"})
    refused = await county.ask("POST", f"/posts/{post}/fill")

    assert hidden.status_code == 404
    assert [(row["id"], row["state"]) for row in kept] == [(post, "expired")]
    assert refused.json()["type"] == "/problems/post-has-expired"


async def test_an_expired_post_comes_back_with_a_later_day(
    county: Desk, later: Callable[[], None]
) -> None:
    post = await county.post(await county.employer())
    later()

    await county.write(
        f"/posts/{post}", {"stated": stated(valid_until="2026-12-31")}, "PUT"
    )
    back = await county.write(f"/posts/{post}/publish")

    assert (back["state"], back["valid_until"]) == ("published", "2026-12-31")


async def test_the_sweep_ends_what_has_passed_and_nothing_else(
    county: Desk, database: Database
) -> None:
    employer = await county.employer()
    passed = await county.post(employer, valid_until="2026-06-30")
    paused = await county.post(employer, valid_until="2026-06-30")
    await county.write(f"/posts/{paused}/pause")
    await county.post(employer, valid_until="2026-07-01")
    closed = await county.post(employer, valid_until="2026-06-30")
    await county.write(f"/posts/{closed}/close")

    async with database.transaction(EVERYWHERE) as session:
        ended = await expire_posts(session, AFTERWARDS)
    rows = await county.read("/posts", params={"state": "expired"})

    assert ended == 2
    assert {row["id"] for row in rows} == {passed, paused}


async def test_a_sweep_is_told_by_the_feed(county: Desk, database: Database) -> None:
    post = await county.post(await county.employer(), valid_until="2026-06-30")

    async with database.transaction(EVERYWHERE) as session:
        await expire_posts(session, AFTERWARDS)
    read = await county.read(f"/posts/{post}")

    assert (read["state"], read["version"]) == ("expired", 2)


async def test_a_sweep_waits_for_nobody_at_work_on_a_post(
    county: Desk, database: Database
) -> None:
    employer = await county.employer()
    busy = await county.post(employer)
    await county.post(employer)

    async with database.engine.connect() as somebody:
        at_work = "SELECT 1 FROM posts WHERE id = :id FOR UPDATE"
        await somebody.execute(text("SELECT set_config('doorstep.areas', '%', true)"))
        await somebody.execute(text(at_work), {"id": busy})
        async with database.transaction(EVERYWHERE) as session:
            ended = await expire_posts(session, AFTERWARDS)

    assert ended == 1
