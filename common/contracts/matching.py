"""What matching answers: matches with verdict, score, reasons, questions, changes."""

from uuid import UUID

from common.contracts.codes import Outcome
from common.contracts.codes import Verdict
from common.contracts.values import Contract

Number = int | float | str


class Reason(Contract):
    """What one rule says: its id, outcome, the numbers, and a sentence for a person."""

    rule: str
    outcome: Outcome
    numbers: dict[str, Number]
    text: str


class Part(Contract):
    """One part of the score in thousandths of a point; `known` False: neutral share."""

    key: str
    points: int
    most: int
    known: bool
    text: str


class Change(Contract):
    """The smallest single change that would open a blocked pair, on one side."""

    key: str
    side: str
    numbers: dict[str, Number]
    text: str


class Question(Contract):
    """A fact to ask for; `opens` counts the listed matches that wait for it."""

    key: str
    opens: int
    text: str


class Match(Contract):
    """One worker with one post. `score` is thousandths of a point, the parts' sum."""

    worker: UUID
    post: UUID
    verdict: Verdict
    score: int
    minutes: int | None
    mode: str | None
    parts: tuple[Part, ...]
    reasons: tuple[Reason, ...]
    change: Change | None


class Shortlist(Contract):
    """Matches of one worker or one post, best first; never an unfit one.

    `stale`: what was written a moment ago, or was expected, may not be in it yet.
    """

    data_version: str
    stale: bool = False
    items: tuple[Match, ...]
    total: int
    next: str | None
    questions: tuple[Question, ...]


class NearMiss(Contract):
    """Posts (or workers) that one and the same change would open."""

    change: Change
    count: int
    items: tuple[UUID, ...]


class NearMisses(Contract):
    """Near misses grouped by change, most opened first."""

    data_version: str
    groups: tuple[NearMiss, ...]
