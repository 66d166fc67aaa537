"""What is to be done today about people: put forward, at work, or waiting."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from common.contracts.values import Contract

TaskKind = Literal[
    "ask_person",
    "send_letter",
    "answer",
    "ring_employer",
    "note_interview",
    "ask_answer",
    "note_start",
    "note_trial",
    "look_again",
    "check_on",
    "ask_cause",
    # Of people themselves; all others are of referrals and placements.
    "call_again",
    "nobody_spoke",
    "survey_due",
    "turned_working_age",
    "turned_adult",
    "reached_retirement",
    "licence_ends",
]
Side = Literal["home", "keeper", "employer"]


class Task(Contract):
    """One thing to do, until when, and about whom; it is gone when it is done.

    `side` says whose it is: the officers of the person's home, those who keep the
    post, or the employer. `day` is that of a retention check.
    """

    id: str
    kind: TaskKind
    side: Side
    due: datetime
    late: bool
    referral: UUID | None
    placement: UUID | None
    worker: UUID
    post: UUID | None
    day: int | None
