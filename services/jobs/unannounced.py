"""How long the oldest change has been waiting to be announced, for the metrics.

Whoever reads the feed announces what is committed, twenty times a second. A change that
waits for long means that nobody reads, or that numbering fails.
"""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import structlog
from fastapi import FastAPI
from prometheus_client import Gauge

from common.database import Database
from common.database import run_sql

log = structlog.get_logger()
EVERY_S = 2.0
OLDEST = "SELECT id FROM outbox WHERE pos IS NULL ORDER BY id LIMIT 1"


@dataclass
class Oldest:
    """The change that is first in turn, and since when it was seen to be."""

    change: int | None = None
    since: float = 0.0

    def age_s(self, change: int | None, now: float) -> float:
        """Seconds that it surely waits; 0 where nothing does."""
        if change != self.change:
            self.change, self.since = change, now
        return 0.0 if change is None else now - self.since


@asynccontextmanager
async def measuring(app: FastAPI) -> AsyncIterator[None]:
    """Look every two seconds while the app lives, if it has a feed."""
    database = getattr(app.state, "feed_database", None)
    if database is None:
        yield
        return
    told = "doorstep_unannounced_seconds", "Age of the oldest change without a position"
    gauge = Gauge(*told, registry=app.state.metrics)
    task = asyncio.create_task(_measure(database, gauge))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait({task})


async def _measure(database: Database, gauge: Gauge) -> None:
    oldest = Oldest()
    while True:
        try:
            async with database.transaction() as session:
                change = (await run_sql(session, OLDEST)).scalar()
            gauge.set(oldest.age_s(change, time.monotonic()))
        except Exception as error:
            # The edge of a loop that must survive: the database comes back.
            log.warning("not_measured", exc_info=error)
        await asyncio.sleep(EVERY_S)
