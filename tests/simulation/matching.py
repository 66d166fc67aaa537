"""The process that follows, in virtual time, with the checks over its shoulder."""

import asyncio
from collections.abc import Callable
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from common.following import Follower
from services.matching.comparing import Held
from tests.simulation.checks import Checks
from tests.simulation.member import Network
from tests.simulation.parts import Parts


class Matching:
    """The process that follows: an index in memory, a follower, a comparer."""

    def __init__(self, network: Network, parts: Parts, checks: Checks) -> None:
        self.index = parts.index()
        self.checks = checks
        watched = type("Watched", (Watching, parts.follower), {})
        self.follower = watched(
            "source",
            network,
            lambda: "token",
            ("post",),
            self.index.apply,
            self._reset,
        )
        self.follower.checks, self.follower.index = checks, self.index
        held = Held(
            "post",
            self.index.known,
            self._forget,
            checks.repaired,
        )
        self.comparer = parts.comparer(self.follower, held, 4, inline)
        self.tasks = [
            asyncio.ensure_future(self.follower.run()),
            asyncio.ensure_future(self.comparer.run()),
        ]

    def _forget(self, ids: Iterable[UUID]) -> None:
        self.checks.mends(ids)
        self.index.forget(ids)

    def _reset(self) -> None:
        self.checks.began_anew()
        self.index.reset()

    def kill(self) -> None:
        """kill -9: the memory is gone with the cursor."""
        for task in self.tasks:
            task.cancel()


async def inline(count: Callable[[], list[int]]) -> list[int]:
    """Virtual time knows no threads."""
    return count()


class Watching(Follower):
    """A follower over whose shoulder the checks look."""

    checks: Checks
    index: Any

    async def tail(self, wait_ms: int) -> None:
        before = self.checks.moment(self.epoch)
        current = self._current_at
        await super().tail(wait_ms)
        if self._current_at != current:
            self.checks.current(before, self.index)
        self.checks.reached(self.epoch, self.position, self.index)
