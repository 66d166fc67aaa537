"""What matching finds: one pair with its reasons, and a page of pairs."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from common.contracts.codes import Outcome
from common.contracts.codes import Verdict

Number = int | float | str


@dataclass(frozen=True, slots=True)
class Ruling:
    """What one rule says; codes among the numbers are joined by commas."""

    rule: str
    outcome: Outcome
    numbers: Mapping[str, Number]


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the score in thousandths of a point; not known: the neutral half."""

    key: str
    points: int
    most: int
    known: bool


@dataclass(frozen=True, slots=True)
class Change:
    """The smallest single change that opens a pair; `side` who has to make it."""

    key: str
    side: str
    numbers: Mapping[str, Number]


@dataclass(frozen=True, slots=True)
class Found:
    """One worker with one post; `asked` are the questions that it waits for."""

    worker: UUID
    post: UUID
    verdict: Verdict
    score: int
    minutes: int | None
    mode: str | None
    parts: tuple[Part, ...]
    rulings: tuple[Ruling, ...]
    asked: tuple[str, ...]
    change: Change | None = None


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page ended: the key of its last pair, and the listed id."""

    key: int
    id: UUID


@dataclass(frozen=True, slots=True)
class Question:
    """A fact to ask for; `opens` counts the listed pairs that wait for it."""

    key: str
    opens: int


@dataclass(frozen=True, slots=True)
class Listing:
    """One page, best first; `total` listed pairs in all, `next` None at the end."""

    items: tuple[Found, ...]
    total: int
    next: Cursor | None
    questions: tuple[Question, ...]
