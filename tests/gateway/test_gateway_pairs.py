"""Two people of one household at the door: where both can go, by name."""

from collections.abc import Callable
from time import monotonic
from time import sleep
from typing import Any
from uuid import UUID
from uuid import uuid4

import httpx
import pytest

from tests.gateway.conftest import Platform
from tests.gateway.county import VILLAGE
from tests.gateway.county import a_worker

PATIENCE_S = 10


@pytest.fixture(scope="module")
def couple(platform: Platform) -> tuple[UUID, UUID]:
    """Two who live together, entered through the door; one fetches a child."""
    officer = platform.person("county")
    home = officer.post("/v1/households", {"area": VILLAGE, "size": 3})
    assert home.status_code == 201, home.text
    child = [{"days": [3], "start": "15:30", "end": "16:00"}]
    ids = []
    for name, care in (("赵大明", []), ("钱小红", child)):
        facts: dict[str, Any] = {"household": home.json()["id"], "care": care}
        made = officer.post("/v1/workers", a_worker(name, **facts))
        assert made.status_code == 201, made.text
        ids.append(UUID(made.json()["id"]))
    return ids[0], ids[1]


def asked(platform: Platform, role: str, one: UUID, other: UUID) -> Any:
    query = {"worker": str(one), "with": str(other)}
    return platform.person(role).get("/v1/pairs", **query)


def once_known(ask: Callable[[], httpx.Response]) -> httpx.Response:
    """The answer as soon as matching has heard of both people."""
    ends = monotonic() + PATIENCE_S
    answer = ask()
    while answer.status_code == 404 and monotonic() < ends:
        sleep(0.05)
        answer = ask()
    return answer


def test_the_day_on_which_nobody_would_be_at_home_is_named(
    platform: Platform, couple: tuple[UUID, UUID]
) -> None:
    answer = once_known(lambda: asked(platform, "county", *couple))
    told = answer.json()
    post = str(platform.county.post)
    failed = [m for m in told["misses"] if [p["id"] for p in m["posts"]] == [post] * 2]

    assert answer.status_code == 200, answer.text
    assert [one["text"] for one in failed] == [
        "星期三15:30–16:00 两人都不在家，家里没人照看。"
    ]


def test_people_who_do_not_live_together_are_no_pair(platform: Platform) -> None:
    county = platform.county
    answer = asked(platform, "county", county.worker, county.other_town_worker)

    assert answer.status_code == 409
    assert answer.json()["type"] == "/problems/not-one-household"


def test_nobody_is_a_pair_with_themselves(platform: Platform) -> None:
    answer = asked(platform, "county", platform.county.worker, platform.county.worker)

    assert answer.status_code == 400
    assert answer.json()["type"] == "/problems/same-person"


def test_only_officers_ask_and_only_about_their_own_area(
    platform: Platform, couple: tuple[UUID, UUID]
) -> None:
    statuses = [asked(platform, role, *couple).status_code for role in ("worker", "hr")]
    far = asked(platform, "county", couple[0], platform.county.far_worker)
    nobody = asked(platform, "county", couple[0], uuid4())

    assert statuses == [403, 403]
    assert (far.status_code, nobody.status_code) == (404, 404)
