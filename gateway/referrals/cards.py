"""What each side sees of a referral.

Officers and the person see all of it. An employer sees nobody's id: a handle, the same
as on its list, how far it has come, and what of a refusal may be shared.
"""

from collections.abc import Mapping
from datetime import date
from datetime import datetime
from uuid import UUID

from common.contracts.jobs import PostState
from common.contracts.referrals import Party
from common.contracts.referrals import ReferralState
from common.contracts.referrals import Referred
from common.contracts.referrals import Refusal
from common.contracts.referrals import Transition
from common.contracts.values import Contract
from common.texts import Language
from common.texts import say
from gateway.door import CHINA
from gateway.shortlists.cards import WorkerCard
from gateway.shortlists.domain import handle_of


class ReferralCard(Referred):
    """A referral for an officer or for the person; `worker` None: their own, or away.

    `text` says in a sentence how it stands.
    """

    person: WorkerCard | None
    text: str


class ReferralFile(ReferralCard):
    """A referral with every step of it, the first one first."""

    log: tuple[Transition, ...]


class Applicant(Contract):
    """Whom an employer may call: the person agreed to this very post."""

    name: str | None
    phone: str | None


class EmployerReferral(Contract):
    """A referral as its employer may see it; `refusal` only where it may be shared."""

    id: UUID
    handle: str
    post: UUID
    post_title: str
    post_state: PostState
    state: ReferralState
    since: datetime
    due_at: datetime | None
    interview_at: datetime | None
    interview_place: str
    trial_until: date | None
    refused_by: Party | None
    refusal: Refusal | None
    applicant: Applicant | None
    text: str


def referral_card(
    told: Referred, persons: Mapping[UUID, WorkerCard], lang: Language
) -> ReferralCard:
    """The referral as officers and the person see it."""
    return ReferralCard(
        **dict(told), person=persons.get(told.worker), text=text_of(told, lang)
    )


def employer_referral(
    told: Referred, key: bytes, applicant: Applicant | None, lang: Language
) -> EmployerReferral:
    """The referral as its employer sees it."""
    shown = set(EmployerReferral.model_fields) & set(Referred.model_fields)
    kept = told.shareable or told.refused_by == "employer"
    return EmployerReferral(
        **{
            **told.model_dump(include=shown),
            "refusal": told.refusal if kept else None,
        },
        handle=handle_of(key, told.post, told.worker),
        applicant=applicant,
        text=text_of(told, lang),
    )


def text_of(told: Referred, lang: Language) -> str:
    """How the referral stands, in a sentence that any side may read."""
    day = told.since.astimezone(CHINA).date().isoformat()
    if told.state == "ended" and told.cause:
        return say(f"referral.ended.{told.cause}", lang, day=day)
    if told.state == "refused":
        return say(f"referral.refused.{told.refused_by}", lang, day=day)
    return say(f"referral.state.{told.state}", lang, day=day)
