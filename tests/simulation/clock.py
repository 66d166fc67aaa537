"""An event loop whose time passes only when nothing is left to do at this instant."""

import asyncio
import selectors
from collections.abc import Coroutine
from typing import Any
from typing import TypeVar

Result = TypeVar("Result")


class StuckError(RuntimeError):
    """Everybody waits for somebody, for ever."""


class Idle(selectors.SelectSelector):
    """Never waits: it puts the loop's clock forward instead."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0

    def select(
        self, timeout: float | None = None
    ) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None:
            raise StuckError
        self.now += max(timeout, 0.0)
        return []


class VirtualLoop(asyncio.SelectorEventLoop):
    """A loop on virtual time; the same tasks always run in the same order."""

    def __init__(self) -> None:
        self._idle = Idle()
        super().__init__(self._idle)

    def time(self) -> float:
        return self._idle.now


def run_virtually(main: Coroutine[Any, Any, Result]) -> Result:
    """The coroutine's result; tasks it left behind are cancelled."""
    loop = VirtualLoop()
    try:
        return loop.run_until_complete(main)
    finally:
        left = asyncio.all_tasks(loop)
        for task in left:
            task.cancel()
        loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
        loop.close()
