"""Advice over HTTP: exact for officers of their area, coarse for an employer."""

from collections.abc import AsyncIterator
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest

from services.matching.app import Settings
from services.matching.app import create_app
from services.matching.kernel.warming import warm
from services.matching.views import Views
from tests.matching.builders import NEXT_VILLAGE
from tests.matching.builders import OTHER_TOWNSHIP
from tests.matching.builders import TODAY
from tests.matching.builders import a_post
from tests.matching.builders import a_worker

Bearer = Callable[..., dict[str, str]]
NOWHERE = "http://127.0.0.1:9"
COUNTY = {"role": "county", "areas": ("430903",)}
TOWN = {"role": "township", "areas": (OTHER_TOWNSHIP[:9],)}
HR = {"role": "hr", "areas": (), "employer": a_post().employer}
EARLY = {"shifts": [{"days": (1, 2, 3, 4, 5, 6), "start_min": 300, "end_min": 1020}]}
GROUP_POST, WELDING = UUID(int=1002), UUID(int=1003)
STATED = {
    "title": "缝纫工",
    "area": NEXT_VILLAGE,
    "place": {"lat": 28.4418, "lng": 112.43917},
    "shifts": [{"days": [1, 2, 3, 4, 5, 6], "start": "05:00", "end": "17:00"}],
    "pay": {"min": 2800, "max": 4500, "unit": "month"},
    "skills": ["缝纫"],
}


def people(count: int, first: int = 1, **facts: Any) -> list[Any]:
    """Some people, each with an id of their own."""
    return [a_worker(id=UUID(int=first + n), **facts) for n in range(count)]


def settle(views: Views) -> None:
    """Twelve people of one township, three of another, and one who is at work."""
    here, there = people(12), people(3, 50, area=OTHER_TOWNSHIP[:9] + "201")
    for worker in [*here, *there, *people(1, 90, state="working")]:
        views.put_worker(worker, 1)
    views.put_post(a_post(time=EARLY), 1)
    views.put_post(a_post(id=GROUP_POST, target_groups=("dibao",)), 1)
    views.put_post(a_post(id=WELDING, licences=("welding",)), 1)


@pytest.fixture
async def matching(keys: Path) -> AsyncIterator[httpx.AsyncClient]:
    """Matching with a few people and posts, following nobody."""
    told: dict[str, Any] = {
        "environment": "test",
        "token_public_key_file": keys / "public.json",
        "token_private_key_file": keys / "matching.private.json",
        "people_url": NOWHERE,
        "jobs_url": NOWHERE,
        "fixed_day": TODAY,
    }
    # As before a member is ready; a request would not wait for the compiler.
    warm()
    app = create_app(Settings(**told))
    app.state.followers = ()
    settle(app.state.views)
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url=NOWHERE) as client:
        yield client


async def test_an_officer_reads_how_many_more_would_come(
    matching: httpx.AsyncClient, bearer: Bearer
) -> None:
    asked = {"id": str(a_post().id)}
    county = await matching.post(
        "/advice", json=asked, headers=bearer("matching", **COUNTY)
    )
    town = await matching.post(
        "/advice", json=asked, headers=bearer("matching", **TOWN)
    )

    nobody = {"fit": 0, "conditional": 0, "open_question": 0}
    assert [one.json()["now"] for one in (county, town)] == [nobody, nobody]
    best = [one.json()["changes"][0] for one in (county, town)]
    assert [one["more"] for one in best] == [15, 3]
    assert best[0]["changes"][0]["text"] == "上班晚 120 分钟"
    assert best[0]["text"] == (
        "上班晚 120 分钟：能来的多 15 人（合适的共 15 人，需协调的共 0 人）。"
    )


async def test_a_draft_is_advised_like_the_post_it_becomes(
    matching: httpx.AsyncClient, bearer: Bearer
) -> None:
    headers = bearer("matching", **COUNTY)
    draft = await matching.post("/advice", json={"post": STATED}, headers=headers)
    nothing = await matching.post("/advice", json={}, headers=headers)

    assert draft.json()["changes"][0]["more"] == 15
    assert nothing.status_code == 422


async def test_an_employer_reads_fives_and_no_verdicts(
    matching: httpx.AsyncClient, bearer: Bearer
) -> None:
    asked = {"id": str(a_post().id)}
    told = await matching.post("/advice", json=asked, headers=bearer("matching", **HR))

    assert told.json()["ready"] is None
    assert {one["at_least"] for one in told.json()["changes"]} == {15}
    assert "conditional" not in told.text


async def test_for_target_groups_an_employer_reads_totals_only(
    matching: httpx.AsyncClient, bearer: Bearer
) -> None:
    headers = bearer("matching", **HR)
    told = await matching.post("/advice", json={"id": str(GROUP_POST)}, headers=headers)
    near = await matching.get(f"/near-misses/post/{GROUP_POST}", headers=headers)

    assert (told.json()["changes"], told.json()["pair"]) == ([], None)
    assert near.json()["groups"] == []


async def test_the_posts_of_others_do_not_exist_for_an_employer(
    matching: httpx.AsyncClient, bearer: Bearer
) -> None:
    headers = bearer("matching", **{**HR, "employer": UUID(int=7)})
    asked = {"id": str(a_post().id)}
    advice = await matching.post("/advice", json=asked, headers=headers)
    near = await matching.get(f"/near-misses/post/{a_post().id}", headers=headers)
    why = await matching.get(f"/why-not/post/{a_post().id}", headers=headers)

    statuses = [one.status_code for one in (advice, near, why)]
    assert statuses == [404, 404, 403]


async def test_near_misses_of_a_post_name_who_is_opened_by_what(
    matching: httpx.AsyncClient, bearer: Bearer
) -> None:
    headers = bearer("matching", **COUNTY)
    early = await matching.get(f"/near-misses/post/{a_post().id}", headers=headers)
    welding = await matching.get(f"/near-misses/post/{WELDING}", headers=headers)

    [group] = early.json()["groups"]
    assert (group["change"]["key"], group["count"]) == ("start_later", 15)
    assert str(UUID(int=90)) not in group["items"]
    [paper] = welding.json()["groups"]
    assert (paper["change"]["side"], paper["count"]) == ("worker", 15)


async def test_an_employer_reads_near_misses_without_ids(
    matching: httpx.AsyncClient, bearer: Bearer
) -> None:
    headers = bearer("matching", **HR)
    told = await matching.get(f"/near-misses/post/{a_post().id}", headers=headers)
    paper = await matching.get(f"/near-misses/post/{WELDING}", headers=headers)

    assert paper.json()["groups"] == []
    [group] = told.json()["groups"]
    assert set(group) == {"changes", "at_least", "text"}
    assert group["at_least"] == 15
    assert not [n for n in range(1, 100) if str(UUID(int=n)) in told.text]


async def test_why_not_names_the_nearest_people_and_what_would_open_it(
    matching: httpx.AsyncClient, bearer: Bearer
) -> None:
    url = f"/why-not/post/{a_post().id}?limit=2"
    told = await matching.get(url, headers=bearer("matching", **COUNTY))

    assert told.json()["total"] == 15
    assert [one["change"]["key"] for one in told.json()["items"]] == ["start_later"] * 2


async def test_a_pair_tells_why_not_and_the_change_that_opens_it(
    matching: httpx.AsyncClient, bearer: Bearer
) -> None:
    query = {"worker": str(UUID(int=1)), "post": str(a_post().id)}
    own = bearer("matching", role="worker", areas=(), worker=UUID(int=1))
    other = bearer("matching", role="worker", areas=(), worker=UUID(int=2))
    told = await matching.get("/why-not", params=query, headers=own)
    hidden = await matching.get("/why-not", params=query, headers=other)

    assert told.json()["verdict"] == "unfit"
    assert told.json()["change"]["key"] == "start_later"
    assert hidden.status_code == 404


async def test_questions_of_an_area_count_what_each_could_open(
    matching: httpx.AsyncClient, bearer: Bearer
) -> None:
    headers = bearer("matching", **COUNTY)
    town = await matching.get(f"/questions?area={OTHER_TOWNSHIP}", headers=headers)
    county = await matching.get("/questions?area=430903000000", headers=headers)
    far = await matching.get("/questions?area=430904100000", headers=headers)
    hr = await matching.get(
        f"/questions?area={OTHER_TOWNSHIP}", headers=bearer("matching", **HR)
    )

    assert town.json()["questions"] == []
    assert county.json()["type"] == "/problems/area-too-wide"
    assert [one.status_code for one in (county, far, hr)] == [422, 404, 403]
