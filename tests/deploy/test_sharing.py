"""Work in parts: all of it, told as it goes on, and ended as a whole."""

import os
import signal
from collections.abc import Callable
from concurrent.futures.process import BrokenProcessPool

import pytest

from deploy.sharing import share

Advance = Callable[[int], None]


def counted(part: int, advance: Advance) -> None:
    advance(part)


def refused(part: int, advance: Advance) -> None:
    raise ValueError(f"part {part}")


def died(part: int, advance: Advance) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_every_part_is_done_and_told() -> None:
    told: list[int] = []

    share(counted, (1, 20, 300), told.append)

    assert sorted(told) == [1, 20, 300]


def test_one_part_alone_is_done_here() -> None:
    here: list[int] = []

    share(lambda part, advance: here.append(part), (7,), here.append)

    assert here == [7]


def test_what_goes_wrong_in_a_part_is_raised_here() -> None:
    with pytest.raises(ValueError, match="part"):
        share(refused, (1, 2), print)


def test_a_part_that_dies_is_no_part_done() -> None:
    with pytest.raises(BrokenProcessPool):
        share(died, (1, 2), print)
