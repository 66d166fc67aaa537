"""What matching proposes where several people and posts are arranged together."""

from uuid import UUID

from common.contracts.codes import Verdict
from common.contracts.matching import Number
from common.contracts.values import Contract


class Assigned(Contract):
    """One worker with the one post that is proposed; score in thousandths."""

    worker: UUID
    post: UUID
    verdict: Verdict
    score: int


class NotThisTime(Contract):
    """A worker who gets nothing this time: why, with the numbers, and a sentence."""

    worker: UUID
    key: str
    numbers: dict[str, Number]
    text: str


class Seating(Contract):
    """How many openings of a post were to be filled, and how many are."""

    post: UUID
    seats: int
    taken: int
    text: str


class Assignment(Contract):
    """A proposal: at most one post each, no post over its seats; nothing is stored.

    It is the best there is: most placements, of these the most that fit, then the
    score, then the waiting. `proven` False: some long lists were cut, and it is the
    best of what was looked at. `first_come` counts the placements of going down the
    list, best pair first.
    """

    data_version: str
    assigned: tuple[Assigned, ...]
    not_this_time: tuple[NotThisTime, ...]
    posts: tuple[Seating, ...]
    placed: int
    fits: int
    score: int
    first_come: int
    proven: bool
    text: str
