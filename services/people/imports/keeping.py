"""Keeping the program that carries imports on: started when there is work, and again.

Requests only store a file and ask how far it is; all reading, checking and writing
happens in another process, so that nobody else's answer waits for it.
"""

import asyncio
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from dataclasses import field
from pathlib import Path

import orjson
import structlog

PROGRAM = "services.people.imports"
ROOT = Path(__file__).parents[3]
RESTART_S = 1.0
REST_S = 30.0
log = structlog.get_logger()


@dataclass(slots=True)
class Keeper:
    """Starts the program on the first call, and again whenever it dies."""

    told: dict[str, object]
    _child: asyncio.subprocess.Process | None = None
    _watching: "asyncio.Task[None] | None" = None
    _called: float = 0.0
    _starting: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def process_id(self) -> int | None:
        """The program's process, once it was needed."""
        return self._child.pid if self._child else None

    async def wake(self) -> None:
        """Say that there may be work."""
        self._called = time.monotonic()
        async with self._starting:
            if self._child is None or self._child.returncode is not None:
                self._child = await self._start()
                self._watching = asyncio.create_task(self._watch(self._child))
        self._tell(b"\n")

    async def close(self) -> None:
        """End the program; what it did not finish is taken up by the next one."""
        if self._watching:
            self._watching.cancel()
        child, self._child = self._child, None
        if child and child.returncode is None:
            with suppress(ProcessLookupError):
                child.kill()
            await child.wait()

    async def _start(self) -> asyncio.subprocess.Process:
        child = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            PROGRAM,
            stdin=asyncio.subprocess.PIPE,
            cwd=ROOT,
        )
        if child.stdin is None:
            raise RuntimeError("the program has no way in")
        child.stdin.write(orjson.dumps(self.told) + b"\n")
        return child

    def _tell(self, line: bytes) -> None:
        if self._child and self._child.stdin:
            with suppress(ConnectionError):
                self._child.stdin.write(line)

    async def _watch(self, child: asyncio.subprocess.Process) -> None:
        status = await child.wait()
        # It rests when nothing is to be done; a call on its way out is not lost.
        if status == 0 and time.monotonic() - self._called > REST_S:
            return
        log.error("imports ended", status=status)
        await asyncio.sleep(RESTART_S)
        await self.wake()
