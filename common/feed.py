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
# Positions kept for slow consumers before the oldest are trimmed.
KEPT = 1_000_000
POLL_S = 0.15
LONGEST_WAIT_MS = 25_000


class EpochDiffers(Conflict):
    """The database was restored or replaced: positions mean something else now."""


class CursorGone(Gone):
    """The position is trimmed away, or was never given."""


class Cursor(BaseModel):
    """How far a consumer has read, how much it takes, how long it waits for news."""

    epoch: UUID
    after: int = Field(ge=0)
    limit: int = Field(default=1000, ge=1, le=BATCH)
    wait: int = Field(default=0, ge=0, le=LONGEST_WAIT_MS, description="ms")


class Numbered(NamedTuple):
    """How one numbering went: whether it held the lock, and how much it took."""

    held: bool
    taken: int


async def number(database: Database) -> Numbered:
    """Give the next positions to committed changes, unless another reader does."""
    query = "SELECT held, taken FROM feed_number(:batch, :kept)"
    async with database.transaction() as session:
        found = await run_sql(session, query, batch=BATCH, kept=KEPT)
        held, taken = found.one()
        return Numbered(held, taken)


@dataclass(frozen=True, slots=True)
class Producer:
    """What the feed of one member tells: contracts by kind, and each kind's table."""

    render: Render
    tables: Mapping[str, str]

    async def head(self, session: AsyncSession) -> FeedHead:
        """Where the feed stands in this session's snapshot."""
        query = "SELECT epoch, pos AS head, oldest_pos AS oldest FROM feed_head"
        found = await run_sql(session, query)
        return FeedHead.model_validate(found.mappings().one())

    async def page(self, session: AsyncSession, cursor: Cursor) -> list[Any]:
        """The rows after a cursor, or EpochDiffers, or CursorGone."""
        head = await self.head(session)
        if cursor.epoch != head.epoch:
            raise EpochDiffers
        if not head.oldest <= cursor.after <= head.head:
            raise CursorGone(oldest=head.oldest, head=head.head)
        query = (
            "SELECT pos, kind, entity_id AS id FROM outbox WHERE pos > :after"
            " ORDER BY pos LIMIT :limit"
        )
        found = await run_sql(session, query, after=cursor.after, limit=cursor.limit)
        return list(found.all())

    async def told(self, session: AsyncSession, rows: Sequence[Any]) -> list[Any]:
        """The rows as changes: what is there is put, what is not is dropped."""
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
        table = self.table(kind)
        # The table's name is ours, never a caller's word. A row that lives again keeps
        # the tombstone of its earlier life, so the table is asked first.
        query = (
            f"SELECT id, version FROM {table} WHERE id = ANY(:ids)"  # noqa: S608
            " UNION ALL SELECT entity_id, version FROM tombstones AS t"
            " WHERE kind = :kind AND entity_id = ANY(:ids)"
            f" AND NOT EXISTS (SELECT FROM {table} WHERE id = t.entity_id)"
        )
        found = await run_sql(session, query, kind=kind, ids=ids)
        return {row[0]: row[1] for row in found}

    def table(self, kind: str) -> str:
        """The root table of a kind, or NotFound."""
        if kind not in self.tables:
            raise NotFound
        return self.tables[kind]


async def read(database: Database, producer: Producer, cursor: Cursor) -> bytes:
    """One page as JSON (`FeedPage`); with nothing to tell it waits for news."""
    ends = time.monotonic() + cursor.wait / 1000
    while True:
        numbered = await number(database)
        async with database.transaction(isolation="REPEATABLE READ") as session:
            rows = await producer.page(session, cursor)
            if rows or time.monotonic() >= ends:
                head = await producer.head(session)
                short = len(rows) < cursor.limit
                page = {
                    "epoch": head.epoch,
                    "rows": await producer.told(session, rows),
                    "head": head.head,
                    "caught_up": short and numbered.held and numbered.taken < BATCH,
                }
                break
        await asyncio.sleep(min(POLL_S, max(ends - time.monotonic(), 0)))
    # asyncpg's ids are of a class of their own, which orjson does not know.
    return orjson.dumps(page, default=str)


async def read_snapshot(
    database: Database, producer: Producer, kind: str, after: UUID, limit: int
) -> bytes:
    """One page of current contracts by id as JSON (`Snapshot`), in a short snapshot."""
    query = (
        f"SELECT 0 AS pos, '{kind}' AS kind, id FROM {producer.table(kind)}"  # noqa: S608
        " WHERE id > :after ORDER BY id LIMIT :limit"
    )
    async with database.transaction(isolation="REPEATABLE READ") as session:
        head = await producer.head(session)
        rows = (await run_sql(session, query, after=after, limit=limit)).all()
        told = await producer.told(session, rows)
    page = {
        "epoch": head.epoch,
        "rows": [change for change in told if change["op"] == "put"],
        "next": rows[-1].id if len(rows) == limit else None,
    }
    return orjson.dumps(page, default=str)


def feed_router(render: Render, tables: Mapping[str, str]) -> APIRouter:
    """The feed's three routes, for members only; `tables` maps each kind to its table.

    They read through `app.state.feed_database`.
    """
    router = APIRouter(
        prefix="/internal/feed", tags=["feed"], dependencies=[only("member")]
    )
    producer = Producer(render, tables)

    @router.get("/head")
    async def feed_head(request: Request) -> FeedHead:
        """Where a follower starts."""
        await number(request.app.state.feed_database)
        async with request.app.state.feed_database.transaction() as session:
            return await producer.head(session)

    @router.get("", response_model=FeedPage)
    async def feed_page(
        request: Request, cursor: Annotated[Cursor, Query()]
    ) -> Response:
        """Changes after a position, waiting for the next one if there is none."""
        page = await read(request.app.state.feed_database, producer, cursor)
        return Response(page, media_type="application/json")

    @router.get("/snapshot", response_model=Snapshot)
    async def feed_snapshot(
        request: Request,
        kind: str,
        after: UUID = FIRST,
        limit: Annotated[int, Query(ge=1, le=BATCH)] = 1000,
    ) -> Response:
        """All current contracts of a kind, a page at a time."""
        database = request.app.state.feed_database
        page = await read_snapshot(database, producer, kind, after, limit)
        return Response(page, media_type="application/json")

    return router
