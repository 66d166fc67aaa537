"""What jobs tells of a worker put forward to a post: by ids only, never by name."""

from datetime import date
from datetime import datetime
from typing import Literal
from uuid import UUID

from common.contracts.jobs import PostState
from common.contracts.values import AreaCode
from common.contracts.values import Contract

Origin = Literal["worker", "coordinator", "invitation", "kiosk", "fair", "assignment"]
Party = Literal["person", "employer", "officer", "register"]
ReferralState = Literal[
    "proposed",
    "agreed",
    "sent",
    "seen",
    "interview",
    "came",
    "absent",
    "offered",
    "accepted",
    "trial",
    "placed",
    "refused",
    "ended",
]
Step = Literal[
    "propose",
    "agree",
    "send",
    "see",
    "interview",
    "came",
    "absent",
    "offer",
    "accept",
    "trial",
    "check",
    "refuse",
    "end",
    "place",
]
# How the person said yes; only `self` is their own hand on a device.
ConsentWay = Literal["self", "phone", "visit", "paper"]
Refusal = Literal[
    "hours",
    "far",
    "pay",
    "work",
    "fumes",
    "dust",
    "noise",
    "heavy",
    "night",
    "skill",
    "papers",
    "did_not_come",
    "taken",
    "other_job",
    "health",
    "family",
    "other",
]
EndCause = Literal[
    "withdrawn",
    "placed_elsewhere",
    "post_filled",
    "post_closed",
    "post_expired",
    "officer",
]
# What changed of the person since they agreed, so that somebody looks again.
Change = Literal["hours", "reach", "body"]


class Transition(Contract):
    """One step of a referral: who took it, when, from which state to which."""

    step: Step
    before: ReferralState | None
    after: ReferralState
    at: datetime
    by: str
    party: Party
    reason: str | None
    note: str


class Consent(Contract):
    """When and how the person agreed to this very post, and who wrote it down."""

    at: datetime
    how: ConsentWay
    by: str


class Referred(Contract):
    """A worker put forward to a post, and how far it has come.

    `due_at` is when the next step is due; `changed` names what is no longer as it was
    when the person agreed. A refusal's reason stands here also where it may not be
    shared: whoever tells it to the other side looks at `shareable` first.
    """

    id: UUID
    worker: UUID
    post: UUID
    employer: UUID
    home: AreaCode
    origin: Origin
    state: ReferralState
    since: datetime
    due_at: datetime | None
    made_at: datetime
    consent: Consent | None
    close_others: bool
    interview_at: datetime | None
    interview_place: str
    trial_until: date | None
    refused_by: Party | None
    refusal: Refusal | None
    shareable: bool
    cause: EndCause | None
    changed: tuple[Change, ...]
    post_title: str
    post_state: PostState
    employer_name: str
    placement: UUID | None


class Funnel(Contract):
    """How many were put forward to a post, by how far it has come with them."""

    post: UUID
    total: int
    open: int
    states: dict[ReferralState, int]
