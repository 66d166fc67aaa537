"""What goes wrong by chance: programs and the server are killed, writers dawdle."""

import asyncio
import random
import time
from dataclasses import dataclass
from dataclasses import field

import asyncpg

from deploy.readiness import is_ready
from tests.chaos.kills import Kills
from tests.chaos.stage import Stage

MEND_S = 0.2
PEACE_S = 2.0
TOUCH = (
    "UPDATE posts SET title = title WHERE id ="
    " (SELECT id FROM posts ORDER BY random() LIMIT 1 FOR UPDATE SKIP LOCKED)"
)


@dataclass
class Killer:
    """Kills within the time, and starts again at once."""

    stage: Stage
    kills: Kills
    chance: random.Random
    stragglers: int = 0
    # The longest from the last kill of a round until all were ready, under writes.
    healed_s: float = 0.0
    ended: bool = False
    # When PostgreSQL took connections again, after each kill.
    accepting: list[float] = field(default_factory=list)

    async def run(self) -> None:
        """All kills, spread over the time; then everything is started."""
        mending = asyncio.create_task(self._mend())
        dawdling = asyncio.create_task(self._dawdle())
        try:
            for _ in range(self.kills.rounds):
                await self._kill_all()
                began = time.monotonic()
                await asyncio.to_thread(self._wait_ready)
                self.healed_s = max(self.healed_s, time.monotonic() - began)
                # With matching alive, nothing that it missed is read anew.
                await asyncio.sleep(PEACE_S)
        finally:
            self.ended = True
            await asyncio.gather(mending, dawdling)

    async def _kill_all(self) -> None:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(asyncio.sleep(self.kills.seconds))
            tasks.create_task(self._kill_postgres())
            for member in ("people", "jobs", "matching", "gateway"):
                tasks.create_task(self._kill(member))

    def _moments(self, times: int) -> list[float]:
        """Pauses between kills: one in each equal part of the time."""
        if times == 0:
            return []
        part = self.kills.seconds / times
        at = [part * (n + self.chance.uniform(0.1, 1)) for n in range(times)]
        return [b - a for a, b in zip([0.0, *at], at, strict=False)]

    async def _kill(self, member: str) -> None:
        for pause_s in self._moments(getattr(self.kills, member)):
            await asyncio.sleep(pause_s)
            self.stage.kill(member)
            if member == "matching" and self.chance.random() < self.kills.forgetting:
                self.stage.lose_snapshot()
            await asyncio.sleep(self.chance.uniform(0, 0.2))
            self.stage.start(member)

    async def _kill_postgres(self) -> None:
        for pause_s in self._moments(self.kills.postgres):
            await asyncio.sleep(pause_s)
            await asyncio.to_thread(self.stage.kill_postgres)
            await asyncio.to_thread(self.stage.postgres.start)
            self.accepting.append(time.monotonic())

    def _wait_ready(self) -> None:
        while not is_ready(self.stage.url):
            time.sleep(MEND_S)

    async def _mend(self) -> None:
        while not self.ended:
            self.stage.mend()
            await asyncio.sleep(MEND_S)

    async def _dawdle(self) -> None:
        """Slow transactions, as of a long import: begun early, committed late."""
        while not self.ended:
            try:
                await self._touch_slowly()
                self.stragglers += 1
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
                # The server was killed under it, which is what the drill is for.
                await asyncio.sleep(0.2)
            except asyncpg.InternalClientError:
                await asyncio.sleep(0.2)

    async def _touch_slowly(self) -> None:
        """A change that is made before another one and committed after it."""
        url = self.stage.database("jobs")
        slow = await asyncpg.connect(url, timeout=5)
        quick = await asyncpg.connect(url, timeout=5)
        try:
            work = slow.transaction()
            await work.start()
            await slow.execute(TOUCH)
            await quick.execute(TOUCH)
            await asyncio.sleep(self.chance.uniform(0.1, 0.5))
            await (work.rollback if self.chance.random() < 0.1 else work.commit)()
        finally:
            slow.terminate()
            quick.terminate()
