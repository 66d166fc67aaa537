"""The program beside the service that carries imports on; ends when its parent does.

The first line on standard input says where the database and the keys are; every other
line means that there may be work. What two cores can spare is theirs who ask: this
program is the last to be served.
"""

import asyncio
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson
import structlog

import services.people.households.storage  # noqa: F401 - workers refer to its table
from common.database import open_database
from common.logs import start_logging
from common.problems import Unavailable
from common.tokens import Caller
from services.people.imports.carrying import Carrier
from services.people.imports.committing import CREW
from services.people.imports.domain import CarriedElsewhereError
from services.people.sealing import read_keys

AT_ONCE = 2
NICE = 3
# Work that was missed, such as after the database was away, is found again so soon.
LOOK_EVERY_S = 5.0
IDLE_LOOKS = 120
PATIENCE = 3
log = structlog.get_logger()


@dataclass(slots=True)
class Work:
    """The imports that are being carried on, and how often each has failed."""

    carrier: Carrier
    running: dict[UUID, "asyncio.Task[None]"]
    failures: dict[UUID, int]

    async def begin(self) -> None:
        """Take up what is unfinished, a few at once, the oldest first."""
        for id, caller in await self.carrier.unfinished():
            if len(self.running) >= AT_ONCE:
                return
            if id not in self.running and self.failures.get(id, 0) < PATIENCE:
                self.running[id] = asyncio.create_task(self._carry(id, caller))

    async def _carry(self, id: UUID, caller: Caller) -> None:
        try:
            await self.carrier.carry_on(id, caller)
        except (Unavailable, CarriedElsewhereError):
            log.info("import waits", import_id=str(id))
        except Exception as error:
            # The edge of the loop: one bad workbook must not hold up the others.
            self.failures[id] = self.failures.get(id, 0) + 1
            log.error("import failed", import_id=str(id), exc_info=error)
            if self.failures[id] >= PATIENCE:
                await self.carrier.give_up(id, caller)
        finally:
            del self.running[id]
            asyncio.get_running_loop().call_soon(WAKE.set)


WAKE = asyncio.Event()


async def main(told: dict[str, Any]) -> None:
    """Carry on until standard input ends."""
    database = open_database(told["database_url"], pool_size=AT_ONCE * CREW + 1)
    carrier = Carrier(database, read_keys(Path(told["keys_file"])), told["synthetic"])
    work = Work(carrier, {}, {})
    ended = asyncio.create_task(_listen())
    idle = 0
    # Whoever needs the program again starts it again; asleep it would only hold memory.
    while not ended.done() and idle < IDLE_LOOKS:
        idle = 0 if work.running or WAKE.is_set() else idle + 1
        WAKE.clear()
        try:
            await work.begin()
            if idle == 1:
                await carrier.forget()
        except Unavailable:
            log.info("database away")
        waits = {asyncio.create_task(WAKE.wait()), ended}
        await asyncio.wait(
            waits, timeout=LOOK_EVERY_S, return_when=asyncio.FIRST_COMPLETED
        )
    await database.close()


async def _listen() -> None:
    """Every line wakes the work; the end of the lines ends the program."""
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader()
    await loop.connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), sys.stdin.buffer
    )
    while await reader.readline():
        WAKE.set()


def _first_line() -> bytes:
    """Byte by byte: what follows belongs to the loop's own reader."""
    line = bytearray()
    while byte := os.read(0, 1):
        if byte == b"\n":
            break
        line += byte
    return bytes(line)


if __name__ == "__main__":
    os.nice(NICE)
    first = orjson.loads(_first_line())
    start_logging("people", first["log_level"])
    asyncio.run(main(first))
