"""Matching looks for what it lost: its ids and versions beside those of the source.

A bucket counts as wrong only if nothing in it moved while both sides were read, and an
id only if its version lies outside what the source can have told meanwhile. So writes
that go on never look like a loss.
"""

import asyncio
from collections.abc import Awaitable
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from typing import NamedTuple
from uuid import UUID

import structlog

from common.contracts.feed import Change
from common.contracts.feed import FeedDigest
from common.contracts.feed import FeedHead
from common.contracts.feed import Snapshot
from common.following import Follower

log = structlog.get_logger()
# By id as a number: half a million objects would be made and thrown away.
Versions = Mapping[int, int]
BUCKETS = 1024
PAGE = 250
EVERY_S = 300.0
# With more buckets wrong it is cheaper to read everything again.
MOST_BUCKETS = 64
_TAIL = 2**32 - 1
_MODULUS = 2**53


def bucket_of(uid: int, buckets: int) -> int:
    """The bucket of an id, as `FeedDigest` says."""
    return (uid & _TAIL) % buckets


def digests(versions: Versions, buckets: int) -> list[int]:
    """One number for each bucket, as `FeedDigest` says."""
    sums = [0] * buckets
    for uid, version in versions.items():
        tail = uid & _TAIL
        sums[tail % buckets] += (version + 1) * (tail + 1)
    return [one % _MODULUS for one in sums]


def wrong_buckets(
    before: Sequence[int], theirs: Sequence[int], after: Sequence[int]
) -> list[int]:
    """Buckets that stood still here and differ there."""
    found = enumerate(zip(before, theirs, after, strict=True))
    return [at for at, (one, their, two) in found if one == two != their]


def wrong_ids(before: Versions, theirs: Versions, after: Versions) -> set[UUID]:
    """Ids whose version there lies outside what was held before and after.

    `before` was taken before the source was read, and `after` when all that the source
    had then was applied; an id that is not there has version -1.
    """
    return {
        UUID(int=uid)
        for uid in {*before, *theirs, *after}
        if not before.get(uid, -1) <= theirs.get(uid, -1) <= after.get(uid, -1)
    }


class Reading(NamedTuple):
    """One time that everything was read: of which epoch, and the how manieth."""

    epoch: UUID
    bootstraps: int


class Moved(Exception):  # noqa: N818 - not an error, it only ends a comparison early
    """The follower began anew meanwhile, so there is nothing left to compare."""


@dataclass(frozen=True, slots=True)
class Held:
    """What is held of one kind: versions of ids, how they are forgotten."""

    kind: str
    versions: Callable[[], Versions]
    forget: Callable[[Iterable[UUID]], None]
    repaired: Callable[[set[UUID]], Any]


async def in_a_thread(count: Callable[[], list[int]]) -> list[int]:
    """A county's digests take a tenth of a second, a prefecture's half a one."""
    return await asyncio.to_thread(count)


@dataclass
class Comparer:
    """Compares what a follower fed with the producer, and reads again what differs."""

    follower: Follower
    held: Held
    buckets: int = BUCKETS
    apart: Callable[[Callable[[], list[int]]], Awaitable[list[int]]] = in_a_thread

    async def run(self) -> None:
        """Compare every few minutes, for ever."""
        while True:
            await asyncio.sleep(EVERY_S)
            try:
                await self.compare()
            except Exception as error:
                # The edge of a loop that must survive whatever the producer sends.
                log.warning("not_compared", kind=self.held.kind, exc_info=error)

    async def compare(self) -> int:
        """One look; how many ids were wrong and are right now."""
        if not self.follower.caught_up or self.follower.epoch is None:
            return 0
        reading = Reading(self.follower.epoch, self.follower.bootstraps)
        try:
            wrong = await self._wrong_buckets(reading)
            if len(wrong) > MOST_BUCKETS:
                log.error("compared", kind=self.held.kind, buckets=len(wrong))
                self.follower.epoch = None
                return 0
            return sum([await self._repair(bucket, reading) for bucket in wrong])
        except Moved:
            return 0

    async def _wrong_buckets(self, reading: Reading) -> list[int]:
        before = await self.apart(self._digests)
        query = {"kind": self.held.kind, "buckets": self.buckets}
        told = await self.follower.ask("/digest", query)
        theirs = FeedDigest.model_validate(told)
        await self._pass_head(reading)
        after = await self.apart(self._digests)
        self._check(reading, theirs.epoch)
        return wrong_buckets(before, theirs.digests, after)

    async def _repair(self, bucket: int, reading: Reading) -> int:
        before = self._versions_of(bucket)
        theirs = {row.id.int: row.version for row in await self._read(bucket, reading)}
        await self._pass_head(reading)
        wrong = wrong_ids(before, theirs, self._versions_of(bucket))
        if not wrong:
            return 0
        log.error("compared", kind=self.held.kind, wrong=len(wrong), bucket=bucket)
        # Forgotten first: what the tail brings from now on is kept, and what is read
        # from now on is no older. An id is away for that moment rather than wrong.
        self.held.forget(wrong)
        try:
            for change in await self._read(bucket, reading):
                if change.id in wrong:
                    self.follower.apply(change)
        except BaseException:
            # What was forgotten is missing now, so everything is read again.
            if self._now() == reading:
                self.follower.epoch = None
            raise
        self.held.repaired(wrong)
        return len(wrong)

    async def _read(self, bucket: int, reading: Reading) -> list[Change]:
        rows: list[Change] = []
        after: UUID | None = UUID(int=0)
        while after is not None:
            query = {"kind": self.held.kind, "after": str(after), "limit": PAGE}
            span = {**query, "bucket": bucket, "buckets": self.buckets}
            told = await self.follower.ask("/snapshot", span)
            page = Snapshot.model_validate(told)
            self._check(reading, page.epoch)
            rows += page.rows
            after = page.next
        return rows

    async def _pass_head(self, reading: Reading) -> None:
        """Until everything is applied that was committed when this was called."""
        head = FeedHead.model_validate(await self.follower.ask("/head", {}))
        self._check(reading, head.epoch)
        await self.follower.wait_for(head.head, timeout_s=30)
        self._check(reading)

    def _now(self) -> tuple[UUID | None, int]:
        return self.follower.epoch, self.follower.bootstraps

    def _check(self, reading: Reading, *others: UUID) -> None:
        if self._now() != reading or not {reading.epoch}.issuperset(others):
            raise Moved

    def _digests(self) -> list[int]:
        return digests(self.held.versions(), self.buckets)

    def _versions_of(self, bucket: int) -> Versions:
        return {
            uid: version
            for uid, version in self.held.versions().items()
            if bucket_of(uid, self.buckets) == bucket
        }
