"""Who finds a full queue is turned away before anything is begun."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
import structlog
from fastapi import FastAPI
from httpx import ASGITransport
from httpx import AsyncClient
from prometheus_client import CollectorRegistry

from gateway.admitting import Places
from gateway.loads import ROOMS
from gateway.loads import Load
from gateway.threshold import Threshold

LIST = "/v1/workers/0190a000-0000-7000-8000-000000000001/shortlist"
SHED = "doorstep_shed_total"


@pytest.fixture
def registry() -> CollectorRegistry:
    return CollectorRegistry()


@pytest.fixture
async def places(registry: CollectorRegistry) -> AsyncIterator[Places]:
    """Full, and with nobody left who may wait for a list."""
    full = Places(10, registry)
    for _ in range(7):
        await full.enter(Load.INTERACTIVE)
    room = ROOMS[Load.INTERACTIVE].waiting
    queue = [asyncio.create_task(full.enter(Load.INTERACTIVE)) for _ in range(room)]
    await asyncio.sleep(0)
    yield full
    for one in queue:
        one.cancel()
    await asyncio.gather(*queue, return_exceptions=True)


@pytest.fixture
async def door(places: Places) -> AsyncIterator[AsyncClient]:
    """A few of the gateway's routes, which answer what load they were given."""
    main = FastAPI()

    async def inside(scope: Any, receive: Any, send: Any) -> None:
        noted = str(scope.get("doorstep.load")).encode()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": noted})

    @main.get("/v1/workers/{worker_id}/shortlist", name="shortlist_for_worker")
    @main.patch("/v1/workers/{worker_id}", name="change_worker")
    @main.get("/metrics", name="metrics")
    async def nothing() -> None:
        """Only its path counts."""

    layer = Threshold(inside, main=main, places=places)
    async with AsyncClient(
        transport=ASGITransport(layer), base_url="http://door"
    ) as http:
        yield http


async def test_a_list_that_may_not_wait_is_told_when_to_come_back(
    door: AsyncClient,
) -> None:
    told = await door.get(LIST, headers={"accept-language": "en"})

    assert told.status_code == 503
    assert told.json()["type"] == "/problems/overloaded"
    assert 1 <= int(told.headers["retry-after"]) <= 4
    assert told.headers["content-language"] == "en"


async def test_it_bears_the_number_of_the_request(door: AsyncClient) -> None:
    own = await door.get(LIST, headers={"x-request-id": "of-the-caller"})
    other = await door.get(LIST)

    assert own.headers["x-request-id"] == "of-the-caller"
    assert len(other.headers["x-request-id"]) == 32


async def test_it_is_counted_and_said_once_a_second(
    door: AsyncClient, registry: CollectorRegistry
) -> None:
    with structlog.testing.capture_logs() as said:
        for _ in range(5):
            await door.get(LIST)

    assert registry.get_sample_value(SHED, {"load": "interactive"}) == 5
    # Members that other tests have started speak meanwhile too.
    assert [line["event"] for line in said].count("turned_away") == 1


async def test_a_write_still_passes_with_its_load_noted(door: AsyncClient) -> None:
    told = await door.patch(LIST.removesuffix("/shortlist"))

    assert (told.status_code, told.text) == (200, "critical")


async def test_what_is_not_public_passes_without_a_load(door: AsyncClient) -> None:
    told = await door.get("/metrics")

    assert (told.status_code, told.text) == (200, "None")
