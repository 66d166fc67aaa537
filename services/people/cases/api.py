"""Routes for cases: which facts two sources tell differently, and what is decided."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel
from pydantic import ConfigDict
from pydantic import Field

from common.contracts.values import AreaCode
from common.database import Transaction
from common.idempotency import OneEffect
from common.tokens import only
from services.people.cases.deciding import decide
from services.people.cases.domain import DECIDERS
from services.people.cases.storage import Pair
from services.people.cases.storage import find_cases as cases_in
from services.people.tables import OFFICERS
from services.people.workers.api import Fact
from services.people.workers.api import Here
from services.people.workers.api import fact_as_told
from services.people.workers.registering import Desk

router = APIRouter(tags=["cases"], route_class=OneEffect)


class Statement(Fact):
    """One statement with its number, by which it is chosen."""

    number: int


class Case(BaseModel):
    """A fact with the statement that holds and the one that disagrees."""

    worker: UUID
    field: str
    kept: Statement
    other: Statement


class DecisionDraft(BaseModel):
    """The number of the statement that holds, and how the office knows."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    chosen: Annotated[int, Field(ge=1)]
    note: Annotated[str, Field(min_length=2, max_length=500)]


@router.get("/cases", dependencies=[only(*OFFICERS)])
async def find_cases(
    desk: Here, tx: Transaction, area: AreaCode | None = None
) -> list[Case]:
    """Facts of which two sources say different things of the same weeks."""
    pairs = await cases_in(tx, desk.keys, desk.caller, area)
    return [_case(desk, pair) for pair in pairs]


@router.post(
    "/workers/{worker_id}/cases/{field}/decide", dependencies=[only(*DECIDERS)]
)
async def decide_case(
    worker_id: UUID, field: str, draft: DecisionDraft, desk: Here, tx: Transaction
) -> Case:
    """Let one of the two statements hold; both stay in the history."""
    pair = await decide(tx, desk, (worker_id, field), draft.chosen, draft.note)
    return _case(desk, pair)


def _case(desk: Desk, pair: Pair) -> Case:
    kept, other = (
        Statement(number=row.number, **dict(fact_as_told(desk, row))) for row in pair
    )
    row = pair[0]
    return Case(worker=row.worker_id, field=row.field, kept=kept, other=other)
