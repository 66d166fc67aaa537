"""Advice, near misses, why-not and questions through the door, by role."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.gateway.conftest import Platform
from tests.gateway.county import COUNTY
from tests.gateway.county import TOWN
from tests.gateway.county import VILLAGE
from tests.gateway.county import a_worker

EARLY = [{"days": [1, 2, 3, 4, 5], "start": "05:00", "end": "16:30"}]
DRAFT: dict[str, Any] = {
    "title": "缝纫工",
    "area": VILLAGE,
    "place": {"lat": 31.861, "lng": 106.751},
    "shifts": EARLY,
    "pay": {"min": 2300, "max": 3500, "unit": "month"},
}
# Nothing of these, in any language, may be in any byte that an employer reads.
PROTECTED = (
    "残疾", "脱贫", "低保", "听不见", "久站", "disab", "lifted", "dibao", "STAND",
    "HEAR", "limits", "unsafe", "tier", "household", "birth", "score", "3456", "周秀英",
    "15400009876",
)  # fmt: skip


@pytest.fixture(scope="module")
def canary(platform: Platform) -> Iterator[str]:
    """A woman with every fact that no employer may learn; withdrawn at the end."""
    told = a_worker(
        "周秀英",
        birth="1961-05-12",
        categories=["脱贫户", "低保", "残疾人"],
        limits=["不能久站", "听不见"],
        vetoes=["不上夜班"],
        pay_floor={"min": 3456, "max": 3456, "unit": "month"},
    )
    told["phones"] = [{"number": "15400009876", "relation": "self"}]
    officer = platform.person("coordinator")
    made = officer.post("/v1/workers", told)
    assert made.status_code == 201, made.text
    yield made.json()["id"]
    officer.post(f"/v1/workers/{made.json()['id']}/withdraw", {"kind": "erase"})


def test_an_officer_learns_what_would_bring_more_people(platform: Platform) -> None:
    told = platform.person("county").post("/v1/advice", {"post": DRAFT})

    assert told.status_code == 200
    assert told.json()["now"]["fit"] == 0
    best = told.json()["changes"][0]
    assert best["more"] >= 1
    assert best["changes"][0]["key"] in ("start_later", "flexible")


def test_a_township_is_named_and_not_numbered(platform: Platform) -> None:
    far = {**DRAFT, "shifts": [], "flexible": True, "place": {"lat": 32.9, "lng": 107}}
    told = platform.person("county").post("/v1/advice", {"post": far}).json()

    texts = {c["text"] for one in told["changes"] for c in one["changes"]}
    assert texts & {"班车开到一镇", "班车开到二镇"}
    assert TOWN not in "".join(one["text"] for one in told["changes"])


def test_an_employer_reads_advice_for_the_own_posts_in_round_numbers(
    platform: Platform,
) -> None:
    hr, county = platform.person("hr"), platform.county
    own = hr.get(f"/v1/posts/{county.post}/advice")
    other = hr.get(f"/v1/posts/{county.far_post}/advice")
    draft = hr.post("/v1/advice", {"post": DRAFT})

    assert [one.status_code for one in (own, other, draft)] == [200, 404, 200]
    assert own.json()["ready"] is None
    assert own.json()["text"].startswith("附近能来的不到 5 人")
    assert draft.json()["changes"] == []


def test_nothing_of_a_protected_fact_reaches_an_employer(
    platform: Platform, canary: str
) -> None:
    hr, county = platform.person("hr"), platform.county
    posts = (county.post, county.group_post, county.late_post)
    paths = ("shortlist", "advice", "near-misses")
    answers = [hr.get(f"/v1/posts/{post}/{path}") for post in posts for path in paths]
    answers.append(hr.post("/v1/advice", {"post": DRAFT}))
    texts = "".join(answer.text for answer in answers)

    assert {answer.status_code for answer in answers} == {200}
    assert [word for word in (*PROTECTED, canary) if word in texts] == []


def test_near_misses_of_a_post_have_names_for_officers_of_the_area(
    platform: Platform,
) -> None:
    url = f"/v1/posts/{platform.county.late_post}/near-misses"
    village = platform.person("coordinator").get(url)
    hr = platform.person("hr").get(url)

    names = {w["name"] for group in village.json()["groups"] for w in group["workers"]}
    assert "张小芳" in names
    assert names.isdisjoint({"李二", "王远"})
    assert "张小芳" not in hr.text


def test_who_nearly_fits_is_told_to_officers_with_what_would_open_it(
    platform: Platform,
) -> None:
    url = f"/v1/posts/{platform.county.late_post}/why-not"
    told = platform.person("coordinator").get(url, limit=5)

    shown = {item["worker"]["name"]: item for item in told.json()["items"]}
    assert shown["张小芳"]["match"]["verdict"] == "unfit"
    assert platform.person("hr").get(url).status_code == 403


def test_being_told_of_by_name_is_a_reading(platform: Platform) -> None:
    worker = platform.person("worker")
    before = len(worker.get("/v1/me/readings", limit=200).json()["rows"])
    url = f"/v1/posts/{platform.county.late_post}/why-not"
    platform.person("coordinator").get(url)

    assert len(worker.get("/v1/me/readings", limit=200).json()["rows"]) == before + 1


def test_a_worker_learns_why_not_of_the_own_pair_only(platform: Platform) -> None:
    county, worker = platform.county, platform.person("worker")
    own = {"worker": str(county.worker), "post": str(county.late_post)}
    other = {"worker": str(county.other_town_worker), "post": str(county.late_post)}
    told = worker.get("/v1/matches/why-not", **own)

    assert told.json()["match"]["verdict"] == "unfit"
    assert told.json()["post"]["title"] == "夜市帮工"
    assert worker.get("/v1/matches/why-not", **other).status_code == 404


def test_questions_of_an_area_are_for_its_officers(platform: Platform) -> None:
    asked = {
        role: platform.person(role).get("/v1/questions", area=area).status_code
        for role, area in (
            ("coordinator", VILLAGE),
            ("township", TOWN),
            ("county", COUNTY),
            ("hr", TOWN),
            ("worker", VILLAGE),
        )
    }
    beyond = platform.person("coordinator").get("/v1/questions", area=TOWN)

    assert asked == {
        "coordinator": 200, "township": 200, "county": 422, "hr": 403, "worker": 403,
    }  # fmt: skip
    assert beyond.status_code == 404
