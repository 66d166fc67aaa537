"""Routes for referrals: putting somebody forward, the steps, and the placement."""

from collections.abc import Awaitable
from collections.abc import Callable
from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from fastapi import Depends
from fastapi import Query
from fastapi import Response
from pydantic import AwareDatetime
from pydantic import BaseModel
from pydantic import ConfigDict
from pydantic import Field

from common.contracts.people import Worker
from common.contracts.placements import Channel
from common.contracts.placements import ContractKind
from common.contracts.placements import Insurance
from common.contracts.placements import Placed
from common.contracts.referrals import ConsentWay
from common.contracts.referrals import Funnel
from common.contracts.referrals import Origin
from common.contracts.referrals import Party
from common.contracts.referrals import Referred
from common.contracts.referrals import Refusal
from common.contracts.referrals import Step
from common.contracts.referrals import Transition
from common.database import Transaction
from common.idempotency import OneEffect
from common.tokens import CallerHeader
from common.tokens import only
from services.jobs.keeping import KEEPERS
from services.jobs.knowing import ask_person
from services.jobs.placements.domain import Terms
from services.jobs.placements.storage import placed
from services.jobs.referrals import storage
from services.jobs.referrals.placing import place
from services.jobs.referrals.stepping import Desk
from services.jobs.referrals.stepping import Move
from services.jobs.referrals.stepping import Proposal
from services.jobs.referrals.stepping import propose
from services.jobs.referrals.stepping import take_step
from services.jobs.referrals.storage import ReferralFilter
from services.jobs.requests import Now
from services.jobs.requests import Today
from services.jobs.requests import tell_total

PARTIES = [only("worker", "kiosk", "hr", "coordinator", "township", "county")]
router = APIRouter(
    prefix="/referrals", tags=["referrals"], route_class=OneEffect, dependencies=PARTIES
)
Note = Annotated[str, Field(max_length=500)]


class Asked(BaseModel):
    """Base of what is asked here: frozen, and an unknown field is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class ReferralDraft(Asked):
    """Whom to put forward to which post; officers say how the person said yes."""

    worker: UUID
    post: UUID
    origin: Origin | None = None
    consent: ConsentWay | None = None
    close_others: bool = False
    note: Note = ""


class StepDraft(Asked):
    """One step: a yes, a time, or a reason, as the step needs it."""

    step: Step
    consent: ConsentWay | None = None
    close_others: bool = False
    interview_at: AwareDatetime | None = None
    interview_place: Annotated[str, Field(max_length=200)] = ""
    trial_until: date | None = None
    refused_by: Party | None = None
    reason: Refusal | None = None
    shareable: bool = False
    note: Note = ""

    def move(self) -> Move:
        return Move(**dict(self))


class TermsDraft(Asked):
    """What was agreed for the work; without a channel, that of the post's kind."""

    started: date
    channel: Channel | None = None
    organised: bool = True
    contract: ContractKind = "unknown"
    contract_until: date | None = None
    insurance: Annotated[tuple[Insurance, ...], Field(min_length=1, max_length=5)] = (
        "unknown",
    )

    def terms(self) -> Terms:
        return Terms(**dict(self))


class ReferralFile(Referred):
    """A referral with every step of it, the first one first."""

    log: tuple[Transition, ...]


async def desk_of(caller: CallerHeader, today: Today, now: Now) -> Desk:
    """In whose name and when a step is taken."""
    return Desk(caller, today, now)


async def person_of(
    draft: ReferralDraft,
    ask: Annotated[Callable[[UUID], Awaitable[Worker | None]], Depends(ask_person)],
) -> tuple[ReferralDraft, Worker | None]:
    """The draft with what people tells of its worker, before the transaction opens."""
    return draft, await ask(draft.worker)


Here = Annotated[Desk, Depends(desk_of)]
Drafted = Annotated[tuple[ReferralDraft, Worker | None], Depends(person_of)]


@router.post("", status_code=201)
async def add_referral(drafted: Drafted, desk: Here, tx: Transaction) -> Referred:
    """Put a worker forward; what a person asks for goes to the employer at once."""
    draft, worker = drafted
    asked = Proposal(
        draft.post, draft.origin, draft.consent, draft.close_others, draft.note
    )
    row = await propose(tx, desk, worker, asked)
    return (await storage.referred(tx, [row]))[0]


@router.get("")
async def find_referrals(
    wanted: Annotated[ReferralFilter, Query()],
    caller: CallerHeader,
    tx: Transaction,
    response: Response,
) -> list[Referred]:
    """Referrals that concern the caller, newest first."""
    found, total = await storage.find_referrals(tx, caller, wanted)
    tell_total(response, total)
    return list(found)


@router.get("/funnel")
async def funnel(post: UUID, caller: CallerHeader, tx: Transaction) -> Funnel:
    """How many were put forward to a post, and how far it has come with them."""
    return await storage.funnel_of(tx, caller, post)


@router.get("/{id}")
async def referral_by_id(
    id: UUID, caller: CallerHeader, tx: Transaction
) -> ReferralFile:
    """One referral with every step of it."""
    row = await storage.referral_by_id(tx, caller, id)
    told = (await storage.referred(tx, [row]))[0]
    return ReferralFile(**dict(told), log=await storage.log_of(tx, id))


@router.post("/{id}/steps")
async def step_forward(
    id: UUID, draft: StepDraft, desk: Here, tx: Transaction
) -> Referred:
    """Take one step; who may take which from where is a rule of the trade."""
    row = await take_step(tx, desk, id, draft.move())
    return (await storage.referred(tx, [row]))[0]


@router.post("/{id}/place", dependencies=[only(*KEEPERS)])
async def place_referral(
    id: UUID, draft: TermsDraft, desk: Here, tx: Transaction
) -> Placed:
    """The person starts: the opening is taken, or it is said that none is left."""
    row = await place(tx, desk, id, draft.terms())
    return (await placed(tx, [row], desk.today))[0]
