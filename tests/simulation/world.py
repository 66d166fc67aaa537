"""One history from one seed: writers, a feed, a follower, and faults by chance."""

import asyncio
import random
from collections.abc import Awaitable
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from typing import NamedTuple
from typing import TypeAlias
from uuid import UUID

import httpx

from common import feed
from common import following
from common import idempotency
from services.matching import comparing
from tests.simulation.checks import Checks
from tests.simulation.clock import run_virtually
from tests.simulation.fake_postgres import ConnectionLost
from tests.simulation.fake_postgres import FakePostgres
from tests.simulation.fake_postgres import State
from tests.simulation.fake_statements import unnumbered
from tests.simulation.matching import Matching
from tests.simulation.member import HIDDEN
from tests.simulation.member import Member
from tests.simulation.member import Network
from tests.simulation.parts import Parts
from tests.simulation.parts import Written

FAULTS = (
    "lossy",
    "black",
    "slow",
    "member dies",
    "server crashes",
    "restore",
    "follower dies",
    "clock jumps",
    "trimmed soon",
    "feed loses",
    "outbox loses",
    "index rots",
)
# After these the index may be wrong until the next comparison.
ROTTEN = {"outbox loses", "index rots"}
Faults: TypeAlias = Iterable[str] | None
PRODUCT = Parts()
Trouble: TypeAlias = Callable[[], Awaitable[None]]
# Most of what rots is soon written over; so it must rot often.
PACE = {"index rots": 0.2}
ACTIVE_S = 3.0
SETTLED_S = 10.0
# The same after a silence that lasts as long as a follower's patience, or a rot.
LATER_S = 60.0
COMPARED_S = 0.6


class Silent:
    """A log that nobody reads."""

    def __getattr__(self, _: str) -> Callable[..., None]:
        return lambda *_, **__: None


@contextmanager
def shrunk(world: "World") -> Iterator[None]:
    """The product's constants made so small that every edge is met."""
    chance, faults = world.chance, world.faults
    wanted: list[tuple[Any, str, Any]] = [
        (feed, "BATCH", chance.choice([2, 3, 5])),
        (feed, "KEPT", 3 if "trimmed soon" in faults else 1_000),
        (feed, "POLL_S", 0.1),
        (following, "PAGE", chance.choice([1, 2, 3])),
        (following, "WAIT_MS", 400),
        (following, "log", Silent()),
        (comparing, "PAGE", 1),
        (comparing, "EVERY_S", 0.1 if "index rots" in faults else COMPARED_S),
        (comparing, "log", Silent()),
        (idempotency, "KEY_DAYS", world.parts.key_days),
    ]
    before = [(module, name, getattr(module, name)) for module, name, _ in wanted]
    for module, name, value in wanted:
        setattr(module, name, value)
    try:
        yield
    finally:
        for module, name, value in before:
            setattr(module, name, value)


class World:
    """Everything of one seed."""

    def __init__(self, seed: int, parts: Parts, faults: Faults = None) -> None:
        self.chance = random.Random(seed)
        self.parts = parts
        drawn = {name for name in FAULTS if self.chance.random() < 0.35}
        self.faults = drawn if faults is None else set(faults)
        self.server = FakePostgres(self.chance, UUID(int=self.chance.getrandbits(128)))
        self.member = Member(self.server, parts)
        self.network = Network(self.chance, self.member)
        self.checks = Checks(self.server)
        self.ids = [UUID(int=self.chance.getrandbits(128)) for _ in range(7)]
        self.active = True
        self.backup: State | None = None

    async def live(self) -> None:
        """The whole history."""
        for name in ("lossy", "black", "slow"):
            setattr(self.network, name, name in self.faults)
        self.server.careless = "feed loses" in self.faults
        await self._first_rows()
        self.matching = Matching(self.network, self.parts, self.checks)
        work = [asyncio.ensure_future(one) for one in self._work()]
        await asyncio.sleep(ACTIVE_S)
        self.active = False
        self.network.lossy = self.network.black = self.network.slow = False
        self.server.careless = False
        self.member.up = True
        await asyncio.gather(*work)
        await self._settle()

    def _work(self) -> Iterator[Awaitable[None]]:
        yield from (self._write() for _ in range(4))
        for number in range(3):
            yield from self._copies(f"key-{number}")
        troubles = {
            "member dies": self._kill_member,
            "server crashes": self._crash,
            "restore": self._restore,
            "follower dies": self._kill_follower,
            "clock jumps": self._jump,
            "outbox loses": self._lose_waiting,
            "index rots": self._rot,
        }
        yield from (
            self._now_and_then(troubles[name], PACE.get(name, 1))
            for name in FAULTS
            if name in self.faults & troubles.keys()
        )

    async def _first_rows(self) -> None:
        async with self.member.database.transaction() as session:
            for uid in self.ids[:4]:
                await session.put(uid, "first")

    async def _write(self) -> None:
        """A writer whose transactions overlap those of the others."""
        chance = self.chance
        while self.active:
            await asyncio.sleep(chance.random() * 0.5)
            ids = sorted(chance.sample(self.ids, chance.randint(1, 3)))
            try:
                async with self.member.database.transaction() as session:
                    for uid in ids:
                        await self._change(session, uid)
                    await asyncio.sleep(chance.random() * chance.choice([0.01, 0.6]))
                    if chance.random() < 0.15:
                        raise RolledBackError
            except (RolledBackError, ConnectionLost):
                continue

    async def _change(self, session: Any, uid: UUID) -> None:
        if self.chance.random() < 0.3:
            await session.drop(uid)
        else:
            hidden = HIDDEN if self.chance.random() < 0.15 else "told"
            await session.put(uid, f"{hidden} {self.chance.getrandbits(20)}")

    def _copies(self, key: str) -> Iterator[Awaitable[None]]:
        """Copies of one write, another body under its key, another caller's key."""
        yield from (self._send(Written("anna", key, "a")) for _ in range(3))
        yield self._send(Written("anna", key, "b"))
        yield self._send(Written("li", key, "a"))

    async def _send(self, asked: Written) -> None:
        """Until there is an answer that lasts; then again, to see it repeated."""
        await asyncio.sleep(self.chance.random() * ACTIVE_S * 0.7)
        for _ in range(2):
            status = 0
            while status not in (201, 422):
                try:
                    restores = self.checks.restores
                    told = await self.network.post(asked)
                    status = told.status_code
                    self.checks.told(asked, told, restores)
                except httpx.HTTPError:
                    pass
                await asyncio.sleep(self.chance.random() * 0.3)

    async def _now_and_then(self, trouble: Trouble, pace: float) -> None:
        while True:
            await asyncio.sleep((0.1 + self.chance.random()) * pace)
            if not self.active:
                return
            await trouble()

    async def _kill_member(self) -> None:
        self.member.kill()
        await asyncio.sleep(self.chance.random() * 0.5)
        self.member.up = True

    async def _crash(self) -> None:
        if self.member.up:
            self.server.crash()

    async def _restore(self) -> None:
        """The last backup is put back while the member is down, or one is taken."""
        if self.backup is None or self.chance.random() < 0.5:
            self.backup = self.server.state.copy()
            return
        self.member.kill()
        self.checks.restoring = True
        self.server.restore(self.backup)
        self.checks.restored()
        database: Any = self.member.database
        await self.parts.restorer().rotate(database)
        self.checks.restoring = False
        self.member.up = True

    async def _kill_follower(self) -> None:
        self.matching.kill()
        self.matching = Matching(self.network, self.parts, self.checks)

    async def _jump(self) -> None:
        self.server.jump_s = self.chance.uniform(-86_400, 86_400)

    async def _lose_waiting(self) -> None:
        """Somebody deletes a row without a position: no gap will ever show it."""
        rows = self.server.state.outbox
        for at in unnumbered(self.server.state)[:1]:
            self.checks.rots(rows.pop(at).entity)

    async def _rot(self) -> None:
        """Memory goes wrong: an id is lost, invented, or of another version."""
        index = self.matching.index
        if not self.matching.follower.caught_up:
            return
        uid = self.chance.choice([*self.ids, UUID(int=self.chance.getrandbits(128))])
        self.checks.rots(uid)
        if self.chance.random() < 0.4:
            index.forget({uid})
        else:
            # Never the right version: of that a comparison sees nothing.
            earlier = max(index.versions.get(uid, 0) - 1, 0)
            index.versions[uid] = self.chance.choice([earlier, 99])
            index.contents[uid] = "rotten"

    async def _settle(self) -> None:
        """All is well again, so the index must come to equal the source."""
        slow = self.faults & (ROTTEN | {"black"})
        ends = asyncio.get_running_loop().time() + (LATER_S if slow else SETTLED_S)
        while not self.checks.equal(self.matching.index):
            if asyncio.get_running_loop().time() > ends:
                self.checks.fail("not settled")
                return
            await asyncio.sleep(0.1)
        self.checks.at_the_end(self.faults)


class RolledBackError(Exception):
    """A writer changed its mind."""


class Outcome(NamedTuple):
    """What went wrong, nothing if all is well; and a digest of the whole history."""

    wrong: list[str]
    trace: str


def simulate(seed: int, parts: Parts = PRODUCT, faults: Faults = None) -> Outcome:
    """The history of a seed.

    Faults are drawn from the seed unless they are named.
    """
    random.seed(seed)
    world = World(seed, parts, faults)
    with shrunk(world):
        run_virtually(world.live())
    return Outcome(world.checks.found, world.checks.trace.hexdigest())
