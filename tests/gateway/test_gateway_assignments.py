"""Several people and posts arranged together, by name, for those who arrange."""

from typing import Any

from tests.gateway.conftest import Platform
from tests.gateway.county import VILLAGE


def arranged(platform: Platform, **asked: Any) -> Any:
    answer = platform.person("county").post("/v1/assignments", asked)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_two_people_and_two_places_are_both_filled_by_name(platform: Platform) -> None:
    county = platform.county
    people = [str(county.worker), str(county.other_town_worker)]
    posts = [str(county.post), str(county.bare_post)]

    told = arranged(
        platform, workers=people, posts=posts, seats=dict.fromkeys(posts, 1)
    )

    assert {one["worker"]["name"] for one in told["assigned"]} == {"张小芳", "李二"}
    assert {one["post"]["id"] for one in told["assigned"]} == set(posts)
    assert [one["taken"] for one in told["posts"]] == [1, 1]
    assert told["text"].startswith("排好 2 人，其中 2 人直接合适")
    assert told["proven"]


def test_who_gets_nothing_is_told_why_and_nobody_else_is_named(
    platform: Platform,
) -> None:
    county = platform.county
    people = [str(county.worker), str(county.other_town_worker)]
    post = str(county.post)

    told = arranged(platform, workers=people, posts=[post], seats={post: 1})
    left = told["not_this_time"]

    assert [one["key"] for one in left] == ["all_taken"]
    assert left[0]["text"] == "适合的 1 个岗位这次名额都排满了，下次优先。"


def test_an_area_stands_for_all_who_look_for_work_there(platform: Platform) -> None:
    told = arranged(platform, area=VILLAGE, posts=[str(platform.county.post)])

    assert [one["worker"]["name"] for one in told["assigned"]] == ["张小芳"]


def test_people_of_another_county_do_not_exist_here(platform: Platform) -> None:
    far = {"workers": [str(platform.county.far_worker)]}
    elsewhere = {"area": "990122000000"}
    officer = platform.person("county")
    statuses = [
        officer.post("/v1/assignments", asked).status_code for asked in (far, elsewhere)
    ]

    assert statuses == [404, 404]


def test_too_many_at_once_are_refused_with_advice(
    platform: Platform, monkeypatch: Any
) -> None:
    monkeypatch.setattr("services.matching.assigning_api.MOST_PAIRS_ONLINE", 0)
    answer = platform.person("county").post("/v1/assignments", {"area": VILLAGE})

    assert answer.status_code == 413
    assert answer.json()["type"] == "/problems/too-many-to-assign"


def test_everybody_read_in_a_proposal_finds_it_in_their_readings(
    platform: Platform,
) -> None:
    worker = str(platform.county.worker)
    arranged(platform, workers=[worker], posts=[str(platform.county.post)])
    told = platform.person("worker").get("/v1/me/readings")

    assert "assign_together" in told.text
