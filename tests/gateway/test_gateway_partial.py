"""When members are away: every route still answers, and says what is missing."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from time import monotonic
from time import sleep
from typing import Any
from uuid import UUID
from uuid import uuid4

import httpx
import pytest

from gateway.app import Settings
from gateway.app import create_app
from gateway.policy import POLICY
from tests.gateway.calls import Route
from tests.gateway.conftest import NOWHERE
from tests.gateway.conftest import PASSWORD
from tests.gateway.conftest import Platform
from tests.gateway.county import VILLAGE
from tests.gateway.county import a_worker
from tests.gateway.needs import AWAY
from tests.gateway.needs import LETTERS
from tests.gateway.needs import NEEDS
from tests.gateway.needs import PAGE
from tests.gateway.needs import PROBLEMS
from tests.gateway.needs import page
from tests.gateway.needs import public_routes

TALKING = 12
DEADLINE_S = 1.5
# These ask people only where somebody nearly fits.
NEAR = ("near_misses_for_post", "why_not_for_post")


@dataclass(frozen=True)
class Calls:
    """A call for every route that reaches all whom the route may ask."""

    platform: Platform
    couple: tuple[UUID, UUID]
    hurried: bool = False

    def ask(self, client: httpx.Client, route: Route) -> httpx.Response:
        """The answer of a route; writes go to ids that nobody has."""
        rule, county = POLICY[route.name], self.platform.county
        ids = {
            "worker_id": county.worker,
            "post_id": county.post,
            "employer_id": county.employer,
        }
        if route.name in NEAR:
            ids["post_id"] = county.late_post
        on_file = rule.effect in ("read", "ask") or route.name == "invite_worker"
        url = route.url(**(ids if on_file else {}))
        if route.name == "pairs_for_workers":
            url = "/v1/pairs?worker={}&with={}".format(*self.couple)
        roles = [one for one in ("county", "hr", "worker") if one in rule.scopes]
        account = roles[0] if roles else "worker"
        person = self.platform.person(account)
        if route.name == "close_session":
            person = self.platform.newcomer("county")
        headers = {
            "Authorization": f"Bearer {person.token}",
            "Idempotency-Key": uuid4().hex,
            "X-Deadline-Ms": str(int(DEADLINE_S * 1000)) if self.hurried else "10000",
        }
        body = self.body_of(route)
        return client.request(route.method, url, json=body, headers=headers)

    def body_of(self, route: Route) -> dict[str, Any] | None:
        """A body that every service asked can read."""
        county = self.platform.county
        told: dict[str, dict[str, Any]] = {
            "open_session": {"account": "county", "password": PASSWORD},
            "open_browser_session": {"account": "county", "password": PASSWORD},
            "name_workers": {"ids": [str(county.worker)]},
            "shortlist_for_walk_in": {"worker": {"area": VILLAGE, "skills": ["缝纫"]}},
            "assign_together": {
                "workers": [str(county.worker)],
                "posts": [str(county.post)],
            },
            "advise_draft": {"post": {"title": "缝纫工", "area": VILLAGE}},
            "add_import": {"kind": "workers", "rows": [a_worker("导入")]},
        }
        return told.get(route.name, route.body)


def shown(answer: httpx.Response) -> str | None:
    """The member that an answer names as away; None if it is an answer."""
    if answer.status_code < 500:
        return None
    assert answer.status_code == 503, answer.text
    assert int(answer.headers["retry-after"]) >= 1
    named = answer.json()["type"].removeprefix("/problems/")
    return {problem: member for member, problem in PROBLEMS.items()}.get(named, named)


@pytest.fixture(scope="module")
def couple(platform: Platform) -> tuple[UUID, UUID]:
    """Two who live together, once matching knows of them."""
    officer = platform.person("county")
    home = officer.post("/v1/households", {"area": VILLAGE, "size": 2}).json()["id"]
    one, other = (
        officer.post("/v1/workers", a_worker(name, household=home)).json()["id"]
        for name in ("孙一", "孙二")
    )
    ends = monotonic() + 20
    query = {"worker": one, "with": other}
    while officer.get("/v1/pairs", **query).status_code != 200:
        assert monotonic() < ends
        sleep(0.1)
    return UUID(one), UUID(other)


def maimed_url(platform: Platform, urls: dict[str, str]) -> str:
    """A second gateway on the same database with some members elsewhere."""
    told = {**platform.gateway_told, **urls, "at_once": 200}
    return platform.members.serve(create_app(Settings(**told)))


@pytest.fixture(params=AWAY, ids=lambda gone: "-".join(sorted(gone)) or "all-there")
def maimed(
    request: pytest.FixtureRequest, platform: Platform
) -> Iterator[tuple[frozenset[str], httpx.Client]]:
    """A gateway for which some members are away: nobody listens there."""
    gone: frozenset[str] = request.param
    url = maimed_url(platform, {f"{LETTERS[one]}_url": NOWHERE for one in gone})
    with httpx.Client(base_url=url, timeout=30) as client:
        yield gone, client
    platform.members.end_last()


@pytest.fixture
def silent(platform: Platform) -> Iterator[httpx.Client]:
    """A gateway whose members take every call and never answer one."""

    async def listen(reader: asyncio.StreamReader, out: asyncio.StreamWriter) -> None:
        await reader.read()
        out.close()

    async def serve() -> asyncio.Server:
        return await asyncio.start_server(listen, "127.0.0.1", 0)

    server = platform.members.on_loop(serve())
    port = server.sockets[0].getsockname()[1]
    urls = {f"{one}_url": f"http://127.0.0.1:{port}" for one in LETTERS.values()}
    url = maimed_url(platform, urls)
    with httpx.Client(base_url=url, timeout=30) as client:
        yield client
    platform.members.end_last()
    server.close()


def test_the_table_names_every_route_and_the_page_is_written_from_it() -> None:
    assert set(NEEDS) == set(POLICY)
    assert PAGE.read_text("utf-8") == page(), "python -m tests.gateway.needs"


def test_every_route_answers_as_the_page_says(
    platform: Platform,
    maimed: tuple[frozenset[str], httpx.Client],
    couple: tuple[UUID, UUID],
) -> None:
    gone, client = maimed
    calls = Calls(platform, couple)
    # The last list of today stands in for matching.
    url = f"/v1/workers/{platform.county.worker}/shortlist"
    platform.person("county").get(url)
    found = {r.name: shown(calls.ask(client, r)) for r in public_routes()}

    assert found == {name: need.away(gone) for name, need in NEEDS.items()}


def test_who_takes_a_call_and_never_answers_is_left_at_the_deadline(
    platform: Platform, silent: httpx.Client, couple: tuple[UUID, UUID]
) -> None:
    calls = Calls(platform, couple, hurried=True)
    asked = [r for r in public_routes() if NEEDS[r.name].away("PJM")]
    with ThreadPoolExecutor(TALKING) as threads:
        answers = list(threads.map(lambda one: calls.ask(silent, one), asked))
    slowest_s = max(answer.elapsed.total_seconds() for answer in answers)

    assert {answer.status_code for answer in answers} == {503}
    assert slowest_s < DEADLINE_S + 4


def test_readiness_names_who_is_away(
    maimed: tuple[frozenset[str], httpx.Client],
) -> None:
    gone, client = maimed
    answer = client.get("/readyz")

    assert answer.status_code == (503 if gone else 200)
    assert answer.json().get("missing") in {LETTERS[one] for one in gone} | {None}


def test_what_is_missing_is_said_in_plain_words(
    platform: Platform, maimed: tuple[frozenset[str], httpx.Client]
) -> None:
    gone, client = maimed
    url = f"/v1/workers/{platform.county.worker}/why-not"
    token = platform.person("county").token
    headers = {"Accept-Language": "zh", "Authorization": f"Bearer {token}"}
    told = client.get(url, headers=headers)

    assert told.status_code == (503 if gone & {"M", "J"} else 200)
    assert ("请稍后再试" in told.text) == bool(gone & {"M", "J"})
