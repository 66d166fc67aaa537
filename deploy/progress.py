"""How far a start has come: a bar on a terminal, plain lines where there is none."""

import sys
import time
from collections.abc import Callable
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn
from rich.progress import MofNCompleteColumn
from rich.progress import Progress
from rich.progress import TextColumn
from rich.progress import TimeElapsedColumn

from common.texts import Number
from common.texts import say

Advance = Callable[[int], None]
_EVERY_S = 5.0


@contextmanager
def step(key: str, *, total: int | None = None, **numbers: Number) -> Iterator[Advance]:
    """Show one step while the block runs; the block says how many more are done."""
    words = f"{say(key, 'zh', **numbers)}  {say(key, 'en', **numbers)}"
    if sys.stdout.isatty():
        with _bar(words, total) as advance:
            yield advance
    else:
        with _lines(words, total) as advance:
            yield advance


@contextmanager
def _bar(words: str, total: int | None) -> Iterator[Advance]:
    columns = (TextColumn("{task.description}"), BarColumn(bar_width=24))
    counted = (MofNCompleteColumn(),) if total else ()
    shown = Progress(*columns, *counted, TimeElapsedColumn(), console=Console())
    with shown:
        task = shown.add_task(words, total=total)
        yield lambda more: shown.advance(task, more)
        shown.update(task, total=total or 1, completed=total or 1)


@contextmanager
def _lines(words: str, total: int | None) -> Iterator[Advance]:
    """A line at the beginning, and for long steps one every few seconds."""
    print(f"… {words}", flush=True)
    done, told = 0, time.monotonic()

    def advance(more: int) -> None:
        nonlocal done, told
        done += more
        if total and time.monotonic() - told > _EVERY_S:
            told = time.monotonic()
            print(f"  {done}/{total}", flush=True)

    yield advance
