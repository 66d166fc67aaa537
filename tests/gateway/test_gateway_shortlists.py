"""Shortlists with names, pay and whom to call; and what an employer sees of them."""

from typing import Any

import pytest

from tests.gateway.conftest import Platform
from tests.gateway.county import FAR_COUNTY
from tests.gateway.county import VILLAGE


def items_of(platform: Platform) -> dict[str, dict[str, Any]]:
    url = f"/v1/workers/{platform.county.worker}/shortlist"
    answer = platform.person("worker").get(url, limit=200)
    return {item["post"]["id"]: item for item in answer.json()["items"]}


def test_a_worker_finds_posts_with_pay_place_and_whom_to_call(
    platform: Platform,
) -> None:
    item = items_of(platform)[str(platform.county.post)]

    assert item["match"]["verdict"] == "fit"
    assert item["post"]["employer_name"] == "示例服装厂"
    assert item["post"]["area_name"] == "上村"
    assert item["post"]["pay_text"] == "每月 2300–3500 元（按月算）"
    called = {"name": "王主管", "phone": "15400000001", "at": "employer"}
    assert item["post"]["call"] == called


def test_without_an_employers_phone_the_station_answers(platform: Platform) -> None:
    item = items_of(platform)[str(platform.county.bare_post)]

    assert item["post"]["call"]["at"] == "station"
    assert item["post"]["call"]["name"] == "村劳动保障协理员"


def test_where_no_station_is_the_hotline_answers(platform: Platform) -> None:
    county = platform.county
    query = {"worker": str(county.worker), "post": str(county.far_post)}
    told = platform.person("worker").get("/v1/matches/explain", **query).json()

    assert told["post"]["area"] == FAR_COUNTY
    assert told["post"]["call"]["at"] == "hotline"
    assert told["post"]["call"]["phone"] == "12333"


def test_a_draft_is_offered_to_nobody(platform: Platform) -> None:
    assert str(platform.county.draft) not in items_of(platform)


def test_same_request_and_same_data_give_the_same_bytes(platform: Platform) -> None:
    url = f"/v1/workers/{platform.county.worker}/shortlist"
    first, second = (platform.person("worker").get(url) for _ in range(2))

    assert first.json()["data_version"] == second.json()["data_version"]
    assert first.content == second.content


def test_an_explanation_holds_every_rule_and_a_score_that_adds_up(
    platform: Platform,
) -> None:
    county = platform.county
    query = {"worker": str(county.worker), "post": str(county.post)}
    match = platform.person("coordinator").get("/v1/matches/explain", **query).json()
    match = match["match"]

    assert match["score"] == sum(part["points"] for part in match["parts"])
    assert {"open.post", "law.child"} <= {reason["rule"] for reason in match["reasons"]}


def test_nobody_is_explained_outside_of_the_scope(platform: Platform) -> None:
    county = platform.county
    query = {"worker": str(county.far_worker), "post": str(county.post)}
    statuses = [
        platform.person(role).get("/v1/matches/explain", **query).status_code
        for role in ("worker", "coordinator", "county", "hr")
    ]

    assert statuses == [404, 404, 404, 403]


def test_an_officer_sees_workers_of_the_own_area_by_name(platform: Platform) -> None:
    url = f"/v1/posts/{platform.county.post}/shortlist"
    village = platform.person("coordinator").get(url).json()["items"]
    county = platform.person("county").get(url, limit=200).json()["items"]

    names = {item["worker"]["name"] for item in village}
    assert "张小芳" in names
    assert all(item["worker"]["area"] == VILLAGE for item in village)
    assert names <= {item["worker"]["name"] for item in county}
    assert "王远" not in {item["worker"]["name"] for item in county}


def test_an_employer_sees_handles_and_bands_and_nobody(platform: Platform) -> None:
    county = platform.county
    answer = platform.person("hr").get(f"/v1/posts/{county.post}/shortlist")
    told = answer.json()

    assert answer.status_code == 200
    keys = {"handle", "verdict", "travel", "travel_text", "reasons"}
    assert {frozenset(item) for item in told["items"]} == {frozenset(keys)}
    hidden = ("张小芳", "15400001234", str(county.worker), "score", "body", "tier")
    assert [word for word in hidden if word in answer.text] == []


def test_for_target_groups_an_employer_sees_counts_only(platform: Platform) -> None:
    url = f"/v1/posts/{platform.county.group_post}/shortlist"
    told = platform.person("hr").get(url).json()

    assert told["items"] == []
    assert told["total"] is None


def test_an_employer_sees_nothing_of_the_posts_of_others(platform: Platform) -> None:
    url = f"/v1/posts/{platform.county.far_post}/shortlist"

    assert platform.person("hr").get(url).status_code == 404


def test_a_walk_in_is_answered_and_stored_nowhere(platform: Platform) -> None:
    stated = {
        "area": VILLAGE,
        "place": {"lat": 31.86, "lng": 106.75},
        "age": 45,
        "skills": ["缝纫"],
        "transport": ["走路"],
    }
    officer = platform.person("coordinator")
    before = officer.get("/v1/workers", total=True).headers["x-total-count"]
    answer = officer.post("/v1/shortlists", {"worker": stated})
    after = officer.get("/v1/workers", total=True).headers["x-total-count"]

    assert answer.status_code == 200
    assert answer.json()["items"][0]["post"]["call"]["phone"]
    assert before == after


def test_a_draft_post_finds_workers_by_name_for_officers_only(
    platform: Platform,
) -> None:
    draft = {
        "title": "缝纫工",
        "area": VILLAGE,
        "place": {"lat": 31.861, "lng": 106.751},
        "shifts": [{"days": [1, 2, 3], "start": "09:00", "end": "15:00"}],
        "pay": {"min": 2500, "max": 3000, "unit": "month"},
    }
    body = {"post": draft}
    found = platform.person("coordinator").post("/v1/shortlists", body)
    refused = platform.person("hr").post("/v1/shortlists", body)

    assert "张小芳" in {item["worker"]["name"] for item in found.json()["items"]}
    assert refused.status_code == 403


@pytest.mark.parametrize("path", ["near-misses", "why-not"])
def test_what_does_not_fit_comes_with_its_posts(platform: Platform, path: str) -> None:
    url = f"/v1/workers/{platform.county.worker}/{path}"
    answer = platform.person("worker").get(url)

    assert answer.status_code == 200
    assert answer.json()["data_version"]


def test_a_full_post_comes_with_others(platform: Platform) -> None:
    officer, county = platform.person("township"), platform.county
    url = f"/v1/posts/{county.full_post}/fill"
    taken = officer.post(url)
    full = officer.post(f"{url}?worker={county.worker}")
    anywhere = officer.post(url)
    officer.post(f"/v1/posts/{county.full_post}/release")

    assert (taken.status_code, full.status_code) == (200, 409)
    assert full.json()["type"] == "/problems/post-is-full"
    others = [card["id"] for card in full.json()["alternatives"]]
    assert 1 <= len(others) <= 3
    assert str(county.full_post) not in others
    assert 1 <= len(anywhere.json()["alternatives"]) <= 3
