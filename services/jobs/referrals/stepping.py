"""Putting somebody forward, and every step after it but the placement itself."""

from collections.abc import Callable
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from datetime import timedelta
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel.ext.asyncio.session import AsyncSession

from common.contracts.people import Worker
from common.contracts.referrals import ConsentWay
from common.contracts.referrals import Origin
from common.contracts.referrals import Party
from common.contracts.referrals import ReferralState
from common.contracts.referrals import Refusal
from common.contracts.referrals import Step
from common.problems import FieldError
from common.problems import Invalid
from common.problems import NotFound
from common.tokens import Caller
from services.jobs.keeping import PERSONS
from services.jobs.keeping import AreaIsNotYours
from services.jobs.knowing import digests_of
from services.jobs.placements.storage import left_since
from services.jobs.posts.domain import PostIsNotOpen
from services.jobs.posts.filing import FiledPost
from services.jobs.posts.storage import post_by_id
from services.jobs.referrals.domain import AGAIN_AFTER_DAYS
from services.jobs.referrals.domain import AlreadyReferred
from services.jobs.referrals.domain import LeftRecently
from services.jobs.referrals.domain import PersonIsUnknown
from services.jobs.referrals.domain import PersonRests
from services.jobs.referrals.domain import check_shareable
from services.jobs.referrals.domain import consent_of
from services.jobs.referrals.domain import due_after
from services.jobs.referrals.domain import goes_at_once
from services.jobs.referrals.domain import origin_of
from services.jobs.referrals.domain import party_of
from services.jobs.referrals.domain import state_after
from services.jobs.referrals.domain import trial_ends
from services.jobs.referrals.storage import ReferralRow
from services.jobs.referrals.storage import TransitionRow
from services.jobs.referrals.storage import referral_by_id
from services.jobs.tables import random_id


@dataclass(frozen=True, slots=True)
class Desk:
    """In whose name, on which day and at which moment a step is taken."""

    caller: Caller
    today: date
    now: datetime

    @property
    def party(self) -> Party:
        return party_of(self.caller)


@dataclass(frozen=True, slots=True)
class Proposal:
    """Whom to put forward to which post, and how they said yes, if they did."""

    post: UUID
    origin: Origin | None
    consent: ConsentWay | None
    close_others: bool
    note: str


@dataclass(frozen=True, slots=True)
class Move:
    """One step with what it needs: a yes, a time, or a reason."""

    step: Step
    consent: ConsentWay | None = None
    close_others: bool = False
    interview_at: datetime | None = None
    interview_place: str = ""
    trial_until: date | None = None
    refused_by: Party | None = None
    reason: Refusal | None = None
    shareable: bool = False
    note: str = ""


async def propose(
    session: AsyncSession, desk: Desk, worker: Worker | None, asked: Proposal
) -> ReferralRow:
    """Put a worker forward; a person's own wish is a yes and goes to the employer."""
    caller, origin = desk.caller, origin_of(desk.caller, asked.origin)
    known = _may_be_proposed(caller, worker)
    post = await post_by_id(session, caller, asked.post, desk.today)
    if post.offer.shown(desk.today) != "published":
        raise PostIsNotOpen
    if caller.role not in PERSONS:
        await _check_not_left(session, known.id, asked.post, desk.today)
    row = await _added(session, _row_of(desk, known, post, origin))
    note_step(session, row, desk, "propose", None, note=asked.note)
    if asked.consent or desk.party == "person":
        move = Move("agree", asked.consent, asked.close_others)
        apply_step(session, row, desk, move)
    await session.flush()
    return row


async def take_step(
    session: AsyncSession, desk: Desk, id: UUID, move: Move
) -> ReferralRow:
    """Take one step, with nobody else taking one at the same time."""
    row = await referral_by_id(session, desk.caller, id, lock=True)
    apply_step(session, row, desk, move)
    await session.flush()
    return row


def apply_step(session: AsyncSession, row: ReferralRow, desk: Desk, move: Move) -> None:
    """Move the row and write the line; a yes that needs no letter sends it too."""
    before = row.state
    after = state_after(move.step, before, desk.party)
    if move.step in _NOTES:
        _NOTES[move.step](row, desk, move)
    settle(row, after, desk.now)
    note_step(session, row, desk, move.step, before, reason=move.reason, note=move.note)
    if row.state == "agreed" and goes_at_once(row.origin):
        row.sent_at = desk.now
        settle(row, "sent", desk.now)
        note_step(session, row, desk, "send", "agreed")


def settle(row: ReferralRow, state: ReferralState, now: datetime) -> None:
    """Put the row into a state, with when the next step is due."""
    if row.state != state:
        row.state, row.since = state, now
    row.due_at = due_after(
        state, now, interview_at=row.interview_at, trial_until=row.trial_until
    )


def note_step(
    session: AsyncSession,
    row: ReferralRow,
    desk: Desk,
    step: Step,
    before: ReferralState | None,
    **words: str | None,
) -> None:
    """A line of the log: who took which step, when, in which words."""
    line = TransitionRow(
        id=random_id(),
        referral_id=row.id,
        step=step,
        before=before,
        after=row.state,
        at=desk.now,
        by=desk.caller.subject,
        party=desk.party,
        reason=words.get("reason"),
        note=words.get("note") or "",
    )
    session.add(line)


async def _check_not_left(
    session: AsyncSession, worker: UUID, post: UUID, today: date
) -> None:
    """Who left a post is not put forward to it again, unless they ask themselves."""
    since = today - timedelta(days=AGAIN_AFTER_DAYS)
    if await left_since(session, worker, post, since):
        raise LeftRecently(days=AGAIN_AFTER_DAYS)


async def _added(session: AsyncSession, row: ReferralRow) -> ReferralRow:
    session.add(row)
    try:
        await session.flush()
    except IntegrityError as error:
        if "ix_referrals_open_pair" in str(error.orig):
            raise AlreadyReferred from error
        raise
    return row


def _may_be_proposed(caller: Caller, worker: Worker | None) -> Worker:
    """The worker, if this caller may speak for them and they want to be called."""
    if worker is None or worker.area is None:
        raise PersonIsUnknown
    if caller.role in PERSONS:
        if caller.worker != worker.id:
            raise NotFound
    elif worker.state == "paused":
        raise PersonRests
    elif caller.role != "hr" and not caller.sees(worker.area):
        raise AreaIsNotYours
    return worker


def _row_of(desk: Desk, worker: Worker, post: FiledPost, origin: Origin) -> ReferralRow:
    if worker.area is None:
        raise PersonIsUnknown
    row = ReferralRow(
        id=random_id(),
        worker_id=worker.id,
        post_id=post.row.id,
        employer_id=post.row.employer_id,
        home=worker.area,
        keeper=post.row.keeper,
        origin=origin,
        state="proposed",
        since=desk.now,
        made_at=desk.now,
        known=digests_of(worker),
    )
    settle(row, "proposed", desk.now)
    return row


def _agree(row: ReferralRow, desk: Desk, move: Move) -> None:
    row.agreed_at, row.agreed_by = desk.now, desk.caller.subject
    row.agreed_how = consent_of(desk.party, move.consent)
    row.close_others = move.close_others


def _accept(row: ReferralRow, desk: Desk, move: Move) -> None:
    consent_of(desk.party, move.consent)
    row.close_others = row.close_others or move.close_others


def _send(row: ReferralRow, desk: Desk, move: Move) -> None:
    row.sent_at = desk.now


def _interview(row: ReferralRow, desk: Desk, move: Move) -> None:
    if move.interview_at is None:
        raise Invalid(FieldError("interview_at", "field.missing"))
    if move.interview_at <= desk.now:
        raise Invalid(FieldError("interview_at", "field.referral.past"))
    row.interview_at, row.interview_place = move.interview_at, move.interview_place


def _trial(row: ReferralRow, desk: Desk, move: Move) -> None:
    row.trial_until = trial_ends(desk.today, move.trial_until)


def _check(row: ReferralRow, desk: Desk, move: Move) -> None:
    row.changed = []


def _refuse(row: ReferralRow, desk: Desk, move: Move) -> None:
    if move.reason is None:
        raise Invalid(FieldError("reason", "field.missing"))
    check_shareable(move.reason, shareable=move.shareable)
    party = desk.party
    if party == "officer":
        # An officer speaks for one of the two and must say for whom.
        if move.refused_by not in ("person", "employer"):
            raise Invalid(FieldError("refused_by", "field.missing"))
        party = move.refused_by
        state_after("refuse", row.state, party)
    row.refused_by, row.refusal, row.shareable = party, move.reason, move.shareable


def _end(row: ReferralRow, desk: Desk, move: Move) -> None:
    row.cause = "officer"


_NOTES: Mapping[Step, Callable[[ReferralRow, Desk, Move], None]] = {
    "agree": _agree,
    "send": _send,
    "interview": _interview,
    "accept": _accept,
    "trial": _trial,
    "check": _check,
    "refuse": _refuse,
    "end": _end,
}
