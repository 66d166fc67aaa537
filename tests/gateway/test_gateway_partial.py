"""When members are away: every route still answers, and says what is missing."""

from collections.abc import Iterator
from itertools import combinations

import httpx
import pytest

from gateway.app import Settings
from gateway.app import create_app
from gateway.policy import POLICY
from tests.gateway.calls import OPEN
from tests.gateway.calls import Route
from tests.gateway.calls import routes_of
from tests.gateway.conftest import NOWHERE
from tests.gateway.conftest import Platform

MEMBERS = ("people", "jobs", "matching")
AWAY = [set(gone) for count in (1, 2, 3) for gone in combinations(MEMBERS, count)]
# Which members a reading route cannot do without, and whether others can stand in.
PEOPLE, JOBS, BOTH = [{"people"}], [{"jobs"}], [{"matching", "jobs"}]
NEEDS: dict[str, list[set[str]]] = {
    "find_areas": PEOPLE,
    "find_workers": PEOPLE,
    "worker_by_id": PEOPLE,
    "find_facts": PEOPLE,
    "find_households": PEOPLE,
    "find_posts": JOBS,
    "post_by_id": JOBS,
    "post_on_file": JOBS,
    "looks_at": JOBS,
    "find_employers": JOBS,
    "employer_by_id": JOBS,
    "find_sites": JOBS,
    "shortlist_for_worker": [{"matching", "jobs"}, {"people", "jobs"}],
    "why_not_for_worker": BOTH,
    "near_misses_for_worker": BOTH,
    "explain_match": BOTH,
    "shortlist_for_post": [{"matching", "people"}],
    "rules_in_force": [{"matching"}],
    "me": [set()],
    "find_sessions": [set()],
}


@pytest.fixture(params=AWAY, ids=lambda gone: "-".join(sorted(gone)))
def maimed(
    request: pytest.FixtureRequest, platform: Platform
) -> Iterator[tuple[set[str], httpx.Client, list[Route]]]:
    """A second gateway on the same database for which some members are away."""
    gone: set[str] = request.param
    unreachable = {f"{member}_url": NOWHERE for member in gone}
    app = create_app(Settings(**{**platform.gateway_told, **unreachable}))
    token = platform.person("county").token
    url = platform.members.serve(app)
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": "k" * 32}
    with httpx.Client(base_url=url, headers=headers, timeout=30) as client:
        yield gone, client, routes_of(app)
    platform.members.end_last()


def test_routes_work_exactly_while_those_they_need_are_there(
    platform: Platform, maimed: tuple[set[str], httpx.Client, list[Route]]
) -> None:
    gone, client, routes = maimed
    county = platform.county
    # The last list of today stands in for matching.
    platform.person("county").get(f"/v1/workers/{county.worker}/shortlist")
    ids = {
        "worker_id": county.worker,
        "post_id": county.post,
        "employer_id": county.employer,
    }
    statuses = {
        route.name: client.get(route.url(**ids)).status_code
        for route in routes
        if route.name in NEEDS
    }

    expected = {
        name: 200 if any(not need & gone for need in ways) else 503
        for name, ways in NEEDS.items()
    }
    assert statuses == expected


def test_no_route_ever_answers_500(
    platform: Platform, maimed: tuple[set[str], httpx.Client, list[Route]]
) -> None:
    gone, client, routes = maimed
    silent = OPEN | {"open_session", "close_session"}
    answers = {
        route.name: client.request(route.method, route.url(), json=route.body)
        for route in routes
        if route.name not in silent
    }

    named = {f"/problems/{m}-is-away" for m in gone} | {
        f"/problems/{m}-are-away" for m in gone
    }
    away = [answer for answer in answers.values() if answer.status_code >= 500]
    assert set(answers) == set(POLICY) - silent
    assert {answer.status_code for answer in away} == {503}
    assert {answer.json()["type"] for answer in away} <= named
    assert {answer.headers["retry-after"] for answer in away} == {"1"}


def test_readiness_names_who_is_away(
    maimed: tuple[set[str], httpx.Client, list[Route]],
) -> None:
    gone, client, _ = maimed
    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json()["missing"] in gone


def test_what_is_missing_is_said_in_plain_words(
    platform: Platform, maimed: tuple[set[str], httpx.Client, list[Route]]
) -> None:
    gone, client, _ = maimed
    url = f"/v1/workers/{platform.county.worker}/why-not"
    told = client.get(url, headers={"Accept-Language": "zh"})

    needed = bool(gone & BOTH[0])
    assert told.status_code == (503 if needed else 200)
    assert ("请稍后再试" in told.text) == needed
