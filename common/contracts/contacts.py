"""What people tells of calls and visits: a contact, and lists of whom to ring."""

from datetime import date
from datetime import datetime
from typing import Literal
from uuid import UUID

from common.contracts.referrals import Refusal
from common.contracts.values import AreaCode
from common.contracts.values import Contract

Way = Literal["phone", "visit", "hall", "message"]
Outcome = Literal[
    "reached",
    "no_answer",
    "dead_number",
    "family",
    "away",
    "later",
    "willing",
    "unwilling",
]
Whose = Literal["self", "spouse", "child", "parent", "relative", "village"]
LineState = Literal["blank", "new", "same", "corrected", "wrong"]


class Contacted(Contract):
    """One call or visit: what came of it, who spoke, and when to try again.

    `referral` is what a yes to `post` led to. `struck_at`: written down by mistake.
    """

    id: UUID
    worker: UUID
    way: Way
    outcome: Outcome
    spoke_with: Whose
    reason: Refusal | None
    note: str
    on: date
    next_on: date | None
    post: UUID | None
    sheet: UUID | None
    referral: UUID | None
    by: str
    at: datetime
    struck_at: datetime | None


class Number(Contract):
    """A telephone and whose it is."""

    number: str
    relation: Whose


class CallLine(Contract):
    """One person of a call sheet; `last` is the latest contact before or since."""

    number: int
    worker: UUID
    name: str | None
    sex: str | None
    birth: date | None
    phones: tuple[Number, ...]
    area: AreaCode
    area_name: str | None
    questions: tuple[str, ...]
    last: Contacted | None


class CallSheetHead(Contract):
    """A list of whom to ring: for a post, or of a village's people."""

    id: UUID
    code: str
    area: AreaCode
    post: UUID | None
    title: str
    made_by: str
    made_at: datetime
    count: int


class CallSheet(CallSheetHead):
    """The list with its people, in the order in which they are to be rung."""

    lines: tuple[CallLine, ...]


class FilledLine(Contract):
    """What was read in one line of a sheet that came back, and what becomes of it."""

    line: int
    number: int | None
    worker: UUID | None
    state: LineState
    contact: Contacted | None
    message: str
