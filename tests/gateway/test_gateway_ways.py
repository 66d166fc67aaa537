"""What a village says of its roads is in the lists at once, with who said it."""

import time
from collections.abc import Callable
from collections.abc import Iterator
from typing import Any

import pytest

from tests.gateway.conftest import Person
from tests.gateway.conftest import Platform
from tests.gateway.county import VILLAGE
from tests.gateway.county import a_post

LONGEST_S = 10.0
ACROSS = {"lat": 31.89, "lng": 106.75}  # 3.3 km north of the worker's home.
BY_EBIKE = {"from_area": VILLAGE, "mode": "ebike"}
Reason = dict[str, Any]


@pytest.fixture
def officer(platform: Platform) -> Person:
    """The coordinator of the worker's village."""
    return platform.person("coordinator")


@pytest.fixture
def site(platform: Platform) -> str:
    """A site across the river."""
    place = {"name": "对岸车间", "area": VILLAGE, "place": ACROSS}
    draft = {"employer": str(platform.county.employer), **place}
    return str(platform.person("county").post("/v1/sites", draft).json()["id"])


@pytest.fixture
def post(platform: Platform, site: str) -> Iterator[str]:
    """A post of the site, closed when the test has ended."""
    county = platform.person("county")
    draft = a_post(platform.county.employer, title="对岸缝纫工", area=None, place=None)
    made = county.post("/v1/posts", {**draft, "site": site})
    assert made.status_code == 201, made.text
    yield made.json()["id"]
    county.post(f"/v1/posts/{made.json()['id']}/close")


@pytest.fixture
def reach_of(platform: Platform, post: str) -> Callable[[], Reason]:
    """What the reach of the worker to the post is said to be."""
    query = {"worker": str(platform.county.worker), "post": post}

    def said() -> Reason:
        told = platform.person("worker").get("/v1/matches/explain", **query).json()
        reasons = told.get("match", {}).get("reasons", [])
        return next((r for r in reasons if r["rule"].startswith("reach.")), {})

    return said


def wait_until(reach_of: Callable[[], Reason], rule: str) -> Reason:
    """What is said as soon as it is said by this rule; the feed takes a moment."""
    ends = time.monotonic() + LONGEST_S
    while (said := reach_of()).get("rule") != rule:
        assert time.monotonic() < ends, said
        time.sleep(0.05)
    return said


def test_a_correction_changes_the_minutes_and_names_its_source(
    officer: Person, site: str, reach_of: Callable[[], Reason]
) -> None:
    model = wait_until(reach_of, "reach.commute")
    way = {**BY_EBIKE, "minutes": 39}
    said = officer.ask("PUT", f"/v1/sites/{site}/ways", json=way)
    known = wait_until(reach_of, "reach.known")
    gone = officer.ask("DELETE", f"/v1/sites/{site}/ways", params=BY_EBIKE)
    again = wait_until(reach_of, "reach.commute")

    assert (said.status_code, gone.status_code) == (200, 204)
    assert model["numbers"]["minutes"] < 39
    assert known["numbers"]["minutes"] == 39
    assert known["text"] == "村里说，骑电动车约 39 分钟能到。"
    assert again == model


def test_a_river_closes_the_way_and_the_list(
    platform: Platform, officer: Person, site: str, post: str, reach_of: Any
) -> None:
    wait_until(reach_of, "reach.commute")
    river = [{**BY_EBIKE, "mode": mode, "minutes": None} for mode in ("ebike", "walk")]
    for way in river:
        officer.ask("PUT", f"/v1/sites/{site}/ways", json=way)
    known = wait_until(reach_of, "reach.known")
    url = f"/v1/workers/{platform.county.worker}/shortlist"
    listed = platform.person("worker").get(url, limit=200).json()["items"]

    assert known["outcome"] == "block"
    assert known["text"].startswith("村里说，走路过不去")
    assert post not in {item["post"]["id"] for item in listed}


def test_a_repeated_correction_is_one_and_its_history_is_kept(
    officer: Person, site: str
) -> None:
    key = {"Idempotency-Key": "one-correction-of-the-way"}
    url, way = f"/v1/sites/{site}/ways", {**BY_EBIKE, "minutes": 39}
    twice = [officer.ask("PUT", url, json=way, headers=key) for _ in range(2)]
    officer.ask("PUT", url, json={**way, "minutes": 41})
    held = officer.get(url).json()
    ever = officer.get(url, ended=True).json()

    assert twice[0].content == twice[1].content
    assert [one["minutes"] for one in held] == [41]
    assert [one["minutes"] for one in ever] == [41, 39]


def test_an_employer_may_not_say_how_near_it_is(platform: Platform, site: str) -> None:
    hr, url = platform.person("hr"), f"/v1/sites/{site}/ways"
    way = {**BY_EBIKE, "minutes": 1}
    statuses = [
        hr.ask("PUT", url, json=way).status_code,
        hr.ask("DELETE", url, params=BY_EBIKE).status_code,
        hr.get(url).status_code,
    ]

    assert statuses == [403, 403, 403]
