"""Twenty copies of each write, two hundred takers of ten openings."""

import asyncio
import random

import aiohttp
import orjson
import pytest

from tests.chaos.keys import repeat
from tests.chaos.stage import Stage
from tests.chaos.stage import an_employer
from tests.chaos.stage import as_json
from tests.chaos.stage import signed_in
from tests.chaos.writers import History
from tests.chaos.writers import Write
from tests.chaos.writers import Writers
from tests.chaos.wrong import UNLUCKY
from tests.gateway.county import a_post

TAKERS = 200
OPENINGS = 10


@pytest.mark.drill
def test_each_key_has_one_effect_though_jobs_dies_before_it_answers(
    stage: Stage,
) -> None:
    found = repeat(stage, UNLUCKY, keys=12, copies=20)

    assert found.effects == 12
    assert found.answers_differ == 0
    assert found.deaths > 0


async def take_all(work: Writers, post: str) -> list[Write]:
    """So many takers at once, each under a key of its own."""
    takers = [Write(n, "fill", f"/v1/posts/{post}/fill", b"") for n in range(TAKERS)]
    connector = aiohttp.TCPConnector(limit=TAKERS)
    async with aiohttp.ClientSession(connector=connector) as http:
        await asyncio.gather(*(work.settle(http, taker) for taker in takers))
    return takers


async def add_posts(work: Writers, openings: tuple[int, ...]) -> list[str]:
    """Published posts with so many openings each; their ids."""
    drafts = [a_post(work.employer, openings=count) for count in openings]
    made = [Write(0, "post", "/v1/posts", as_json(draft)) for draft in drafts]
    async with aiohttp.ClientSession() as http:
        for write in made:
            await work.settle(http, write)
    return [write.id for write in made]


def test_of_200_takers_ten_get_an_opening_and_the_rest_learn_of_three_others(
    stage: Stage,
) -> None:
    token, employer = signed_in(stage), an_employer(stage)
    work = Writers(stage.url, token, employer, History(), random.Random(1))
    wanted, *_ = asyncio.run(add_posts(work, (OPENINGS, 5, 5, 5)))
    takers = asyncio.run(take_all(work, wanted))
    told = [orjson.loads(t.answer) for t in takers if t.status == 409]
    offered = [[card["id"] for card in one["alternatives"]] for one in told]

    assert sorted(t.status or 0 for t in takers) == [200] * 10 + [409] * 190
    assert {one["type"] for one in told} == {"/problems/post-is-full"}
    assert {len(set(ids)) for ids in offered} == {3}
    assert all(wanted not in ids for ids in offered)
