"""Places, queues and what is turned away when too much is asked at once."""

import asyncio

import httpx
import pytest
from fastapi import FastAPI
from prometheus_client import CollectorRegistry

from gateway.admitting import Overloaded
from gateway.admitting import Places
from gateway.loads import ROOMS
from gateway.loads import Load
from gateway.loads import load_of
from gateway.policy import POLICY

CRITICAL, INTERACTIVE, BULK = Load


@pytest.fixture
def registry() -> CollectorRegistry:
    return CollectorRegistry()


@pytest.fixture
def places(registry: CollectorRegistry) -> Places:
    """Ten places: seven for lists, one for bulk."""
    return Places(10, registry)


async def enter_all(places: Places, load: Load, count: int) -> None:
    for _ in range(count):
        await places.enter(load)


def waiting(places: Places, load: Load) -> "asyncio.Task[None]":
    return asyncio.create_task(places.enter(load))


async def turn() -> None:
    """Lets whoever may run have a turn."""
    for _ in range(5):
        await asyncio.sleep(0)


async def test_lists_and_bulk_never_take_the_places_of_writes(places: Places) -> None:
    await enter_all(places, INTERACTIVE, 7)
    await enter_all(places, BULK, 1)
    list_waits, bulk_waits = waiting(places, INTERACTIVE), waiting(places, BULK)
    await turn()
    await enter_all(places, CRITICAL, 2)

    assert not list_waits.done()
    assert not bulk_waits.done()
    assert sum(places.running.values()) == 10


async def test_a_free_place_goes_to_a_write_before_an_older_list(
    places: Places,
) -> None:
    await enter_all(places, INTERACTIVE, 7)
    await enter_all(places, CRITICAL, 3)
    a_list = waiting(places, INTERACTIVE)
    await turn()
    a_write = waiting(places, CRITICAL)
    await turn()
    places.leave(INTERACTIVE)
    await turn()

    assert (a_write.done(), a_list.done()) == (True, False)


async def test_of_lists_the_newest_goes_first(places: Places) -> None:
    await enter_all(places, INTERACTIVE, 7)
    old = waiting(places, INTERACTIVE)
    await turn()
    new = waiting(places, INTERACTIVE)
    await turn()
    places.leave(INTERACTIVE)
    await turn()

    assert (new.done(), old.done()) == (True, False)


async def test_writes_keep_their_order(places: Places) -> None:
    await enter_all(places, CRITICAL, 10)
    old = waiting(places, CRITICAL)
    await turn()
    new = waiting(places, CRITICAL)
    await turn()
    places.leave(CRITICAL)
    await turn()

    assert (old.done(), new.done()) == (True, False)


async def test_who_waits_too_long_is_told_when_to_come_back(places: Places) -> None:
    await enter_all(places, BULK, 1)
    with pytest.raises(Overloaded) as told:
        await places.enter(BULK)
    least, most = ROOMS[BULK].again_s

    assert least <= int(told.value.numbers["retry_after_s"]) <= most


async def test_a_full_queue_of_lists_gives_up_the_oldest(places: Places) -> None:
    await enter_all(places, INTERACTIVE, 7)
    queue = [waiting(places, INTERACTIVE) for _ in range(ROOMS[INTERACTIVE].waiting)]
    await turn()
    last = waiting(places, INTERACTIVE)
    await turn()

    assert [one.done() for one in queue] == [True] + [False] * (len(queue) - 1)
    assert isinstance(queue[0].exception(), Overloaded)
    assert not last.done()


async def test_a_full_queue_of_writes_takes_no_more(places: Places) -> None:
    await enter_all(places, CRITICAL, 10)
    queue = [waiting(places, CRITICAL) for _ in range(ROOMS[CRITICAL].waiting)]
    await turn()
    with pytest.raises(Overloaded):
        await places.enter(CRITICAL)

    assert not any(one.done() for one in queue)


async def test_a_place_given_to_somebody_who_left_is_given_on(places: Places) -> None:
    await enter_all(places, CRITICAL, 10)
    leaver = waiting(places, CRITICAL)
    await turn()
    stayer = waiting(places, CRITICAL)
    await turn()
    places.leave(CRITICAL)
    leaver.cancel()
    await turn()

    assert leaver.cancelled()
    assert stayer.done()
    assert sum(places.running.values()) == 10


async def test_what_is_turned_away_is_counted_by_load(
    places: Places, registry: CollectorRegistry
) -> None:
    await enter_all(places, BULK, 1)
    with pytest.raises(Overloaded):
        await places.enter(BULK)

    assert registry.get_sample_value("doorstep_shed_total", {"load": "bulk"}) == 1
    assert registry.get_sample_value("doorstep_shed_total", {"load": "critical"}) == 0
    assert registry.get_sample_value("doorstep_running", {"load": "bulk"}) == 1


def test_every_write_is_critical_but_work_on_many_at_once() -> None:
    writes = {name for name, rule in POLICY.items() if rule.effect == "write"}
    critical = {name for name in POLICY if load_of(name) is CRITICAL}

    assert writes - critical == {"add_import", "bring_file", "take_outcomes"}
    assert critical - writes == {"find_worker", "close_session", "close_other_session"}


async def test_a_request_without_a_place_is_turned_away_in_the_callers_words(
    gateway_app: FastAPI, gateway: httpx.AsyncClient, sign_in: object
) -> None:
    places = next(
        layer.kwargs["places"]
        for layer in gateway_app.user_middleware
        if "places" in layer.kwargs
    )
    await enter_all(places, INTERACTIVE, places.most[INTERACTIVE])
    refused = await gateway.get("/v1/posts", headers={"Accept-Language": "en"})
    written = await gateway.post("/v1/posts", json={})
    healthy = await gateway.get("/healthz")

    assert (refused.status_code, refused.json()["type"]) == (
        503,
        "/problems/overloaded",
    )
    assert refused.headers["retry-after"] in "1234"
    assert refused.headers["x-request-id"]
    assert refused.json()["detail"].startswith("Too many")
    assert (written.status_code, healthy.status_code) == (401, 200)


async def test_places_are_given_back_whatever_the_answer_was(
    gateway_app: FastAPI, gateway: httpx.AsyncClient
) -> None:
    places = next(
        layer.kwargs["places"]
        for layer in gateway_app.user_middleware
        if "places" in layer.kwargs
    )
    await asyncio.gather(*(gateway.get("/v1/posts") for _ in range(30)))

    assert places.running == dict.fromkeys(Load, 0)


async def test_work_on_many_people_begins_only_while_no_list_waits(
    places: Places,
) -> None:
    await enter_all(places, INTERACTIVE, 7)
    a_list, bulk = waiting(places, INTERACTIVE), waiting(places, BULK)
    await turn()
    before = bulk.done()
    places.leave(INTERACTIVE)
    places.leave(INTERACTIVE)
    await turn()

    assert not before
    assert (a_list.done(), bulk.done()) == (True, True)


async def test_a_queue_is_full_when_nobody_more_may_wait(places: Places) -> None:
    await enter_all(places, BULK, 1)
    queue = [waiting(places, BULK) for _ in range(ROOMS[BULK].waiting - 1)]
    await turn()
    before = places.is_full(BULK)
    last = waiting(places, BULK)
    await turn()

    assert not any(one.done() for one in [*queue, last])
    assert (before, places.is_full(BULK)) == (False, True)
