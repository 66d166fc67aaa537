"""The bulk path into the register: employers, then sites, then posts.

Row policies refuse COPY, so a batch travels as one JSON value and is laid out by the
database; the triggers see every row, and the feed forgets none. What is there already
stays, so a loading that was cut off is simply done again.
"""

from collections.abc import AsyncIterator
from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

import orjson
from sqlmodel import col
from sqlmodel import select

from common.contracts.values import AreaCode
from common.database import Database
from common.database import run_sql
from common.intake.stated import StatedPost
from common.tokens import Caller
from services.jobs.employers import storage as employers
from services.jobs.employers.domain import EmployerFacts
from services.jobs.employers.storage import EmployerRow
from services.jobs.keeping import keeper_of
from services.jobs.posts import filing
from services.jobs.sites import storage as sites
from services.jobs.sites.domain import SiteFacts
from services.jobs.sites.storage import SiteRow

BATCH = 1000
LOADER = Caller("loader", "member", ("",), purpose="load the register")
Columns = dict[str, Any]


@dataclass(frozen=True, slots=True)
class LoadedSite:
    """A site that is known elsewhere under its id."""

    id: UUID
    employer: UUID
    facts: SiteFacts


@dataclass(frozen=True, slots=True)
class LoadedPost:
    """A post that is known elsewhere under its id, in the state that it states."""

    id: UUID
    employer: UUID
    site: UUID | None
    stated: StatedPost


async def load_employers(
    database: Database, facts: Iterable[tuple[UUID, EmployerFacts]], *, home: AreaCode
) -> AsyncIterator[int]:
    """Store verified employers kept in the county `home`; tells each batch's size."""
    look = {
        "standing": "verified",
        "looked_by": LOADER.subject,
        "looked_at": datetime.now(UTC),
        "looked_reason": "",
    }
    rows = (
        {
            "id": id,
            "keeper": keeper_of(one.area, home),
            **employers.columns(one),
            **look,
        }
        for id, one in facts
    )
    async for size in _load(database, "employers", rows):
        yield size


async def load_sites(
    database: Database, loaded: Iterable[LoadedSite]
) -> AsyncIterator[int]:
    """Store sites of employers that are there; tells the size of each batch."""
    homes = await _keepers(database)
    rows = (
        {
            "id": site.id,
            "employer_id": site.employer,
            "keeper": keeper_of(site.facts.area, homes[site.employer]),
            **sites.columns(site.facts),
        }
        for site in loaded
    )
    async for size in _load(database, "sites", rows):
        yield size


async def load_posts(
    database: Database, loaded: Iterable[LoadedPost]
) -> AsyncIterator[int]:
    """Store posts of employers and sites that are there; tells each batch's size."""
    homes, areas = await _keepers(database), await _site_areas(database)
    rows = (
        _post_columns(post, areas.get(post.site) if post.site else None, homes)
        for post in loaded
    )
    async for size in _load(database, "posts", rows):
        yield size


def _post_columns(
    post: LoadedPost, site_area: AreaCode | None, homes: dict[UUID, AreaCode]
) -> Columns:
    stated = post.stated
    area = stated.area or site_area
    keeper = keeper_of(area, homes[post.employer])
    return {
        "id": post.id,
        "employer_id": post.employer,
        "site_id": post.site,
        "area": area or keeper,
        "keeper": keeper,
        "state": stated.state,
        "openings": stated.openings,
        "filled": stated.openings if stated.state == "filled" else 0,
        "valid_until": stated.valid_until,
        **filing.columns(stated),
    }


async def _keepers(database: Database) -> dict[UUID, AreaCode]:
    async with database.transaction(LOADER) as session:
        query = select(col(EmployerRow.id), col(EmployerRow.keeper))
        return dict((await session.exec(query)).all())


async def _site_areas(database: Database) -> dict[UUID, AreaCode]:
    async with database.transaction(LOADER) as session:
        query = select(col(SiteRow.id), col(SiteRow.area))
        return dict((await session.exec(query)).all())


async def _load(
    database: Database, table: str, rows: Iterable[Columns]
) -> AsyncIterator[int]:
    for batch in _batches(rows):
        names = ", ".join(batch[0])
        statement = (
            f"INSERT INTO {table} ({names}) SELECT {names} FROM"  # noqa: S608
            f" jsonb_populate_recordset(NULL::{table}, CAST(:rows AS jsonb))"
            " ON CONFLICT (id) DO NOTHING"
        )
        async with database.transaction(LOADER) as session:
            await run_sql(session, statement, rows=orjson.dumps(batch).decode())
        yield len(batch)


def _batches(rows: Iterable[Columns]) -> Iterator[list[Columns]]:
    source = iter(rows)
    while batch := list(islice(source, BATCH)):
        yield batch
