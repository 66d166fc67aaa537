"""The producing side of the change feed: number what is committed, tell what is.

Triggers wrote (kind, id, version, op) into the outbox inside the business transaction.
A read first gives dense positions to committed rows, so that the consumer can prove
that nothing was skipped, and then tells the *current* contract of each id.
"""

import asyncio
import time
from collections.abc import Awaitable
from collections.abc import Callable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated
from typing import Any
from typing import NamedTuple
from uuid import UUID

import orjson
from fastapi import APIRouter
from fastapi import Query
from fastapi import Request
from fastapi import Response
from pydantic import BaseModel
from pydantic import Field
from sqlmodel.ext.asyncio.session import AsyncSession

from common.contracts.feed import FeedHead
from common.contracts.feed import FeedPage
from common.contracts.feed import Snapshot
from common.database import Database
from common.database import run_sql
from common.problems import Conflict
from common.problems import Gone
from common.problems import NotFound
from common.tokens import only

# Answers the current contracts of the ids that others may know; the rest are missing.
Render = Callable[[AsyncSession, str, list[UUID]], Awaitable[Mapping[UUID, BaseModel]]]

BATCH = 5_000
FIRST = UUID(int=0)
PageSize = Annotated[int, Field(ge=1, le=BATCH)]
# Positions kept for slow consumers before the oldest are trimmed.
KEPT = 1_000_000
POLL_S = 0.05
LONGEST_WAIT_MS = 25_000


class EpochDiffers(Conflict):
    """The database was restored or replaced: positions mean something else now."""


class CursorGone(Gone):
    """The position is trimmed away, or was never given."""


class Answer(Response):
    """JSON that is already written."""

    media_type = "application/json"


class Cursor(BaseModel):
    """How far a consumer has read, how much it takes, how long it waits for news."""

    epoch: UUID
    after: int = Field(ge=0)
    limit: PageSize = 1000
    wait: int = Field(default=0, ge=0, le=LONGEST_WAIT_MS, description="ms")


class Numbered(NamedTuple):
    """How a numbering ended: `complete` if surely no committed change is without."""

    complete: bool
    epoch: UUID
    head: int


async def number(database: Database) -> Numbered:
    """Give positions to committed changes, unless another reader does just now."""
    query = "SELECT complete, epoch, head FROM feed_number(:batch, :kept)"
    async with database.transaction() as session:
        found = (await run_sql(session, query, batch=BATCH, kept=KEPT)).one()
        return Numbered(found.complete, found.epoch, found.head)


async def feed_head(session: AsyncSession) -> FeedHead:
    """Where the feed stands in this session's snapshot."""
    query = "SELECT epoch, pos AS head, oldest_pos AS oldest FROM feed_head"
    found = await run_sql(session, query)
    return FeedHead.model_validate(found.mappings().one())


@dataclass(frozen=True, slots=True)
class Producer:
    """What the feed of one member tells: contracts by kind, and each kind's table."""

    render: Render
    tables: Mapping[str, str]

    async def read(self, database: Database, cursor: Cursor) -> bytes:
        """One page as JSON (`FeedPage`); with nothing to tell it waits for news."""
        ends = time.monotonic() + cursor.wait / 1000
        numbered = await number(database)
        while (numbered.epoch, numbered.head) == (cursor.epoch, cursor.after):
            if time.monotonic() >= ends:
                break
            await asyncio.sleep(POLL_S)
            numbered = await number(database)
        async with database.transaction(isolation="REPEATABLE READ") as session:
            head = await feed_head(session)
            rows = await _rows_after(session, head, cursor)
            told = await self._told(session, rows)
        page = {"epoch": head.epoch, "rows": told, "head": head.head}
        page["caught_up"] = numbered.complete and len(rows) < cursor.limit
        # asyncpg's ids are of a class of their own, which orjson does not know.
        return orjson.dumps(page, default=str)

    async def read_all(
        self, database: Database, kind: str, after: UUID, limit: int
    ) -> bytes:
        """One page of a kind's current contracts by id, as JSON (`Snapshot`)."""
        if kind not in self.tables:
            raise NotFound
        query = (
            f"SELECT 0 AS pos, '{kind}' AS kind, id FROM {self.tables[kind]}"  # noqa: S608
            " WHERE id > :after ORDER BY id LIMIT :limit"
        )
        async with database.transaction(isolation="REPEATABLE READ") as session:
            head = await feed_head(session)
            rows = (await run_sql(session, query, after=after, limit=limit)).all()
            told = await self._told(session, rows)
        page = {"epoch": head.epoch, "rows": [c for c in told if c["op"] == "put"]}
        page["next"] = rows[-1].id if len(rows) == limit else None
        return orjson.dumps(page, default=str)

    async def _told(
        self, session: AsyncSession, rows: Sequence[Any]
    ) -> list[dict[str, Any]]:
        """The rows as changes: what others may know is put, what not is dropped."""
        changes: dict[tuple[str, UUID], dict[str, Any]] = {}
        for kind in {row.kind for row in rows}:
            ids = list({row.id for row in rows if row.kind == kind})
            versions = await self._versions(session, kind, ids)
            contracts = await self.render(session, kind, ids)
            for id_ in ids:
                known = contracts.get(id_)
                changes[kind, id_] = {
                    "kind": kind,
                    "id": id_,
                    "version": versions.get(id_, 0),
                    "op": "put" if known else "drop",
                    "body": orjson.Fragment(known.model_dump_json()) if known else None,
                }
        return [{"pos": row.pos, **changes[row.kind, row.id]} for row in rows]

    async def _versions(
        self, session: AsyncSession, kind: str, ids: list[UUID]
    ) -> dict[UUID, int]:
        # The table's name is ours, never a caller's word. A row that lives again keeps
        # the tombstone of its earlier life, which then counts for nothing.
        table = self.tables[kind]
        query = (
            f"SELECT id, version FROM {table} WHERE id = ANY(:ids)"  # noqa: S608
            " UNION ALL SELECT entity_id, version FROM tombstones AS t"
            " WHERE kind = :kind AND entity_id = ANY(:ids)"
            f" AND NOT EXISTS (SELECT FROM {table} WHERE id = t.entity_id)"
        )
        found = await run_sql(session, query, kind=kind, ids=ids)
        return {row[0]: row[1] for row in found}


async def _rows_after(
    session: AsyncSession, head: FeedHead, cursor: Cursor
) -> Sequence[Any]:
    if cursor.epoch != head.epoch:
        raise EpochDiffers
    if not head.oldest <= cursor.after <= head.head:
        raise CursorGone(oldest=head.oldest, head=head.head)
    query = (
        "SELECT pos, kind, entity_id AS id FROM outbox WHERE pos > :after"
        " ORDER BY pos LIMIT :limit"
    )
    found = await run_sql(session, query, after=cursor.after, limit=cursor.limit)
    return found.all()


def feed_router(render: Render, tables: Mapping[str, str]) -> APIRouter:
    """The feed's three routes, for members only; `tables` maps each kind to its table.

    They read through `app.state.feed_database`.
    """
    members = [only("member")]
    router = APIRouter(prefix="/internal/feed", tags=["feed"], dependencies=members)
    producer = Producer(render, tables)

    @router.get("/head")
    async def read_feed_head(request: Request) -> FeedHead:
        """Where a follower starts."""
        await number(request.app.state.feed_database)
        async with request.app.state.feed_database.transaction() as session:
            return await feed_head(session)

    @router.get("", response_model=FeedPage)
    async def read_feed(request: Request, cursor: Annotated[Cursor, Query()]) -> Answer:
        """Changes after a position, waiting for the next one if there is none."""
        return Answer(await producer.read(request.app.state.feed_database, cursor))

    @router.get("/snapshot", response_model=Snapshot)
    async def read_feed_snapshot(
        request: Request, kind: str, after: UUID = FIRST, limit: PageSize = 1000
    ) -> Answer:
        """All current contracts of a kind, a page at a time."""
        database = request.app.state.feed_database
        return Answer(await producer.read_all(database, kind, after, limit))

    return router
