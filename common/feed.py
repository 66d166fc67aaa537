"""The producing side of the change feed: number what is committed, tell what is.

Triggers wrote (kind, id, version, op) into the outbox inside the business transaction.
A read first gives dense positions to committed rows, so that the consumer can prove
that nothing was skipped, and then tells the *current* contract of each id.
"""

import asyncio
from collections.abc import Awaitable
from collections.abc import Callable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
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

from common.contracts.feed import FeedDigest
from common.contracts.feed import FeedHead
from common.contracts.feed import FeedPage
from common.contracts.feed import Snapshot
from common.database import Database
from common.database import run_sql
from common.problems import Conflict
from common.problems import Gone
from common.problems import NotFound
from common.tokens import only

# Contracts, or their JSON, of the ids that others may know; the rest are missing.
Told = Mapping[UUID, BaseModel | bytes]
Render = Callable[[AsyncSession, str, list[UUID]], Awaitable[Told]]

BATCH = 5_000
FIRST = UUID(int=0)
PageSize = Annotated[int, Field(ge=1, le=BATCH)]
Buckets = Annotated[int, Field(ge=1, le=4096)]
# Positions kept for slow consumers before the oldest are trimmed.
KEPT = 1_000_000
POLL_S = 0.05
LONGEST_WAIT_MS = 25_000
# What is read of the database, with {table} where the table of a kind belongs.
ROWS, VERSIONS, PAGE, DIGEST = (
    Path(__file__).with_name("feed_reads.sql").read_text("utf-8").split("----\n")
)


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


class Span(BaseModel):
    """A page of all ids of a kind, or of those of one bucket."""

    kind: str
    after: UUID = FIRST
    limit: PageSize = 1000
    bucket: int = Field(default=-1, ge=-1, description="-1: all")
    buckets: Buckets = 1024


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


async def number_all(database: Database) -> None:
    """Number until every change that was committed before has its position."""
    while not (await number(database)).complete:  # noqa: ASYNC110 - nobody wakes us
        await asyncio.sleep(POLL_S)


async def rotate_epoch(database: Database) -> None:
    """Make every follower read all again; for the owner, after a restore."""
    async with database.transaction() as session:
        await run_sql(session, "SELECT feed_rotate()")


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
        clock = asyncio.get_running_loop()
        ends = clock.time() + cursor.wait / 1000
        numbered = await number(database)
        while (numbered.epoch, numbered.head) == (cursor.epoch, cursor.after):
            if clock.time() >= ends:
                break
            await asyncio.sleep(POLL_S)
            numbered = await number(database)
        async with database.transaction(isolation="REPEATABLE READ") as session:
            head = await feed_head(session)
            check_cursor(head, cursor.epoch, cursor.after)
            values = {"after": cursor.after, "limit": cursor.limit}
            rows = (await run_sql(session, ROWS, **values)).all()
            told = await self._told(session, rows)
        page = {"epoch": head.epoch, "rows": told, "head": head.head}
        page["caught_up"] = numbered.complete and len(rows) < cursor.limit
        # asyncpg's ids are of a class of their own, which orjson does not know.
        return orjson.dumps(page, default=str)

    async def read_all(self, database: Database, span: Span) -> bytes:
        """One page of a kind's ids and current contracts, as JSON (`Snapshot`)."""
        query = PAGE.format(table=self._table(span.kind), kind=span.kind)
        async with database.transaction(isolation="REPEATABLE READ") as session:
            head = await feed_head(session)
            rows = (await run_sql(session, query, **span.model_dump())).all()
            told = await self._told(session, rows)
        page = {"epoch": head.epoch, "rows": told}
        page["next"] = rows[-1].id if len(rows) == span.limit else None
        return orjson.dumps(page, default=str)

    async def digest(self, database: Database, kind: str, buckets: int) -> FeedDigest:
        """One number for each bucket of all ids and versions of a kind."""
        query = DIGEST.format(table=self._table(kind))
        async with database.transaction(isolation="REPEATABLE READ") as session:
            head = await feed_head(session)
            found = await run_sql(session, query, kind=kind, buckets=buckets)
            sums = {row.bucket: row.digest for row in found}
        digests = tuple(sums.get(bucket, 0) for bucket in range(buckets))
        return FeedDigest(epoch=head.epoch, digests=digests)

    def _table(self, kind: str) -> str:
        # Only the names that the member itself declared ever reach a statement.
        if kind not in self.tables:
            raise NotFound
        return self.tables[kind]

    async def _told(
        self, session: AsyncSession, rows: Sequence[Any]
    ) -> list[dict[str, Any]]:
        """The rows as changes: what others may know is put, what not is dropped."""
        changes: dict[tuple[str, UUID], dict[str, Any]] = {}
        for kind in {row.kind for row in rows}:
            ids = list({row.id for row in rows if row.kind == kind})
            query = VERSIONS.format(table=self._table(kind))
            found = await run_sql(session, query, kind=kind, ids=ids)
            versions = {row.id: row.version for row in found}
            contracts = await self.render(session, kind, ids)
            for id_ in ids:
                known = contracts.get(id_)
                if isinstance(known, BaseModel):
                    known = known.model_dump_json().encode()
                head = {"kind": kind, "id": id_, "version": versions.get(id_, 0)}
                body = orjson.Fragment(known) if known else None
                op = "put" if known else "drop"
                changes[kind, id_] = {**head, "op": op, "body": body}
        return [{"pos": row.pos, **changes[row.kind, row.id]} for row in rows]


def check_cursor(head: FeedHead, epoch: UUID, after: int) -> None:
    """Nothing if a reader may go on from there, else it must read all again."""
    if epoch != head.epoch:
        raise EpochDiffers
    if not head.oldest <= after <= head.head:
        raise CursorGone(oldest=head.oldest, head=head.head)


def feed_router(render: Render, tables: Mapping[str, str]) -> APIRouter:
    """The feed's four routes, for members only; `tables` maps each kind to its table.

    They read through `app.state.feed_database`.
    """
    members = [only("member")]
    router = APIRouter(prefix="/internal/feed", tags=["feed"], dependencies=members)
    producer = Producer(render, tables)

    @router.get("/head")
    async def read_feed_head(request: Request) -> FeedHead:
        """Where a follower starts: all that is committed stands at or below it."""
        await number_all(request.app.state.feed_database)
        async with request.app.state.feed_database.transaction() as session:
            return await feed_head(session)

    @router.get("", response_model=FeedPage)
    async def read_feed(request: Request, cursor: Annotated[Cursor, Query()]) -> Answer:
        """Changes after a position, waiting for the next one if there is none."""
        return Answer(await producer.read(request.app.state.feed_database, cursor))

    @router.get("/snapshot", response_model=Snapshot)
    async def read_feed_snapshot(
        request: Request, span: Annotated[Span, Query()]
    ) -> Answer:
        """All ids of a kind with their current contracts, a page at a time."""
        return Answer(await producer.read_all(request.app.state.feed_database, span))

    @router.get("/digest")
    async def read_feed_digest(
        request: Request, kind: str, buckets: Buckets = 1024
    ) -> FeedDigest:
        """What a follower compares its own ids and versions with."""
        return await producer.digest(request.app.state.feed_database, kind, buckets)

    return router
