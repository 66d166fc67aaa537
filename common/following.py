"""The consuming side of the change feed: memory follows a member's database.

Bootstrap reads the head first, then all pages, then tails from that head: read last,
the head would hide what changed while the pages were read. Positions are dense, so a
gap proves a loss and starts again from the beginning. The cursor lives in memory and
dies with what it describes.
"""

import asyncio
import math
import random
from collections.abc import Callable
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from typing import Any
from uuid import UUID

import httpx
import orjson
import structlog

from common.contracts.feed import Change
from common.contracts.feed import FeedHead
from common.contracts.feed import FeedPage
from common.contracts.feed import Snapshot
from common.logs import outgoing

log = structlog.get_logger()
# Small enough that a busy producer answers each page well within its deadline.
PAGE = 250
# Short, because only an answer shows that nothing was missed.
WAIT_MS = 5_000
# Changes applied before other work of the loop gets its turn.
SLICE = 200
LONGEST_PAUSE_S = 2.0


class StartAgain(Exception):  # noqa: N818 - says what the follower does next
    """The cursor means nothing any more: another epoch, trimmed away, or a gap."""


@dataclass
class Follower:
    """Applies every change of one member, in order, to something in memory.

    `apply` takes one change and is repeatable. `reset` empties what was applied; it is
    called before each bootstrap. `client` needs the member's base URL; `token` gives a
    fresh bearer token for each request.
    """

    name: str
    client: httpx.AsyncClient
    token: Callable[[], str]
    kinds: Sequence[str]
    apply: Callable[[Change], None]
    reset: Callable[[], None]
    epoch: UUID | None = None
    position: int = 0
    head: int = 0
    caught_up: bool = False
    # How often everything was read; a comparison must not straddle two readings.
    bootstraps: int = 0
    _current_at: float = -math.inf
    _seen: dict[tuple[str, UUID], int] | None = None
    _moved: asyncio.Condition = field(default_factory=asyncio.Condition)

    @property
    def lag(self) -> int:
        """Changes known at the last answer and not applied yet."""
        return self.head - self.position

    @property
    def behind_s(self) -> float:
        """Seconds since everything that was committed then was surely applied."""
        return asyncio.get_running_loop().time() - self._current_at

    async def run(self) -> None:
        """Follow for ever; whatever the producer does, try again within two seconds."""
        failures = 0
        while True:
            try:
                if self.epoch is None:
                    await self.bootstrap()
                # Who goes on from a position of before has not to wait for news.
                await self.tail(WAIT_MS if self.caught_up else 0)
                failures = 0
            except StartAgain as why:
                log.warning("starting_again", source=self.name, why=str(why))
                self.epoch, self.caught_up = None, False
            except Exception as error:
                # The edge of a loop that must survive whatever the producer sends.
                failures += 1
                log.warning("not_followed", source=self.name, exc_info=error)
                # Jitter, so that several followers do not return at one instant.
                longest = min(LONGEST_PAUSE_S, 0.1 * 2 ** min(failures, 6))
                await asyncio.sleep(random.uniform(0.05, longest))  # noqa: S311

    async def bootstrap(self) -> None:
        """Read head, then all pages, then the tail until nothing is left."""
        self.caught_up, self.epoch = False, None
        self.bootstraps += 1
        self.reset()
        self._seen = {}
        found = FeedHead.model_validate(await self.ask("/head", {}))
        for kind in self.kinds:
            await self._read_pages(kind, found.epoch)
        self.epoch, self.position, self.head = found.epoch, found.head, found.head
        while not self.caught_up:
            await self.tail(0)
        log.info("bootstrapped", source=self.name, position=self.position)

    async def tail(self, wait_ms: int) -> None:
        """Apply the next page; StartAgain if it does not continue where we are."""
        query = {"epoch": str(self.epoch), "after": self.position, "limit": PAGE}
        found = await self.ask("", {**query, "wait": wait_ms})
        page = FeedPage.model_validate(found)
        if not page.continues(self.position):
            raise StartAgain("gap")
        await self._apply_all(page.rows)
        self.head = page.head
        if page.caught_up:
            self.caught_up = True
            self._current_at = asyncio.get_running_loop().time()
            # Versions and tombstones only guard the passage from pages to tail.
            self._seen = None
        async with self._moved:
            self._moved.notify_all()

    async def wait_for(self, position: int, timeout_s: float = 5) -> None:
        """Until the position is applied, or TimeoutError."""
        async with asyncio.timeout(timeout_s), self._moved:
            await self._moved.wait_for(lambda: self.position >= position)

    async def next_page(self) -> None:
        """Until the next answer of the feed, be it empty, is applied."""
        async with self._moved:
            await self._moved.wait()

    async def _read_pages(self, kind: str, epoch: UUID) -> None:
        coming: asyncio.Task[Any] | None = self._page(kind, UUID(int=0))
        while coming:
            page = Snapshot.model_validate(await coming)
            if page.epoch != epoch:
                raise StartAgain("epoch")
            # The producer makes the next page while this one is applied.
            coming = self._page(kind, page.next) if page.next else None
            await self._apply_all(page.rows)

    def _page(self, kind: str, after: UUID) -> asyncio.Task[Any]:
        query = {"kind": kind, "after": str(after), "limit": PAGE}
        return asyncio.create_task(self.ask("/snapshot", query))

    async def _apply_all(self, changes: Sequence[Change]) -> None:
        for count, change in enumerate(changes, 1):
            if self._is_news(change):
                self.apply(change)
            self.position = max(self.position, change.pos)
            if count % SLICE == 0:
                await asyncio.sleep(0)

    def _is_news(self, change: Change) -> bool:
        if self._seen is None:
            return True
        known = self._seen.get((change.kind, change.id), -1)
        self._seen[change.kind, change.id] = max(known, change.version)
        return change.version > known

    async def ask(self, path: str, query: dict[str, Any]) -> Any:
        """What the producer's feed answers; StartAgain if the cursor is refused."""
        headers = {**outgoing(), "Authorization": f"Bearer {self.token()}"}
        # A deadline would end the long wait for news.
        headers.pop("X-Deadline-Ms", None)
        answer = await self.client.get(
            f"/internal/feed{path}",
            params=query,
            headers=headers,
            timeout=WAIT_MS / 1000 + 10,
        )
        if answer.status_code in (409, 410):
            raise StartAgain(str(answer.status_code))
        answer.raise_for_status()
        return orjson.loads(answer.content)
