"""A list that knows of a write, or says that it does not."""

import asyncio
from collections.abc import AsyncIterator
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from services.matching.app import Settings
from services.matching.app import create_app
from services.matching.kernel.warming import warm
from tests.matching.builders import TODAY
from tests.matching.builders import a_post
from tests.matching.builders import a_worker

Bearer = Callable[..., dict[str, str]]
NOWHERE = "http://127.0.0.1:9"
COUNTY = {"role": "county", "areas": ("430903",)}
LIST = f"/shortlists/worker/{a_worker().id}"


@dataclass
class Source:
    """A follower as matching sees one: how far it is, how long it has heard nothing."""

    name: str = "jobs"
    caught_up: bool = True
    behind_s: float = 0.0
    epoch: str = "0" * 8
    position: int = 7


@pytest.fixture
def source() -> Source:
    return Source()


@pytest.fixture
def matching_app(keys: Path, source: Source) -> FastAPI:
    told: dict[str, Any] = {
        "environment": "test",
        "token_public_key_file": keys / "public.json",
        "token_private_key_file": keys / "matching.private.json",
        "people_url": NOWHERE,
        "jobs_url": NOWHERE,
        "fixed_day": TODAY,
    }
    warm()
    app = create_app(Settings(**told))
    app.state.followers = (source,)
    app.state.views.put_worker(a_worker(), 3)
    app.state.views.put_post(a_post(), 5)
    return app


@pytest.fixture
async def matching(matching_app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app=matching_app)
    async with httpx.AsyncClient(transport=transport, base_url=NOWHERE) as client:
        yield client


async def listed(
    matching: httpx.AsyncClient, bearer: Bearer, expect: str | None = None
) -> dict[str, Any]:
    """The worker's list as the county reads it."""
    query = {"expect": expect} if expect else {}
    headers = bearer("matching", **COUNTY)
    answer = await matching.get(LIST, params=query, headers=headers)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


@pytest.mark.parametrize("version", [4, 5])
async def test_what_is_held_already_is_not_waited_for(
    matching: httpx.AsyncClient, bearer: Bearer, version: int
) -> None:
    told = await listed(matching, bearer, f"{a_post().id}:{version}")

    assert told["stale"] is False


async def test_a_write_on_its_way_is_waited_for(
    matching: httpx.AsyncClient, matching_app: FastAPI, bearer: Bearer
) -> None:
    asking = asyncio.create_task(listed(matching, bearer, f"{a_post().id}:6"))
    await asyncio.sleep(0.05)
    matching_app.state.views.put_post(a_post(openings=0), 6)
    told = await asking

    assert (told["stale"], told["items"]) == (False, [])


async def test_a_dropped_worker_or_post_counts_as_known(
    matching: httpx.AsyncClient, matching_app: FastAPI, bearer: Bearer
) -> None:
    matching_app.state.views.drop_post(a_post().id, 6)
    told = await listed(matching, bearer, f"{a_post().id}:6")

    assert (told["stale"], told["items"]) == (False, [])


async def test_a_list_that_lacks_what_was_expected_says_so(
    matching: httpx.AsyncClient, bearer: Bearer
) -> None:
    fresh = await listed(matching, bearer)
    told = await listed(matching, bearer, f"{a_post().id}:9")

    assert told["stale"] is True
    assert told["items"] == fresh["items"]
    assert told["data_version"] == fresh["data_version"] + ";stale"


async def test_a_list_of_a_source_long_unheard_says_so(
    matching: httpx.AsyncClient, source: Source, bearer: Bearer
) -> None:
    source.behind_s = 60.0
    told = await listed(matching, bearer)

    assert told["stale"] is True
    assert told["items"] != []


@pytest.mark.parametrize("expect", ["nonsense", f"{a_post().id}", f"{a_post().id}:-1"])
async def test_nonsense_is_not_expected(
    matching: httpx.AsyncClient, bearer: Bearer, expect: str
) -> None:
    headers = bearer("matching", **COUNTY)
    answer = await matching.get(LIST, params={"expect": expect}, headers=headers)

    assert answer.status_code == 422
