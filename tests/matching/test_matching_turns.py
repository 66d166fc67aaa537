"""Lanes of work: how many at once, who waits, who is told to come back."""

import asyncio
import threading
from typing import NoReturn

import pytest
from prometheus_client import CollectorRegistry
from prometheus_client import Counter

from services.matching.turns import Lane
from services.matching.turns import Overloaded
from services.matching.turns import Turns


class Work:
    """Work in a thread that lasts until it is let go."""

    def __init__(self) -> None:
        self.begun = 0
        self._go_on = threading.Event()

    def __call__(self) -> str:
        self.begun += 1
        self._go_on.wait(10)
        return "done"

    def end(self) -> None:
        self._go_on.set()


@pytest.fixture
def registry() -> CollectorRegistry:
    return CollectorRegistry()


@pytest.fixture
def shed(registry: CollectorRegistry) -> Counter:
    return Counter("shed", "Turned away", registry=registry)


async def until_begun(work: Work, count: int = 1) -> None:
    async with asyncio.timeout(10):
        while work.begun < count:  # noqa: ASYNC110 - a thread wakes nobody
            await asyncio.sleep(0.01)


async def test_no_more_runs_at_once_than_there_are_places(shed: Counter) -> None:
    lane, work = Lane(2, waiting=5, longest_s=5, shed=shed), Work()
    tasks = [asyncio.create_task(lane.reckon(work)) for _ in range(4)]
    await until_begun(work, 2)
    await asyncio.sleep(0.05)
    begun, waiting = work.begun, lane.waiting
    work.end()

    assert await asyncio.gather(*tasks) == ["done"] * 4
    assert (begun, waiting) == (2, 2)


async def test_who_finds_too_many_waiting_is_told_when_to_come_back(
    shed: Counter, registry: CollectorRegistry
) -> None:
    lane, work = Lane(1, waiting=0, longest_s=5, shed=shed), Work()
    with pytest.raises(Overloaded) as told:
        await lane.reckon(work)

    assert told.value.numbers == {"retry_after_s": 5}
    assert registry.get_sample_value("shed_total") == 1
    assert work.begun == 0


async def test_who_waits_too_long_is_let_go(shed: Counter) -> None:
    lane, work = Lane(1, waiting=5, longest_s=0.05, shed=shed), Work()
    first = asyncio.create_task(lane.reckon(work))
    await until_begun(work)
    with pytest.raises(Overloaded):
        await lane.reckon(work)
    work.end()

    assert await first == "done"
    assert work.begun == 1


async def test_work_of_a_caller_who_has_gone_never_begins(shed: Counter) -> None:
    lane, running, waiting = Lane(1, waiting=5, longest_s=5, shed=shed), Work(), Work()
    first = asyncio.create_task(lane.reckon(running))
    await until_begun(running)
    gone = asyncio.create_task(lane.reckon(waiting))
    await asyncio.sleep(0.05)
    gone.cancel()
    running.end()
    await first

    assert (waiting.begun, lane.waiting) == (0, 0)


async def test_a_place_is_taken_as_long_as_its_thread_works(shed: Counter) -> None:
    lane, left, next_one = Lane(1, waiting=5, longest_s=5, shed=shed), Work(), Work()
    gone = asyncio.create_task(lane.reckon(left))
    await until_begun(left)
    gone.cancel()
    after = asyncio.create_task(lane.reckon(next_one))
    await asyncio.sleep(0.05)
    begun_early = next_one.begun
    left.end()
    next_one.end()

    assert await after == "done"
    assert begun_early == 0


async def test_what_goes_wrong_is_told_to_whoever_asked(shed: Counter) -> None:
    lane = Lane(1, waiting=5, longest_s=5, shed=shed)

    def fail() -> NoReturn:
        raise KeyError("post")

    with pytest.raises(KeyError):
        await lane.reckon(fail)
    assert await lane.reckon(lambda: "next") == "next"


async def test_long_work_leaves_room_for_quick_answers(
    registry: CollectorRegistry,
) -> None:
    turns, work = Turns(registry), Work()
    tasks = [asyncio.create_task(turns.long.reckon(work)) for _ in range(3)]
    await until_begun(work)
    quick = await turns.quick.reckon(lambda: "quick")
    work.end()
    await asyncio.gather(*tasks)

    assert quick == "quick"
