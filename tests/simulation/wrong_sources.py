"""Wrong ways to number, to tell, to restore; wrong triggers."""

import asyncio
from collections.abc import Callable
from typing import Any
from uuid import UUID

import orjson

from common.database import Database
from common.database import run_sql
from common.feed import ROWS
from common.feed import Cursor
from common.feed import Producer
from common.feed import feed_head
from common.feed import number
from services.matching.comparing import bucket_of
from tests.simulation.fake_postgres import FakeResult
from tests.simulation.fake_postgres import Row
from tests.simulation.fake_postgres import State
from tests.simulation.fake_postgres import Told
from tests.simulation.fake_statements import NUMBERER
from tests.simulation.fake_statements import Bucket
from tests.simulation.fake_statements import FakeSession
from tests.simulation.fake_statements import Head
from tests.simulation.fake_statements import KeyExistsError
from tests.simulation.fake_statements import Numbered
from tests.simulation.fake_statements import Ranked
from tests.simulation.fake_statements import drop_row
from tests.simulation.fake_statements import placed
from tests.simulation.fake_statements import put_row
from tests.simulation.fake_statements import tell
from tests.simulation.fake_statements import unnumbered
from tests.simulation.parts import Restorer


class BySerial(FakeSession):
    """The control: `id > last` on a sequence."""

    async def number(self, values: dict[str, Any]) -> FakeResult:
        state = self.seen()
        return FakeResult([Numbered(True, state.epoch, last_serial(state))])

    async def read_head(self, _: dict[str, Any]) -> FakeResult:
        state = self.seen()
        return FakeResult([Head(state.epoch, last_serial(state), 0)])

    async def read_rows(self, values: dict[str, Any]) -> FakeResult:
        outbox = self.seen().outbox
        found = sorted(at for at in outbox if at > values["after"])
        rows = [Ranked(at, "post", outbox[at].entity) for at in found]
        return FakeResult(rows[: values["limit"]])


def last_serial(state: State) -> int:
    """The highest serial id that is committed."""
    return max(state.outbox, default=0)


class ByWatermark(BySerial):
    """The cursor is the transaction id below which all have ended."""

    async def number(self, values: dict[str, Any]) -> FakeResult:
        state = self.seen()
        return FakeResult([Numbered(True, state.epoch, self._watermark())])

    async def read_head(self, _: dict[str, Any]) -> FakeResult:
        return FakeResult([Head(self.seen().epoch, self._watermark(), 0)])

    async def read_rows(self, values: dict[str, Any]) -> FakeResult:
        found = sorted(
            (told.xid, told.entity)
            for told in self.seen().outbox.values()
            if values["after"] <= told.xid < self._watermark()
        )
        return FakeResult([Ranked(xid, "post", uid) for xid, uid in found])

    def _watermark(self) -> int:
        return self.server.oldest_xid()


class WithoutLock(FakeSession):
    """Two numberers at once read the same rows."""

    async def number(self, values: dict[str, Any]) -> FakeResult:
        state = self.seen().copy()
        await self.server.pass_time()
        return await self._number(state, values)

    async def _number(self, state: State, values: dict[str, Any]) -> FakeResult:
        waiting = unnumbered(state)[: values["batch"]]
        places, overtaken = placed(state, waiting)
        self.own.effects.append(lambda now: overwrite(now, places, overtaken))
        full = len(waiting) == values["batch"]
        head = state.head + len(places)
        return FakeResult([Numbered(not full, state.epoch, head)])


class LockAndReadAtOnce(WithoutLock):
    """The lock is taken in the statement that reads: its snapshot is older."""

    async def number(self, values: dict[str, Any]) -> FakeResult:
        state = self.seen().copy()
        await self.server.pass_time()
        if not self.server.try_lock(self.own, NUMBERER):
            return FakeResult([Numbered(False, state.epoch, state.head)])
        return await self._number(state, values)


def overwrite(state: State, places: dict[int, int], overtaken: list[int]) -> None:
    """As PostgreSQL does it: positions are unique, rows may be numbered again."""
    taken = {told.pos for at, told in state.outbox.items() if at not in places}
    if taken & set(places.values()):
        raise KeyExistsError
    versions = state.versions()
    for at in overtaken:
        state.outbox.pop(at, None)
    for at, pos in places.items():
        if at in state.outbox:
            uid = state.outbox[at].entity
            state.outbox[at] = state.outbox[at]._replace(pos=pos)
            state.placed.append((uid, versions[uid]))
    state.head += len(places)


class VersionRestarts(FakeSession):
    """A row made again begins with version 1."""

    async def put(self, uid: UUID, content: str) -> None:
        state = await self._locked(uid)
        row = state.rows.get(uid)
        version = row.version + 1 if row else 1
        self._announce(uid, lambda now: put_row(now, uid, Row(version, content)))


class ToldApart(FakeSession):
    """The outbox is written in a transaction of its own, before the business one."""

    def _announce(self, uid: UUID, effect: Any) -> None:
        self.own.effects.append(effect)
        tell(self.server.state, self.server.next_serial(), Told(uid, None))


class WithoutTombstone(FakeSession):
    """A deleted row is told to nobody."""

    async def drop(self, uid: UUID) -> None:
        state = await self._locked(uid)
        if uid in state.rows:
            version = state.rows[uid].version + 1
            self.own.effects.append(lambda now: drop_row(now, uid, version))


class CountingDigest(FakeSession):
    """A bucket's digest is the count of its ids."""

    async def read_digest(self, values: dict[str, Any]) -> FakeResult:
        return digest_of(self.seen(), values["buckets"], lambda uid: 1)


class DigestWithoutVersion(FakeSession):
    """A bucket's digest is of its ids alone."""

    async def read_digest(self, values: dict[str, Any]) -> FakeResult:
        return digest_of(self.seen(), values["buckets"], last_bits)


def last_bits(uid: int) -> int:
    """What is random in an id."""
    return uid % 2**32 + 1


def digest_of(state: State, buckets: int, weight: Callable[[int], int]) -> FakeResult:
    """A digest in which an id weighs so much whatever its version is."""
    sums = dict.fromkeys(range(buckets), 0)
    for uid in state.versions():
        sums[bucket_of(uid.int, buckets)] += weight(uid.int)
    return FakeResult([Bucket(at, one) for at, one in sums.items()])


class AnyCursor(Producer):
    """Neither epoch nor range of the cursor is looked at."""

    async def read(self, database: Database, cursor: Cursor) -> bytes:
        numbered = await number(database)
        async with database.transaction(isolation="REPEATABLE READ") as session:
            head = await feed_head(session)
            values = {"after": cursor.after, "limit": cursor.limit}
            rows = (await run_sql(session, ROWS, **values)).all()
            told = await self._told(session, rows)
        await asyncio.sleep(0 if rows else 0.1)
        page = {"epoch": head.epoch, "rows": told, "head": head.head}
        page["caught_up"] = numbered.complete and len(rows) < cursor.limit
        return orjson.dumps(page, default=str)


class CaughtUpUnproved(Producer):
    """A short page claims that nothing is left, though another numbers just now."""

    async def read(self, database: Database, cursor: Cursor) -> bytes:
        page = orjson.loads(await super().read(database, cursor))
        page["caught_up"] = len(page["rows"]) < cursor.limit
        return orjson.dumps(page)


class WithoutRotation(Restorer):
    """A restored database keeps its epoch."""

    async def rotate(self, database: Database) -> None:
        pass
