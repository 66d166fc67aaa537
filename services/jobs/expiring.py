"""The sweep that ends posts whose last day has passed, so that the feed tells of it.

Nobody depends on its hour: every reading looks at the calendar too.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from contextlib import suppress

import structlog
from fastapi import FastAPI

from common.database import Database
from common.tokens import Caller
from services.jobs.posts.storage import BATCH
from services.jobs.posts.storage import expire_posts
from services.jobs.requests import today

EVERY_S = 900
EVERYWHERE = Caller("jobs", "member", ("",), purpose="expire posts")
log = structlog.get_logger()


async def sweep(database: Database) -> int:
    """End all posts whose day has passed, a batch a transaction; says how many."""
    total, batch, day = 0, BATCH, await today()
    while batch == BATCH:
        async with database.transaction(EVERYWHERE) as session:
            batch = await expire_posts(session, day)
        total += batch
    return total


@asynccontextmanager
async def sweeping(app: FastAPI) -> AsyncIterator[None]:
    """Sweep at the start and every quarter of an hour while the app lives."""
    task = asyncio.create_task(_sweep_for_ever(app.state.database))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _sweep_for_ever(database: Database) -> None:
    while True:
        try:
            log.info("swept", expired=await sweep(database))
        except Exception:
            # The edge of a loop that must survive: the next sweep does the work.
            log.exception("sweep failed")
        await asyncio.sleep(EVERY_S)
