"""What the statements of the feed and of the keys mean, over FakePostgres."""

from collections.abc import AsyncIterator
from collections.abc import Awaitable
from collections.abc import Callable
from contextlib import asynccontextmanager
from typing import Any
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import TextClause

from common.feed import DIGEST
from common.feed import PAGE
from common.feed import ROWS
from common.feed import VERSIONS
from common.idempotency import _FORGET
from common.problems import Conflict
from tests.simulation.fake_postgres import FakePostgres
from tests.simulation.fake_postgres import FakeResult
from tests.simulation.fake_postgres import Kept
from tests.simulation.fake_postgres import Row
from tests.simulation.fake_postgres import State
from tests.simulation.fake_postgres import Told
from tests.simulation.fake_postgres import Transaction

TABLES = {"post": "posts"}
TAIL = 2**32 - 1
HOLE = (UUID(int=0), -1)
NUMBERER = "the numberer"
Statement = Callable[[dict[str, Any]], Awaitable[FakeResult]]


class KeyExistsError(Conflict):
    """A unique violation."""


class Head(NamedTuple):
    epoch: UUID
    head: int
    oldest: int


class Numbered(NamedTuple):
    complete: bool
    epoch: UUID
    head: int


class Ranked(NamedTuple):
    pos: int
    kind: str
    id: UUID


class Versioned(NamedTuple):
    id: UUID
    version: int


class Bucket(NamedTuple):
    bucket: int
    digest: int


class Answered(NamedTuple):
    request: bytes
    answer: bytes


class FakeSession:
    """A transaction that understands the feed's statements and no other."""

    def __init__(self, server: FakePostgres, own: Transaction) -> None:
        self.server = server
        self.own = own

    async def connection(self) -> "FakeSession":
        return self

    async def flush(self) -> None:
        pass

    async def execute(self, clause: TextClause, values: dict[str, Any]) -> FakeResult:
        await self.server.pass_time()
        statement: Statement = getattr(self, STATEMENTS[clause.text].__name__)
        return await statement(values)

    def seen(self) -> State:
        return self.server.reading(self.own)

    async def number(self, values: dict[str, Any]) -> FakeResult:
        """feed_number: the lock in one statement, the reading in a later one."""
        complete = self.server.try_lock(self.own, NUMBERER)
        await self.server.pass_time()
        state = self.seen()
        waiting = unnumbered(state)[: values["batch"]]
        if not complete or not waiting:
            return FakeResult([Numbered(complete, state.epoch, state.head)])
        places, overtaken = placed(state, waiting)
        self.own.effects.append(
            lambda now: give_positions(now, places, overtaken, values)
        )
        if self.server.careless and self.server.chance.random() < 0.1:
            lost = self.server.chance.choice(list(places))
            self.own.effects.append(lambda now: forget_row(now, lost))
        full = len(waiting) == values["batch"]
        head = state.head + len(places)
        return FakeResult([Numbered(not full, state.epoch, head)])

    async def read_head(self, _: dict[str, Any]) -> FakeResult:
        state = self.seen()
        return FakeResult([Head(state.epoch, state.head, state.oldest)])

    async def read_rows(self, values: dict[str, Any]) -> FakeResult:
        found = sorted(
            (told.pos, told.entity)
            for told in self.seen().outbox.values()
            if told.pos is not None and told.pos > values["after"]
        )
        rows = [Ranked(pos, "post", uid) for pos, uid in found[: values["limit"]]]
        return FakeResult(rows)

    async def read_versions(self, values: dict[str, Any]) -> FakeResult:
        known = self.seen().versions()
        ids = values["ids"]
        return FakeResult([Versioned(uid, known[uid]) for uid in ids if uid in known])

    async def read_page(self, values: dict[str, Any]) -> FakeResult:
        bucket, buckets = values["bucket"], values["buckets"]
        found = sorted(
            uid
            for uid in self.seen().versions()
            if uid > values["after"]
            and (bucket < 0 or (uid.int & TAIL) % buckets == bucket)
        )
        return FakeResult([Ranked(0, "post", uid) for uid in found[: values["limit"]]])

    async def read_digest(self, values: dict[str, Any]) -> FakeResult:
        sums: dict[int, int] = {}
        for uid, version in self.seen().versions().items():
            tail = uid.int & TAIL
            bucket = tail % values["buckets"]
            sums[bucket] = sums.get(bucket, 0) + (version + 1) * (tail + 1)
        return FakeResult([Bucket(at, one % 2**53) for at, one in sums.items()])

    async def rotate(self, _: dict[str, Any]) -> FakeResult:
        epoch = UUID(int=self.server.chance.getrandbits(128))
        self.own.effects.append(lambda now: setattr(now, "epoch", epoch))
        return FakeResult([])

    async def try_key(self, values: dict[str, Any]) -> FakeResult:
        return FakeResult([self.server.try_lock(self.own, values["number"])])

    async def read_key(self, values: dict[str, Any]) -> FakeResult:
        kept = self.seen().keys.get(values["key"])
        return FakeResult([Answered(kept.request, kept.answer)] if kept else [])

    async def keep_key(self, values: dict[str, Any]) -> FakeResult:
        if values["key"] in self.server.state.keys:
            raise KeyExistsError
        row = Kept(values["request"], values["answer"], self.server.wall_s())
        self.own.effects.append(lambda now: add_key(now, values["key"], row))
        return FakeResult([])

    async def forget_keys(self, values: dict[str, Any]) -> FakeResult:
        latest = self.server.wall_s() - values["days"] * 86_400
        old = [k for k, kept in self.seen().keys.items() if kept.made_at < latest]
        self.own.effects.append(lambda now: drop_keys(now, old))
        return FakeResult([])

    # What a writer's statements do, with the triggers of the table.

    async def put(self, uid: UUID, content: str) -> None:
        """INSERT or UPDATE of one row."""
        state = await self._locked(uid)
        version = state.versions().get(uid, 0) + 1
        self._announce(uid, lambda now: put_row(now, uid, Row(version, content)))

    async def drop(self, uid: UUID) -> None:
        """DELETE of one row; nothing if it is not there."""
        state = await self._locked(uid)
        if uid in state.rows:
            version = state.rows[uid].version + 1
            self._announce(uid, lambda now: drop_row(now, uid, version))

    async def _locked(self, uid: UUID) -> State:
        await self.server.pass_time()
        await self.server.lock(self.own, uid)
        return self.seen()

    def _announce(self, uid: UUID, effect: Callable[[State], None]) -> None:
        serial, told = self.server.next_serial(), Told(uid, None, self.own.xid)
        self.own.effects.append(effect)
        self.own.effects.append(lambda now: tell(now, serial, told))


def unnumbered(state: State) -> list[int]:
    """The serial ids that have no position yet, in order."""
    return sorted(at for at, told in state.outbox.items() if told.pos is None)


def placed(state: State, waiting: list[int]) -> tuple[dict[int, int], list[int]]:
    """The positions of a batch by serial id, and what a later row overtakes."""
    last = {state.outbox[at].entity: at for at in waiting}
    kept = sorted(last.values())
    places = {at: state.head + count for count, at in enumerate(kept, 1)}
    return places, [at for at in waiting if at not in places]


def give_positions(
    state: State, places: dict[int, int], overtaken: list[int], values: dict[str, int]
) -> None:
    """The commit of feed_number."""
    versions = state.versions()
    for at in overtaken:
        state.outbox.pop(at, None)
    for at, pos in places.items():
        told = state.outbox.get(at)
        # A row that somebody deleted meanwhile leaves a hole.
        version = versions.get(told.entity, 0) if told else 0
        state.placed.append((told.entity, version) if told else HOLE)
        if told:
            state.outbox[at] = told._replace(pos=pos)
    state.head += len(places)
    trim(state, values["kept"], values["batch"])


def forget_row(state: State, serial: int) -> None:
    """Somebody deletes a numbered row by hand."""
    state.outbox.pop(serial, None)


def trim(state: State, kept: int, batch: int) -> None:
    """Drops the oldest positions, as the end of feed_number does."""
    if state.head - state.oldest > kept + batch:
        state.oldest = state.head - kept
        for at, told in list(state.outbox.items()):
            if told.pos is not None and told.pos <= state.oldest:
                del state.outbox[at]


def put_row(state: State, uid: UUID, row: Row) -> None:
    state.rows[uid] = row
    state.known[uid, row.version] = row.content


def drop_row(state: State, uid: UUID, version: int) -> None:
    state.rows.pop(uid, None)
    state.tombstones[uid] = version
    state.known[uid, version] = None


def tell(state: State, serial: int, told: Told) -> None:
    state.outbox[serial] = told


def add_key(state: State, key: bytes, kept: Kept) -> None:
    state.keys[key] = kept


def drop_keys(state: State, old: list[bytes]) -> None:
    for key in old:
        state.keys.pop(key, None)


STATEMENTS: dict[str, Callable[..., Awaitable[FakeResult]]] = {
    "SELECT complete, epoch, head FROM feed_number(:batch, :kept)": FakeSession.number,
    "SELECT epoch, pos AS head, oldest_pos AS oldest FROM feed_head": (
        FakeSession.read_head
    ),
    ROWS: FakeSession.read_rows,
    VERSIONS.format(table="posts"): FakeSession.read_versions,
    PAGE.format(table="posts", kind="post"): FakeSession.read_page,
    DIGEST.format(table="posts"): FakeSession.read_digest,
    "SELECT feed_rotate()": FakeSession.rotate,
    "SELECT pg_try_advisory_xact_lock(:number)": FakeSession.try_key,
    "SELECT request, answer FROM idempotency WHERE key = :key": FakeSession.read_key,
    "INSERT INTO idempotency VALUES (:key, :request, :answer)": FakeSession.keep_key,
    _FORGET: FakeSession.forget_keys,
}


class FakeDatabase:
    """Stands where `common.database.Database` does."""

    def __init__(
        self, server: FakePostgres, session: type[FakeSession] = FakeSession
    ) -> None:
        self.server = server
        self.session = session

    @asynccontextmanager
    async def transaction(
        self, caller: object = None, *, isolation: str = "READ COMMITTED"
    ) -> AsyncIterator[Any]:
        repeatable = isolation == "REPEATABLE READ"
        async with self.server.begin(repeatable=repeatable) as own:
            yield self.session(self.server, own)
