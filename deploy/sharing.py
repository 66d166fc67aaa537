"""Work in parts, as many at a time as this process has processors.

Each part runs in a process of its own, started afresh. One that fails or dies ends the
whole, and so does whoever interrupts us: no part goes on alone.
"""

import multiprocessing
import os
from collections.abc import Callable
from collections.abc import Sequence
from concurrent.futures import Future
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures import wait
from multiprocessing.queues import SimpleQueue
from typing import Any
from typing import TypeVar

Part = TypeVar("Part")
Advance = Callable[[int], None]
_LOOK_S = 0.2
_told: "SimpleQueue[int] | None" = None


def share(
    work: Callable[[Part, Advance], None], parts: Sequence[Part], advance: Advance
) -> None:
    """Do every part; `advance` hears of all of them. One part alone is done here."""
    if len(parts) == 1:
        work(parts[0], advance)
        return
    context = multiprocessing.get_context("spawn")
    told: SimpleQueue[int] = context.SimpleQueue()
    at_once = min(len(parts), os.cpu_count() or 1)
    pool = ProcessPoolExecutor(at_once, context, _listen, (told,))
    try:
        _follow([pool.submit(_do, work, part) for part in parts], told, advance)
    except BaseException:
        for child in multiprocessing.active_children():
            child.terminate()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def _follow(
    left: list[Future[None]], told: "SimpleQueue[int]", advance: Advance
) -> None:
    while left:
        done, still = wait(left, timeout=_LOOK_S)
        left = list(still)
        while not told.empty():
            advance(told.get())
        for one in done:
            one.result()


def _listen(told: "SimpleQueue[int]") -> None:
    """In each process: where it says how far it has come."""
    global _told
    _told = told


def _do(work: Callable[[Any, Advance], None], part: Any) -> None:
    if _told is None:
        raise RuntimeError("this process was not started by share")
    work(part, _told.put)
