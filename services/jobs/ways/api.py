"""Routes for known ways, which belong to a site."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from fastapi import Query
from fastapi import Response
from pydantic import ConfigDict

from common.contracts.values import AreaCode
from common.contracts.values import KnownWay
from common.contracts.values import Mode
from common.database import Transaction
from common.idempotency import OneEffect
from common.tokens import CallerHeader
from common.tokens import only
from services.jobs.ways import storage
from services.jobs.ways.domain import SAYERS
from services.jobs.ways.storage import WayRow

router = APIRouter(
    prefix="/sites/{id}/ways",
    tags=["sites"],
    route_class=OneEffect,
    dependencies=[only(*SAYERS)],
)


class WayDraft(KnownWay):
    """What is said of one way; `minutes` null: there is none by this mode."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class WayEntry(KnownWay):
    """What the register holds of a way, who said it and until when it held."""

    site: UUID
    said_by: str
    said_at: datetime
    valid_to: datetime | None


@router.put("")
async def know_way(
    id: UUID, draft: WayDraft, caller: CallerHeader, tx: Transaction
) -> WayEntry:
    """Say how long a way takes, or that there is none; the site's posts follow."""
    return _entry(await storage.know_way(tx, caller, id, draft))


@router.get("")
async def find_ways(
    id: UUID,
    caller: CallerHeader,
    tx: Transaction,
    ended: Annotated[bool, Query(description="also what held before")] = False,
) -> list[WayEntry]:
    """What holds of the ways to a site, or all that was ever said."""
    rows = await storage.find_ways(tx, caller, id, ended=ended)
    return [_entry(row) for row in rows]


@router.delete("", status_code=204)
async def forget_way(
    id: UUID, from_area: AreaCode, mode: Mode, caller: CallerHeader, tx: Transaction
) -> Response:
    """Take back what holds of one way; it stays on file."""
    await storage.forget_way(tx, caller, id, from_area, mode)
    return Response(status_code=204)


def _entry(row: WayRow) -> WayEntry:
    return WayEntry(
        **row.known().model_dump(),
        site=row.site_id,
        said_by=row.said_by,
        said_at=row.said_at,
        valid_to=row.valid_to,
    )
