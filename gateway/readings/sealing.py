"""Seals the read log: every line gets its link, and the last one is signed.

Readings are stored before an answer leaves; sealing follows some seconds later, by one
gateway at a time. When it has failed for too long, nobody's facts are told any more:
a log that cannot be trusted is no log.
"""

import asyncio
import os
from datetime import UTC
from datetime import datetime
from datetime import timedelta
from pathlib import Path
from time import monotonic
from uuid import UUID

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel.ext.asyncio.session import AsyncSession

from common.database import Database
from common.database import run_sql
from common.problems import Problem
from common.problems import Unavailable
from common.tokens import SigningKey
from gateway.readings.chain import NOTHING
from gateway.readings.chain import Line
from gateway.readings.chain import checkpoint
from gateway.readings.chain import line_of
from gateway.readings.chain import link_of
from gateway.readings.storage import add_checkpoint
from gateway.readings.storage import add_links
from gateway.readings.storage import last_link
from gateway.readings.storage import unsealed

log = structlog.get_logger()
EVERY_S = 20.0
BATCH = 1_000
# So long a reading may wait for its seal before nothing personal is told any more.
PATIENCE_S = 15 * 60
# A row that was committed late is still found; older ones are sealed or nobody's.
LATEST = timedelta(days=1)
_LOCK = "SELECT pg_try_advisory_xact_lock(7_301_942_218)"


class ReadingsUnsealed(Unavailable):
    """The read log cannot be sealed, so nothing about people is told."""


class Sealer:
    """Seals what is new, again and again; `check` says whether it still succeeds."""

    def __init__(self, database: Database, key: SigningKey, file: Path | None) -> None:
        self._database = database
        self._key = key
        self._file = file
        self._well_at = monotonic()
        self._unkept: list[str] = []

    def check(self) -> None:
        """ReadingsUnsealed when sealing has failed for longer than we can bear."""
        if monotonic() - self._well_at > PATIENCE_S:
            raise ReadingsUnsealed

    async def run(self) -> None:
        """Until it is cancelled."""
        while True:
            try:
                while await self.seal() == BATCH:
                    pass
            except (SQLAlchemyError, OSError, Problem):
                log.exception("readings not sealed")
            await asyncio.sleep(EVERY_S)

    async def seal(self) -> int:
        """Seals what is waiting, at most `BATCH` lines; how many there were."""
        begun = monotonic()
        async with self._database.transaction() as session:
            if not (await run_sql(session, _LOCK)).scalar():
                # Another gateway is at it: whether it succeeds, its lines tell.
                if not await unsealed(session, since(), 1):
                    self._well_at = begun
                return 0
            sealed, token = await self._seal(session)
        # Only what is committed is kept elsewhere: what was rolled back never was.
        self._unkept += [token] if token else []
        await asyncio.to_thread(self._keep)
        self._well_at = begun
        return sealed

    async def _seal(self, session: AsyncSession) -> tuple[int, str | None]:
        rows = await unsealed(session, since(), BATCH)
        if not rows:
            return 0, None
        seq, link = await last_link(session) or (0, NOTHING)
        links = []
        for row in rows:
            seq += 1
            line: Line = line_of(seq, row)
            link = link_of(link, line)
            links.append((seq, row.id, link))
        await add_links(session, links)
        token = checkpoint(seq, link, datetime.now(UTC), self._key)
        await add_checkpoint(session, seq, token)
        return len(rows), token

    def _keep(self) -> None:
        """Writes checkpoints where the database's masters do not write."""
        if self._file and self._unkept:
            with self._file.open("a") as out:
                out.writelines(f"{token}\n" for token in self._unkept)
                out.flush()
                os.fsync(out.fileno())
        for token in self._unkept:
            # Whoever collects the log of the program has the checkpoint too.
            log.info("readings sealed", checkpoint=token)
        self._unkept.clear()


def since() -> UUID:
    """The smallest id of a row that may still be unsealed; ids begin with the time."""
    moment = datetime.now(UTC) - LATEST
    return UUID(int=int(moment.timestamp() * 1000) << 80)
