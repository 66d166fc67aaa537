"""How much is reckoned at once: quick answers side by side, long work one by one.

The kernel cannot be interrupted, so work whose caller has gone must not begin: it waits
here, where it can be cancelled, and not in the queue of a pool of threads.
"""

import asyncio
import os
from collections.abc import Callable
from contextvars import copy_context
from typing import TypeVar

from prometheus_client import CollectorRegistry
from prometheus_client import Counter
from prometheus_client import Gauge

from common.problems import Unavailable

Answer = TypeVar("Answer")
# Two for each core: while one is reckoned, another one's answer is put into words.
QUICK = 2 * (os.cpu_count() or 1)


class Overloaded(Unavailable):
    """More is asked just now than can be done; writes go before lists."""


class Lane:
    """So many works at once in threads; so many others wait, for so long."""

    def __init__(
        self, at_once: int, *, waiting: int, longest_s: float, shed: Counter
    ) -> None:
        self._places = asyncio.Semaphore(at_once)
        self._most = waiting
        self._longest_s = longest_s
        self._shed = shed
        self.waiting = 0

    async def reckon(self, ask: Callable[[], Answer]) -> Answer:
        """The work's answer, when its turn has come; Overloaded if that is too far."""
        await self._enter()
        context = copy_context()
        loop = asyncio.get_running_loop()
        work = loop.run_in_executor(None, lambda: context.run(ask))
        # The place is free when the thread is, not when somebody stops listening.
        work.add_done_callback(self._leave)
        return await asyncio.shield(work)

    async def _enter(self) -> None:
        if self.waiting >= self._most:
            raise self._refusal()
        self.waiting += 1
        try:
            async with asyncio.timeout(self._longest_s):
                await self._places.acquire()
        except TimeoutError:
            raise self._refusal() from None
        finally:
            self.waiting -= 1

    def _leave(self, work: "asyncio.Future[Answer]") -> None:
        self._places.release()
        # Whoever still listens hears of it; for all others it is said here once.
        if not work.cancelled():
            work.exception()

    def _refusal(self) -> Overloaded:
        self._shed.inc()
        return Overloaded(retry_after_s=max(1, round(self._longest_s)))


class Turns:
    """The two lanes of one program."""

    def __init__(self, metrics: CollectorRegistry) -> None:
        shed = Counter("doorstep_shed", "Turned away", ["load"], registry=metrics)
        quick, long = (shed.labels(load) for load in ("interactive", "bulk"))
        self.quick = Lane(QUICK, waiting=32, longest_s=1.0, shed=quick)
        self.long = Lane(1, waiting=4, longest_s=5.0, shed=long)
        waiting = Gauge("doorstep_waiting", "In a lane", ["load"], registry=metrics)
        waiting.labels("interactive").set_function(lambda: self.quick.waiting)
        waiting.labels("bulk").set_function(lambda: self.long.waiting)
