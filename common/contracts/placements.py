"""What jobs tells of a spell of work: by ids only, with how it is looked after."""

from datetime import date
from datetime import datetime
from typing import Literal
from uuid import UUID

from common.contracts.referrals import Change
from common.contracts.values import AreaCode
from common.contracts.values import Contract

# The five of the reports (S26), and those who work for themselves (S27).
Channel = Literal[
    "producers_coops",
    "local_firm",
    "public_welfare",
    "flexible",
    "export",
    "self_employed",
]
ContractKind = Literal["labour", "service", "none", "unknown"]
Insurance = Literal["social", "injury", "commercial", "none", "unknown"]
LossCause = Literal[
    "fumes",
    "dust",
    "noise",
    "heavy",
    "standing",
    "heights",
    "night",
    "hours",
    "far",
    "pay",
    "unpaid",
    "treatment",
    "family",
    "health",
    "season_over",
    "contract_over",
    "dismissed",
    "closed",
    "better_work",
    "moved_away",
    "unknown",
    "other",
]
CheckOutcome = Literal["working", "left", "unreached"]
# 0: asked in between, because something had changed.
CheckDay = Literal[0, 7, 30, 90, 180]


class Check(Contract):
    """One retention check: on which day of the work, what was learnt, by whom."""

    day: CheckDay
    outcome: CheckOutcome
    at: datetime
    by: str
    note: str


class Placed(Contract):
    """A spell of work of one worker, through exactly one channel.

    `referral` None: it was recorded without one. `changed` names what is no longer as
    it was, until somebody asked. `ended` and `cause` say when and why it was over.
    `checks_due` are the checks whose day has come without a clear answer.
    """

    id: UUID
    worker: UUID
    home: AreaCode
    referral: UUID | None
    post: UUID | None
    employer: UUID | None
    employer_name: str
    channel: Channel
    organised: bool
    started: date
    contract: ContractKind
    contract_until: date | None
    insurance: tuple[Insurance, ...]
    ended: date | None
    cause: LossCause | None
    cause_by: str | None
    note: str
    changed: tuple[Change, ...] = ()
    checks: tuple[Check, ...]
    checks_due: tuple[CheckDay, ...]


class Stability(Contract):
    """Of those whose check of a day is due: how many work, left, or nobody knows.

    `rate` is working out of working and left, in percent; None while nobody is known.
    """

    day: CheckDay
    due: int
    working: int
    left: int
    unknown: int
    rate: float | None


class PlacementFigures(Contract):
    """Counts over placements, each from the rows that `find_placements` lists."""

    as_of: date
    people: int
    placements: int
    by_channel: dict[Channel, int]
    organised: int
    open: int
    stability: tuple[Stability, ...]
