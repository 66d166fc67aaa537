"""Not more work at once than can be done well; the rest waits a little or is told so.

Places are few, so that each request is quick once it has one. When all are taken, a
short queue forms for each load; who is in it longest gives up first, so the newest
interactive request goes first: the oldest one's caller has often left already.
"""

import asyncio
import random
from collections import deque
from functools import partial

from prometheus_client import CollectorRegistry
from prometheus_client import Counter
from prometheus_client import Gauge
from starlette import types
from starlette.datastructures import Headers

from common.problems import Unavailable
from common.problems import answer
from gateway.loads import ROOMS
from gateway.loads import Load

Queue = deque[asyncio.Future[None]]
# Where the threshold has noted the load of a request.
LOAD = "doorstep.load"


class Overloaded(Unavailable):
    """More is asked just now than can be done; writes go before lists."""


class Places:
    """So many requests at once, shared among the loads; a short queue for each."""

    def __init__(self, at_once: int, metrics: CollectorRegistry) -> None:
        self._at_once = at_once
        self.most = {load: max(1, int(at_once * ROOMS[load].share)) for load in Load}
        self.running = dict.fromkeys(Load, 0)
        self._queues: dict[Load, Queue] = {load: deque() for load in Load}
        self._shed = Counter(
            "doorstep_shed", "Requests turned away", ["load"], registry=metrics
        )
        told = {"running": self.running.__getitem__, "waiting": self._waiting}
        for name, count in told.items():
            gauge = Gauge(f"doorstep_{name}", name, ["load"], registry=metrics)
            for load in Load:
                gauge.labels(load).set_function(partial(count, load))
                self._shed.labels(load)

    async def enter(self, load: Load) -> None:
        """Take a place, waiting a little for one, or be told that there is none."""
        if self._free(load) and not self._queues[load]:
            self.running[load] += 1
            return
        turn = asyncio.get_running_loop().create_future()
        try:
            self._queue(load, turn)
            async with asyncio.timeout(ROOMS[load].longest_s):
                await turn
        except (TimeoutError, asyncio.CancelledError) as ended:
            self._leave_queue(load, turn)
            if isinstance(ended, asyncio.CancelledError) and _from_outside():
                raise
            self.count_shed(load)
            raise Overloaded(retry_after_s=again_s(load)) from None

    def is_full(self, load: Load) -> bool:
        """Whether so many wait already that nobody else may."""
        return len(self._queues[load]) >= ROOMS[load].waiting

    def count_shed(self, load: Load) -> None:
        """Somebody was turned away."""
        self._shed.labels(load).inc()

    def _queue(self, load: Load, turn: "asyncio.Future[None]") -> None:
        queue = self._queues[load]
        if len(queue) >= ROOMS[load].waiting:
            if load is Load.CRITICAL:
                raise TimeoutError
            # The oldest has waited longest and is nearest to giving up.
            queue.popleft().cancel()
        queue.append(turn)

    def leave(self, load: Load) -> None:
        """Give a place back; whoever matters most gets it."""
        self.running[load] -= 1
        for other in Load:
            queue = self._queues[other]
            while queue and self._free(other):
                # Writes in their order; of lists the newest first.
                turn = queue.popleft() if other is Load.CRITICAL else queue.pop()
                if not turn.done():
                    self.running[other] += 1
                    turn.set_result(None)

    def _free(self, load: Load) -> bool:
        if load is Load.BULK and self._somebody_waits():
            return False
        whole = sum(self.running.values())
        return whole < self._at_once and self.running[load] < self.most[load]

    def _somebody_waits(self) -> bool:
        # Work on many people takes as much of a processor as dozens of lists.
        return bool(self._queues[Load.CRITICAL] or self._queues[Load.INTERACTIVE])

    def _waiting(self, load: Load) -> int:
        return len(self._queues[load])

    def _leave_queue(self, load: Load, turn: "asyncio.Future[None]") -> None:
        """Forget who waited in vain; a place given at the same moment goes back."""
        if turn in self._queues[load]:
            self._queues[load].remove(turn)
        elif turn.done() and not turn.cancelled():
            self.leave(load)


def _from_outside() -> bool:
    """Whether the request itself was ended, and not only its turn in a queue."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


def again_s(load: Load) -> int:
    """After how many seconds to ask again; spread, as many are told at once."""
    return random.randint(*ROOMS[load].again_s)  # noqa: S311 - only spreads returns


class Admission:
    """The layer that gives each public request its place; the rest pass freely."""

    def __init__(self, app: types.ASGIApp, *, places: Places) -> None:
        self.app = app
        self._places = places

    async def __call__(
        self, scope: types.Scope, receive: types.Receive, send: types.Send
    ) -> None:
        """Let one request through when it has a place."""
        load: Load | None = scope.get(LOAD)
        if load is None:
            return await self.app(scope, receive, send)
        try:
            await self._places.enter(load)
        except Overloaded as full:
            accept = Headers(scope=scope).get("accept-language")
            return await answer(full, accept)(scope, receive, send)
        try:
            await self.app(scope, receive, send)
        finally:
            self._places.leave(load)
