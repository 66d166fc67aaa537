"""Wrong ways to follow, to compare, to write once."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeAlias
from uuid import UUID

import httpx
from fastapi import Response
from starlette.datastructures import URL

from common.contracts.feed import Change
from common.contracts.feed import FeedHead
from common.contracts.feed import FeedPage
from common.contracts.feed import Snapshot
from common.following import Follower
from common.idempotency import Claim
from common.idempotency import fingerprint
from services.matching.comparing import Comparer
from services.matching.comparing import Reading
from services.matching.comparing import bucket_of
from tests.simulation.fake_statements import FakeDatabase
from tests.simulation.parts import Desk
from tests.simulation.parts import Index
from tests.simulation.parts import Written
from tests.simulation.wrong_sources import last_bits

LIMIT = 3
Promise: TypeAlias = "asyncio.Future[Response]"


class HeadLast(Follower):
    """The position is asked after the pages: what changed meanwhile is hidden."""

    async def bootstrap(self) -> None:
        self.caught_up, self.epoch = False, None
        self.bootstraps += 1
        self.reset()
        self._seen = {}
        first = FeedHead.model_validate(await self.ask("/head", {}))
        for kind in self.kinds:
            await self._read_pages(kind, first.epoch)
        found = FeedHead.model_validate(await self.ask("/head", {}))
        self.epoch, self.position, self.head = found.epoch, found.head, found.head
        while not self.caught_up:
            await self.tail(0)


class WithoutContiguity(Follower):
    """Takes any page as the next one."""

    async def tail(self, wait_ms: int) -> None:
        query = {"epoch": str(self.epoch), "after": self.position, "limit": LIMIT}
        page = FeedPage.model_validate(await self.ask("", {**query, "wait": wait_ms}))
        await self._apply_all(page.rows)
        self.take(page)
        async with self._moved:
            self._moved.notify_all()

    def take(self, page: FeedPage) -> None:
        """Note how far the page goes."""
        self.head = page.head
        if page.caught_up:
            self.caught_up = True
            self._current_at = asyncio.get_running_loop().time()
            self._seen = None


class JumpsToHead(WithoutContiguity):
    """The head of a page is taken for its end."""

    def take(self, page: FeedPage) -> None:
        super().take(page)
        self.position = page.head


class OfAnyEpoch(WithoutContiguity):
    """Pages of another epoch are taken like any other."""

    async def _read_pages(self, kind: str, epoch: UUID) -> None:
        after: UUID | None = UUID(int=0)
        while after is not None:
            query = {"kind": kind, "after": str(after), "limit": LIMIT}
            page = Snapshot.model_validate(await self.ask("/snapshot", query))
            await self._apply_all(page.rows)
            after = page.next


class LosesPages(Follower):
    """A page that is lost on the way counts as the last one."""

    async def _read_pages(self, kind: str, epoch: UUID) -> None:
        try:
            await super()._read_pages(kind, epoch)
        except httpx.HTTPError:
            return


class AppliesTwoAtOnce(Follower):
    """Of a page only the last change is applied."""

    async def _apply_all(self, changes: Sequence[Change]) -> None:
        await super()._apply_all(changes[-1:])


class AnyVersion(Index):
    """Whatever comes last is taken."""

    def apply(self, change: Change) -> None:
        self.versions.pop(change.id, None)
        super().apply(change)


class WithoutTombstones(Index):
    """A dropped id is forgotten with its version."""

    def apply(self, change: Change) -> None:
        super().apply(change)
        if change.body is None:
            self.versions.pop(change.id, None)


class NeverEmptied(Index):
    """Everything is read again on top of what was there."""

    def reset(self) -> None:
        pass


class CountingComparer(Comparer):
    """Compares how many ids there are."""

    def _digests(self) -> list[int]:
        sums = [0] * self.buckets
        for uid in self.held.versions():
            sums[bucket_of(uid, self.buckets)] += 1
        return sums


class ComparerWithoutVersion(Comparer):
    """Compares which ids there are."""

    def _digests(self) -> list[int]:
        sums = [0] * self.buckets
        for uid in self.held.versions():
            sums[bucket_of(uid, self.buckets)] += last_bits(uid)
        return sums


class ImpatientComparer(Comparer):
    """Does not wait until what the source told has arrived."""

    async def _pass_head(self, reading: Reading) -> None:
        pass


class StraddlingComparer(Comparer):
    """Does not notice that everything was read again meanwhile."""

    def _now(self) -> tuple[UUID | None, int]:
        return self.follower.epoch, 0

    def _check(self, reading: Reading, *others: UUID) -> None:
        super()._check(Reading(reading.epoch, 0), *others)


class KeepsWhatIsWrong(Comparer):
    """Reads again what is wrong, on top of it."""

    async def _repair(self, bucket: int, reading: Reading) -> int:
        self.held = replace(self.held, forget=lambda ids: None)
        return await super()._repair(bucket, reading)


class KeptAfter(Desk):
    """The key is kept in a transaction after the effect's."""

    async def write(
        self, database: FakeDatabase, asked: Written, uid: UUID
    ) -> Response:
        claim = self.claim(asked)
        async with database.transaction() as session:
            await claim.take(session, asked.subject)
            response = await self.effect(session, asked, uid)
        async with database.transaction() as session:
            claim._session = session
            await claim.keep(response)
        return response


class KeptBefore(Desk):
    """The key is kept in a transaction before the effect's."""

    async def write(
        self, database: FakeDatabase, asked: Written, uid: UUID
    ) -> Response:
        claim = self.claim(asked)
        response = Response(f"{asked.subject}|{asked.body}|{uid}", 201)
        async with database.transaction() as session:
            await claim.take(session, asked.subject)
            await claim.keep(response)
        async with database.transaction() as session:
            await self.effect(session, asked, uid)
        return response


class AnswersEarly(Desk):
    """The answer leaves before the commit."""

    async def write(
        self, database: FakeDatabase, asked: Written, uid: UUID
    ) -> Response:
        answer: Promise = asyncio.get_running_loop().create_future()
        work = asyncio.ensure_future(self._write(database, asked, uid, answer))
        await asyncio.wait({work, answer}, return_when=asyncio.FIRST_COMPLETED)
        return answer.result() if answer.done() else work.result()

    async def _write(
        self,
        database: FakeDatabase,
        asked: Written,
        uid: UUID,
        answer: "asyncio.Future[Response]",
    ) -> Response:
        claim = self.claim(asked)
        async with database.transaction() as session:
            await claim.take(session, asked.subject)
            response = await self.effect(session, asked, uid)
            await claim.keep(response)
            answer.set_result(response)
            await asyncio.sleep(0.1)
        return response


class WithoutBody(Desk):
    """A key stands for any body."""

    def claim(self, asked: Written) -> Claim:
        return Claim(f"POST /rows\0{asked.key}", fingerprint(URL("/rows"), b""))


class WithoutCaller(Desk):
    """A key is everybody's."""

    async def write(
        self, database: FakeDatabase, asked: Written, uid: UUID
    ) -> Response:
        claim = self.claim(asked)
        async with database.transaction() as session:
            await claim.take(session, "somebody")
            response = await self.effect(session, asked, uid)
            await claim.keep(response)
        return response


class WithoutKey(Desk):
    """Every copy is done."""

    async def write(
        self, database: FakeDatabase, asked: Written, uid: UUID
    ) -> Response:
        async with database.transaction() as session:
            return await self.effect(session, asked, uid)
