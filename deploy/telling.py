"""What an operator reads on the terminal: the texts, Chinese first, then English."""

import sys
from typing import IO

from common.texts import Number
from common.texts import say


class CannotGoOn(Exception):  # noqa: N818 - it names what the operator must act on
    """The platform cannot be started; the sentence under `key` says what to do."""

    def __init__(self, key: str, *, lines: str = "", **numbers: Number) -> None:
        super().__init__(key)
        self.key = key
        self.lines = lines
        self.numbers = numbers


def tell(key: str, *, out: IO[str] | None = None, **numbers: Number) -> None:
    """Print a sentence in both languages, each on its own line."""
    for language in ("zh", "en"):
        print(say(key, language, **numbers), file=out or sys.stdout, flush=True)


def tell_failure(failure: CannotGoOn) -> None:
    """Print why nothing was started, and the last lines of a log where that helps."""
    tell(failure.key, out=sys.stderr, **failure.numbers)
    if failure.lines:
        print(failure.lines, file=sys.stderr, flush=True)
