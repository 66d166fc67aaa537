"""A change that nobody announces grows old in the metrics, until somebody reads."""

import asyncio

from services.people.unannounced import Oldest
from tests.people.builders import a_worker

NAME = "doorstep_unannounced_seconds"


async def age_of(client) -> float:
    lines = (await client.get("/metrics")).text.splitlines()
    return float(next(x.split()[1] for x in lines if x.startswith(NAME)))


async def age_when(client, holds) -> float:
    """The age as soon as it is as wanted."""
    async with asyncio.timeout(20):
        while not holds(age := await age_of(client)):  # noqa: ASYNC110 - a program
            await asyncio.sleep(0.2)
    return age


async def test_it_grows_while_nobody_reads_and_ends_with_a_reading(
    client, coordinator, feed
):
    await coordinator.add(a_worker())
    grown = await age_when(client, lambda age: age > 1.5)
    await feed.read("/internal/feed/head")

    assert grown > 1.5
    assert await age_when(client, lambda age: age == 0) == 0


def test_the_next_change_in_turn_begins_anew():
    oldest = Oldest()
    ages = [oldest.age_s(change, now) for change, now in ((7, 1), (7, 9), (8, 12))]

    assert ages == [0, 8, 0]
    assert oldest.age_s(None, 20) == 0
