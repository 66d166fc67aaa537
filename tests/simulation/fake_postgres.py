"""FakePostgres: the only part of the simulation that is not the product's own code.

It keeps what PostgreSQL keeps between crashes, and answers the statements that the
feed and the keys use, each on the snapshot that the transaction's isolation gives it.
`test_fake_postgres` holds it against the real one.
"""

import asyncio
import random
from collections.abc import AsyncIterator
from collections.abc import Callable
from contextlib import asynccontextmanager
from copy import copy
from dataclasses import dataclass
from dataclasses import field
from typing import Any
from typing import NamedTuple
from uuid import UUID

from common.problems import Unavailable


class ConnectionLost(Unavailable):
    """The server crashed under the transaction."""


class Row(NamedTuple):
    """A row of the one announced table."""

    version: int
    content: str


class Told(NamedTuple):
    """A row of the outbox."""

    entity: UUID
    pos: int | None
    xid: int = 0


class Kept(NamedTuple):
    """A row of the idempotency table."""

    request: bytes
    answer: bytes
    made_at: float


@dataclass
class State:
    """What is committed. The values never change, so a copy is a shallow one."""

    epoch: UUID
    rows: dict[UUID, Row] = field(default_factory=dict)
    tombstones: dict[UUID, int] = field(default_factory=dict)
    outbox: dict[int, Told] = field(default_factory=dict)
    keys: dict[bytes, Kept] = field(default_factory=dict)
    head: int = 0
    oldest: int = 0
    # The last transaction id that a commit wrote down.
    xid: int = 0
    # Of each position ever given: whose, and the version committed then.
    placed: list[tuple[UUID, int]] = field(default_factory=list)
    # Of each id and version ever committed: its content; None for a drop.
    known: dict[tuple[UUID, int], str | None] = field(default_factory=dict)

    def copy(self) -> "State":
        """A snapshot that later commits do not touch."""
        made = copy(self)
        for name in ("rows", "tombstones", "outbox", "keys", "placed", "known"):
            setattr(made, name, getattr(self, name).copy())
        return made

    def seen(self) -> "State":
        """A snapshot for one transaction's reads."""
        made = copy(self)
        for name in ("rows", "tombstones", "outbox", "keys"):
            setattr(made, name, getattr(self, name).copy())
        return made

    def versions(self) -> dict[UUID, int]:
        """The version of every id there ever was, living or dropped."""
        return self.tombstones | {uid: row.version for uid, row in self.rows.items()}


Effect = Callable[[State], None]


@dataclass(eq=False)
class Transaction:
    """What one transaction holds; its effects are seen by others when it commits."""

    snapshot: State | None = None
    effects: list[Effect] = field(default_factory=list)
    locks: set[object] = field(default_factory=set)
    xid: int = 0
    alive: bool = True


class FakePostgres:
    """One database: commits are atomic, locks last as long as their transaction."""

    def __init__(self, chance: random.Random, epoch: UUID) -> None:
        self.chance = chance
        self.state = State(epoch)
        self.serial = 0
        self.xid = 0
        # Whether rows that were numbered may vanish before they are read.
        self.careless = False
        # The wall clock's error, in seconds: it may jump at any time.
        self.jump_s = 0.0
        # In the order of their beginning, so that a seed is one history.
        self.live: dict[Transaction, None] = {}
        self._held: dict[object, Transaction] = {}

    def wall_s(self) -> float:
        """What now() answers."""
        return asyncio.get_running_loop().time() + self.jump_s

    async def pass_time(self) -> None:
        """How long a statement takes: often nothing, now and then a while."""
        drawn = self.chance.random()
        if drawn > 0.5:
            await asyncio.sleep(0.3 if drawn > 0.98 else drawn / 100)

    @asynccontextmanager
    async def begin(self, *, repeatable: bool = False) -> AsyncIterator[Transaction]:
        """A transaction that commits at the end, or rolls back on an exception."""
        own = Transaction()
        self.live[own] = None
        try:
            if repeatable:
                own.snapshot = self.state.seen()
            yield own
            await self.pass_time()
            self._commit(own)
        finally:
            self._end(own)

    def reading(self, own: Transaction) -> State:
        """What a statement of the transaction sees."""
        if not own.alive:
            raise ConnectionLost
        return own.snapshot or self.state

    def try_lock(self, own: Transaction, what: object) -> bool:
        """Whether the lock is the transaction's now, until its end."""
        if not own.alive:
            raise ConnectionLost
        if self._held.setdefault(what, own) is not own:
            return False
        own.locks.add(what)
        return True

    async def lock(self, own: Transaction, what: object) -> None:
        """Wait for a row's lock; who writes has a transaction id."""
        while not self.try_lock(own, what):  # noqa: ASYNC110 - nobody wakes us
            await asyncio.sleep(0.01)
        if not own.xid:
            self.xid += 1
            own.xid = self.xid

    def oldest_xid(self) -> int:
        """Below it every transaction has ended."""
        running = [own.xid for own in self.live if own.xid]
        return min(running, default=self.xid + 1)

    def next_serial(self) -> int:
        """As of a sequence: never rolled back."""
        self.serial += 1
        return self.serial

    def crash(self) -> None:
        """kill -9 of the server: what was committed stands, all else is gone."""
        for own in list(self.live):
            self._end(own)
        # Ids of those that never committed are given again.
        self.xid = self.state.xid

    def restore(self, backup: State) -> None:
        """Back to an earlier moment; the epoch is for whoever restores to rotate."""
        self.crash()
        self.state = backup.copy()

    def _commit(self, own: Transaction) -> None:
        if not own.alive:
            raise ConnectionLost
        for effect in own.effects:
            effect(self.state)
        self.state.xid = max(self.state.xid, own.xid)

    def _end(self, own: Transaction) -> None:
        own.alive = False
        self.live.pop(own, None)
        for what in own.locks:
            self._held.pop(what, None)
        own.locks = set()


@dataclass
class FakeResult:
    """Rows as SQLAlchemy hands them out."""

    found: list[Any]

    def one(self) -> Any:
        (only,) = self.found
        return only

    def one_or_none(self) -> Any:
        return self.one() if self.found else None

    def all(self) -> list[Any]:
        return self.found

    def scalar(self) -> Any:
        return self.found[0]

    def mappings(self) -> "FakeResult":
        return FakeResult([row._asdict() for row in self.found])

    def __iter__(self) -> Any:
        return iter(self.found)
