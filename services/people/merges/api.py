"""Routes for two rows of one person: who is alike, proposed, decided, taken back."""

from datetime import date
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from fastapi import Query
from pydantic import BaseModel
from pydantic import ConfigDict
from pydantic import Field

from common.contracts.values import AreaCode
from common.database import Transaction
from common.idempotency import OneEffect
from common.intake.identifiers import area_prefix
from common.intake.names import mask_name
from common.tokens import only
from services.people.merges import deciding
from services.people.merges import storage
from services.people.merges.domain import Agreement
from services.people.merges.domain import State
from services.people.merges.storage import MergeRow
from services.people.sealing import Keys
from services.people.tables import OFFICERS
from services.people.workers.api import Here
from services.people.workers.identities import opened_name
from services.people.workers.storage import WorkerRow

UPPER = ("township", "county")
router = APIRouter(
    prefix="/merges",
    tags=["merges"],
    route_class=OneEffect,
    dependencies=[only(*OFFICERS)],
)


class MergeDraft(BaseModel):
    """The row that stays, the row that is the same person, and how one knows."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kept: UUID
    gone: UUID
    note: Annotated[str, Field(max_length=200)] = ""


class Half(BaseModel):
    """One of two rows that are alike; the name is masked, the number is not there."""

    id: UUID
    name: str | None
    last4: str | None
    birth: date | None
    area: AreaCode


class Alike(BaseModel):
    """Two rows that may be one person, and the facts that agree."""

    kept: Half
    gone: Half
    agreed: tuple[Agreement, ...]


class Merge(BaseModel):
    """Two rows of which somebody said that they are one person."""

    id: UUID
    state: State
    kept: UUID
    gone: UUID
    agreed: tuple[Agreement, ...]
    note: str
    proposed_by: str
    proposed_at: datetime
    decided_by: str | None
    decided_at: datetime | None
    parted_at: datetime | None
    can_be_parted: bool


@router.get("/alike")
async def find_alike(
    area: AreaCode,
    here: Here,
    tx: Transaction,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> list[Alike]:
    """Pairs of an area that may be one person, the surest first."""
    found = await deciding.find_alike(tx, here, area_prefix(area))
    return [
        Alike(
            kept=_half(here.keys, pair.kept),
            gone=_half(here.keys, pair.gone),
            agreed=pair.agreed,
        )
        for pair in found[:limit]
    ]


@router.post("", status_code=201)
async def propose_merge(draft: MergeDraft, here: Here, tx: Transaction) -> Merge:
    """Propose that two rows are one person; somebody else decides."""
    ids = (draft.kept, draft.gone)
    return _told(await deciding.propose_merge(tx, here, ids, draft.note))


@router.get("")
async def find_merges(
    here: Here,
    tx: Transaction,
    state: State | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> list[Merge]:
    """What was proposed and decided in the caller's area, the latest first."""
    rows = await storage.find_merges(tx, here.caller, state, limit)
    return [_told(row) for row in rows]


@router.post("/{merge_id}/accept", dependencies=[only(*UPPER)])
async def accept_merge(merge_id: UUID, here: Here, tx: Transaction) -> Merge:
    """Make two rows one person; never by who proposed it."""
    return _told(await deciding.accept_merge(tx, here, merge_id))


@router.post("/{merge_id}/refuse", dependencies=[only(*UPPER)])
async def refuse_merge(merge_id: UUID, here: Here, tx: Transaction) -> Merge:
    """They are two people; the pair is not shown again."""
    return _told(await deciding.refuse_merge(tx, here, merge_id))


@router.post("/{merge_id}/part", dependencies=[only(*UPPER)])
async def part_merge(merge_id: UUID, here: Here, tx: Transaction) -> Merge:
    """Take a merge back: two rows again, each with what was its own."""
    return _told(await deciding.part_merge(tx, here, merge_id))


def _half(keys: Keys, row: WorkerRow) -> Half:
    name = opened_name(keys, row.id, row)
    return Half(
        id=row.id,
        name=name and mask_name(name),
        last4=row.last4,
        birth=row.birth,
        area=row.area,
    )


def _told(row: MergeRow) -> Merge:
    return Merge(
        id=row.id,
        state=row.state,
        kept=row.kept_id,
        gone=row.gone_id,
        agreed=tuple(row.agreed),
        note=row.note,
        proposed_by=row.proposed_by,
        proposed_at=row.proposed_at,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        parted_at=row.parted_at,
        can_be_parted=row.state == "merged" and row.before is not None,
    )
