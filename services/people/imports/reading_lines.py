"""Lines as drafts, a few hundred at a time: here, or in a second process of a big file.

`python -m services.people.imports.reading_lines` is that second process. It takes
frames on standard input (four bytes of length, then a pickled value; both ends are this
program) and ends with them, so that it never outlives whoever asked it. It holds no key
and no address: it only turns cells into drafts, which takes longer than storing them.
"""

import asyncio
import pickle
import sys
from collections.abc import AsyncGenerator
from collections.abc import AsyncIterator
from collections.abc import Mapping
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from dataclasses import field
from pathlib import Path
from typing import Any
from typing import BinaryIO

from common.intake.ledger import Reading
from services.people.imports.drafting import Drafting
from services.people.imports.drafting import Read
from services.people.imports.gathering import heading_of
from services.people.imports.placing import Places

PROGRAM = "services.people.imports.reading_lines"
ROOT = Path(__file__).parents[3]
# What the second process told waits here while the first is busy storing.
ROOM = 1 << 24
# So many parts are handed over before the first answer is waited for.
AHEAD = 2
LENGTH = 4


@dataclass(frozen=True, slots=True)
class Drafts:
    """The people of one part, its lines, and how many were passed over so far."""

    reads: list[Read]
    lines: int
    skipped: int


@dataclass(slots=True)
class Reader:
    """Reads the parts of one workbook in their order."""

    sheets: Sequence[Mapping[str, Any]]
    reading: Reading
    places: Places
    _sheets: dict[int, Drafting] = field(default_factory=dict)

    def drafts_of(self, part: Mapping[str, Any]) -> Drafts:
        """The drafts of a part; what a household's first line named is remembered."""
        place = part["sheet"]
        if place not in self._sheets:
            heading = heading_of(self.sheets[place])
            self._sheets[place] = Drafting(place, heading, self.reading, self.places)
        drafting = self._sheets[place]
        reads = list(drafting.drafts_of(part["rows"]))
        lines = sum(n - 1 > drafting.heading.line for n, _ in part["rows"])
        return Drafts(reads, lines, sum(d.skipped for d in self._sheets.values()))


async def read_here(
    reader: Reader, parts: AsyncIterator[Any]
) -> AsyncGenerator[Drafts, None]:
    """Each part read in this process."""
    async for part in parts:
        yield reader.drafts_of(part)


async def read_beside(
    reader: Reader, parts: AsyncIterator[Any]
) -> AsyncGenerator[Drafts, None]:
    """Each part read in a second process, while the one before is being used."""
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        PROGRAM,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        cwd=ROOT,
        limit=ROOM,
    )
    try:
        await _tell(child, reader)
        waiting = 0
        async for part in parts:
            await _tell(child, part)
            waiting += 1
            if waiting > AHEAD:
                waiting -= 1
                yield await _told(child)
        for _ in range(waiting):
            yield await _told(child)
    finally:
        with suppress(ProcessLookupError):
            child.kill()
        await child.wait()


async def _tell(child: asyncio.subprocess.Process, value: Any) -> None:
    if child.stdin is None:
        raise RuntimeError("the second process has no way in")
    packed = pickle.dumps(value)
    child.stdin.write(len(packed).to_bytes(LENGTH) + packed)
    await child.stdin.drain()


async def _told(child: asyncio.subprocess.Process) -> Drafts:
    if child.stdout is None:
        raise RuntimeError("the second process has no way out")
    size = int.from_bytes(await child.stdout.readexactly(LENGTH))
    told: Drafts = pickle.loads(await child.stdout.readexactly(size))  # noqa: S301
    return told


def _frame(source: BinaryIO) -> Any:
    """The next value; None at the end."""
    size = source.read(LENGTH)
    if len(size) < LENGTH:
        return None
    return pickle.loads(source.read(int.from_bytes(size)))  # noqa: S301 - our own


def main() -> None:
    """Reads part after part until nobody asks any more."""
    reader: Reader = _frame(sys.stdin.buffer)
    while (part := _frame(sys.stdin.buffer)) is not None:
        packed = pickle.dumps(reader.drafts_of(part))
        sys.stdout.buffer.write(len(packed).to_bytes(LENGTH) + packed)
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
