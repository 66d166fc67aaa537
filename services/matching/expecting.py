"""Reading one's own writes: waiting for a version, and saying when it is not there.

A write answers with an id and a version. Who asks with `expect=id:version` gets a list
that knows of that write, or after a short while one that says it is stale.
"""

import asyncio
from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import Query

from common.following import Follower
from services.matching.index import Index

Expect = Annotated[
    str | None,
    Query(
        pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}:[0-9]{1,18}$",
        description="id:version of a worker or a post that the list must know of",
    ),
]
LONGEST_S = 0.3
LOOK_S = 0.01
# A source answers at least each five seconds; who has not for longer may know more.
LATE_S = 8.0


async def is_stale(
    index: Index, followers: Sequence[Follower], expect: str | None
) -> bool:
    """Whether the index may lack what was expected, or what changed of late."""
    late = any(follower.behind_s > LATE_S for follower in followers)
    return not await _holds(index, expect) or late


async def _holds(index: Index, expect: str | None) -> bool:
    """Whether the expected version is held, be it after a little while."""
    if expect is None:
        return True
    name, _, version = expect.partition(":")
    uid, least = UUID(name), int(version)
    clock = asyncio.get_running_loop()
    ends = clock.time() + LONGEST_S
    while max(index.workers.version(uid), index.posts.version(uid)) < least:
        if clock.time() >= ends:
            return False
        await asyncio.sleep(LOOK_S)
    return True
