"""While matching is away: the last list of the day, its age, or whom to ring."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID
from uuid import uuid4

import httpx
import pytest

from gateway.app import Settings
from gateway.app import create_app
from tests.gateway.conftest import NOWHERE
from tests.gateway.conftest import Platform


@pytest.fixture
def without_matching(platform: Platform) -> Iterator[httpx.Client]:
    """A gateway on the same database whose matching does not answer."""
    told: dict[str, Any] = {**platform.gateway_told, "matching_url": NOWHERE}
    url = platform.members.serve(create_app(Settings(**told)))
    with httpx.Client(base_url=url, timeout=30) as client:
        yield client
    platform.members.end_last()


def asked(
    platform: Platform, client: httpx.Client, account: str, worker: UUID
) -> httpx.Response:
    """A worker's list as somebody reads it through that gateway."""
    headers = {"Authorization": f"Bearer {platform.person(account).token}"}
    return client.get(f"/v1/workers/{worker}/shortlist", headers=headers)


def list_of(platform: Platform, worker: UUID) -> list[str]:
    """The posts of the worker's list while all is well, best first."""
    url = f"/v1/workers/{worker}/shortlist"
    found = platform.person("county").get(url).json()["items"]
    return [item["post"]["id"] for item in found]


def test_the_last_list_is_told_with_its_age_and_without_reasons(
    platform: Platform, without_matching: httpx.Client
) -> None:
    listed = list_of(platform, platform.county.worker)
    told = asked(platform, without_matching, "county", platform.county.worker)

    assert told.status_code == 200
    assert [post["id"] for post in told.json()["posts"]] == listed
    assert "这是今天" in told.json()["text"]
    assert set(told.json()) == {"made_at", "text", "posts"}


def test_a_post_that_was_paused_since_is_not_on_the_last_list(
    platform: Platform, without_matching: httpx.Client
) -> None:
    listed = list_of(platform, platform.county.worker)
    county = platform.person("county")
    paused = county.post(f"/v1/posts/{listed[0]}/pause")
    told = asked(platform, without_matching, "worker", platform.county.worker).json()
    again = county.post(f"/v1/posts/{listed[0]}/publish")

    assert (paused.status_code, again.status_code) == (200, 200)
    assert [post["id"] for post in told["posts"]] == listed[1:]


def test_who_may_not_see_the_worker_gets_no_last_list_either(
    platform: Platform, without_matching: httpx.Client
) -> None:
    list_of(platform, platform.county.worker)
    far = asked(platform, without_matching, "county", platform.county.far_worker)
    nobody = asked(platform, without_matching, "county", uuid4())
    other = asked(platform, without_matching, "worker", platform.county.far_worker)

    assert [one.status_code for one in (far, nobody, other)] == [404, 404, 404]


def test_without_a_list_of_today_the_station_is_named(
    platform: Platform, without_matching: httpx.Client
) -> None:
    list_of(platform, platform.county.worker)
    platform.sql("UPDATE kept_lists SET day = day - 1")
    told = asked(platform, without_matching, "worker", platform.county.worker)

    assert told.status_code == 503
    assert told.json()["type"] == "/problems/no-list-now"
    assert "请打电话 154" in told.json()["detail"]


def test_reading_the_last_list_is_on_record(
    platform: Platform, without_matching: httpx.Client
) -> None:
    list_of(platform, platform.county.worker)
    count = "SELECT count(*) FROM read_log"
    before = platform.sql(count)[0][0]
    asked(platform, without_matching, "coordinator", platform.county.worker)

    assert platform.sql(count)[0][0] == before + 1
