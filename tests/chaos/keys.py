"""Many copies of one write at once, to members that die between commit and answer."""

import asyncio
import random
from dataclasses import dataclass

import aiohttp
import asyncpg

from deploy.members import COMMANDS
from tests.chaos.stage import Stage
from tests.chaos.stage import an_employer
from tests.chaos.stage import as_json
from tests.chaos.stage import signed_in
from tests.chaos.writers import History
from tests.chaos.writers import Write
from tests.chaos.writers import Writers
from tests.chaos.wrong import commands_of
from tests.gateway.county import a_post

MEND_S = 0.1
# Keys that are asked for at the same time, each with all of its copies.
AT_ONCE = 8


@dataclass(frozen=True)
class Repeated:
    """What came of so many keys: one effect and one answer each, or not."""

    keys: int
    copies: int
    effects: int
    answers_differ: int
    deaths: int
    requests: int


def repeat(stage: Stage, unlucky: str, keys: int, copies: int) -> Repeated:
    """Ask a jobs that dies now and then for `keys` new posts, each `copies` times."""
    # Asked once and by nobody else: before there is a jobs that dies over it.
    work = Writers(
        stage.url,
        signed_in(stage),
        an_employer(stage),
        History(first=stage.written),
        random.Random(keys),
    )
    stage.become(commands_of(unlucky))
    deaths = stage.died
    try:
        same = asyncio.run(_repeat(stage, work, keys, copies))
    finally:
        stage.become({"jobs": COMMANDS["jobs"]})
    return Repeated(
        keys=keys,
        copies=copies,
        effects=asyncio.run(_effects(stage, work.employer)),
        answers_differ=same.count(False),
        deaths=stage.died - deaths,
        requests=sum(work.history.met.values()),
    )


async def _repeat(stage: Stage, work: Writers, keys: int, copies: int) -> list[bool]:
    mending = asyncio.create_task(_mend(stage))
    turns = asyncio.Semaphore(AT_ONCE)
    connector = aiohttp.TCPConnector(limit=AT_ONCE * copies)
    async with aiohttp.ClientSession(connector=connector) as http:

        async def one(number: int) -> bool:
            async with turns:
                return await _ask_all(http, work, number, copies)

        try:
            return await asyncio.gather(*(one(number) for number in range(keys)))
        finally:
            mending.cancel()


async def _ask_all(
    http: aiohttp.ClientSession, work: Writers, number: int, copies: int
) -> bool:
    """Whether every copy was answered with the same success."""
    draft = as_json(a_post(work.employer, title=f"缝纫工{number}"))
    first = Write(number, "post", "/v1/posts", draft)
    asked = [
        Write(number, "post", first.path, draft, key=first.key) for _ in range(copies)
    ]
    await asyncio.gather(*(work.settle(http, write) for write in asked))
    answers = {(write.status, write.answer) for write in asked}
    return len(answers) == 1 and asked[0].acknowledged


async def _mend(stage: Stage) -> None:
    while True:
        stage.mend()
        await asyncio.sleep(MEND_S)


async def _effects(stage: Stage, employer: str) -> int:
    jobs = await asyncpg.connect(stage.database("jobs"))
    query = "SELECT count(*) FROM posts WHERE employer_id = $1::text::uuid"
    try:
        return int(await jobs.fetchval(query, employer))
    finally:
        await jobs.close()
