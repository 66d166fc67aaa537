"""Wrong versions of the programs, started as programs: each must fail the drill.

`python -m tests.chaos.wrong "id > last" services.jobs serve` puts one wrong part in the
place of the product's and then starts the member. The product has no switch for it.
"""

import asyncio
import os
import random
import runpy
import signal
import sys
from collections.abc import AsyncIterator
from collections.abc import Callable
from collections.abc import Sequence
from typing import Annotated
from typing import NamedTuple

from fastapi import Depends
from fastapi import Request
from fastapi import Response
from sqlmodel.ext.asyncio.session import AsyncSession

from common import database
from common import feed
from common import following
from common import idempotency
from common.contracts.feed import FeedHead
from common.database import Database
from common.database import run_sql
from common.tokens import CallerHeader
from deploy.members import module_of
from deploy.programs import python
from tests.chaos.kills import Kills
from tests.simulation import wrong_followers

BY_SERIAL = (
    "SELECT id AS pos, kind, entity_id AS id FROM outbox WHERE id > :after"
    " ORDER BY id LIMIT :limit"
)
NEWEST = (
    "SELECT (SELECT epoch FROM feed_head) AS epoch, coalesce(max(id), 0) AS head,"
    " 0 AS oldest FROM outbox"
)
# Small enough that a follower who comes back has many pages to read.
PAGE = 5
# As on a disk that is busy with something else.
SLOW_S = 0.2


async def _newest(session: AsyncSession) -> FeedHead:
    found = await run_sql(session, NEWEST)
    return FeedHead.model_validate(found.mappings().one())


async def _numbered(of: Database) -> feed.Numbered:
    async with of.transaction() as session:
        head = await _newest(session)
    return feed.Numbered(True, head.epoch, head.head)


async def _nothing_to_number(_: Database) -> None:
    return None


def read_by_serial() -> None:
    """The control: everything above the last serial number, as most would write it."""
    feed.ROWS = BY_SERIAL
    feed.feed_head = _newest
    feed.number = _numbered
    feed.number_all = _nothing_to_number


def follow_by_serial() -> None:
    """Its consumer: serial numbers have gaps, so none can be seen."""
    _follow(wrong_followers.WithoutContiguity)


def ask_head_last() -> None:
    """Reading everything, the position is asked for after the pages."""
    _follow(wrong_followers.HeadLast)


def jump_to_head() -> None:
    """The watermark of a page is kept as the cursor, not its last row."""
    _follow(wrong_followers.JumpsToHead)


def _follow(wrong: type[following.Follower]) -> None:
    following.PAGE = PAGE
    wrong_followers.LIMIT = PAGE
    following.Follower = wrong  # type: ignore[misc]


Kept = dict[int, tuple[idempotency.Claim, Response]]


def keep_key_later() -> None:
    """The key is kept in a transaction after the one with the effect."""
    kept: Kept = {}
    keep = idempotency.Claim.keep

    async def remember(claim: idempotency.Claim, response: Response) -> None:
        kept[id(claim)] = (claim, response)

    async def in_two(
        request: Request, caller: CallerHeader
    ) -> AsyncIterator[AsyncSession]:
        of: Database = request.app.state.database
        claim = getattr(request.state, "claim", None)
        async with of.transaction(caller) as session:
            if claim is not None:
                await claim.take(session, caller.subject)
            yield session
        if claim is not None and id(claim) in kept:
            await asyncio.sleep(SLOW_S)
            async with of.transaction(caller) as session:
                claim._session = session
                await keep(*kept.pop(id(claim)))

    idempotency.Claim.keep = remember  # type: ignore[method-assign]
    database.Transaction = Annotated[  # type: ignore[misc]
        AsyncSession, Depends(in_two, scope="function")
    ]


def answer_before_commit() -> None:
    """The answer leaves first, as with the framework's own default; disks are slow."""

    async def late(
        request: Request, caller: CallerHeader
    ) -> AsyncIterator[AsyncSession]:
        async with request.app.state.database.transaction(caller) as session:
            claim = getattr(request.state, "claim", None)
            if claim is not None:
                await claim.take(session, caller.subject)
            yield session
            await asyncio.sleep(SLOW_S)

    database.Transaction = Annotated[  # type: ignore[misc]
        AsyncSession, Depends(late, scope="request")
    ]


def die_before_answering(one_of: int) -> Callable[[], None]:
    """Not wrong, only unlucky: the member dies after one of so many commits."""
    left = random.randint(1, one_of)

    async def fatal(
        request: Request, caller: CallerHeader
    ) -> AsyncIterator[AsyncSession]:
        nonlocal left
        claim = getattr(request.state, "claim", None)
        async with request.app.state.database.transaction(caller) as session:
            if claim is not None:
                await claim.take(session, caller.subject)
            yield session
        left -= claim is not None
        if left <= 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def die() -> None:
        database.Transaction = Annotated[  # type: ignore[misc]
            AsyncSession, Depends(fatal, scope="function")
        ]

    return die


class Mutant(NamedTuple):
    """Which members get which wrong part, and the kills under which it shows."""

    parts: dict[str, Callable[[], None]]
    kills: Kills | None = None


STORES = ("people", "jobs")
# Without a restart of matching nothing that it missed is ever read anew.
UNHEALED = Kills(seconds=12, postgres=0, people=0, jobs=1, matching=0, gateway=0)
BEHIND = Kills(
    seconds=12, postgres=0, people=0, jobs=1, matching=2, gateway=0, forgetting=0
)
ANEW = Kills(
    seconds=12, postgres=0, people=0, jobs=1, matching=2, gateway=0, forgetting=1
)
OFTEN = Kills(seconds=15, postgres=2, people=3, jobs=4, matching=0, gateway=0)
MUTANTS: dict[str, Mutant] = {
    "id > last": Mutant(
        {**dict.fromkeys(STORES, read_by_serial), "matching": follow_by_serial},
        UNHEALED,
    ),
    "head last": Mutant({"matching": ask_head_last}, ANEW),
    "watermark as cursor": Mutant({"matching": jump_to_head}, BEHIND),
    "effect before the key": Mutant(dict.fromkeys(STORES, keep_key_later), OFTEN),
    "answer before commit": Mutant(dict.fromkeys(STORES, answer_before_commit), OFTEN),
}


# A fault, and nothing that a check should find.
UNLUCKY, RARELY_UNLUCKY = "dies before an answer", "rarely dies before an answer"
PARTS = {name: mutant.parts for name, mutant in MUTANTS.items()}
PARTS[UNLUCKY] = {"jobs": die_before_answering(10)}
PARTS[RARELY_UNLUCKY] = {"jobs": die_before_answering(80)}


def commands_of(name: str) -> dict[str, tuple[str, ...]]:
    """How the members of a mutant are started."""
    return {
        member: python("tests.chaos.wrong", name, member, "serve")
        for member in PARTS[name]
    }


def main(name: str, member: str, words: Sequence[str]) -> None:
    """Put the wrong part in place, then be that member."""
    module = module_of(member)
    if f"{module}.app" in sys.modules:
        raise RuntimeError("the member has its right parts already")
    PARTS[name][member]()
    sys.argv = [module, *words]
    runpy.run_module(module, run_name="__main__")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
