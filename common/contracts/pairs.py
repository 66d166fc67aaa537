"""What matching answers for two people of one household who go to work together."""

from typing import Literal
from uuid import UUID

from common.contracts.codes import Verdict
from common.contracts.matching import Number
from common.contracts.values import Contract
from common.contracts.values import Mode
from common.contracts.values import Window


class PairedSide(Contract):
    """One of the two: the post, the way there, and the hours.

    `role`: driving, taken along, or free of the vehicle. No minutes: not known, or none
    are needed.
    """

    worker: UUID
    post: UUID
    verdict: Verdict
    score: int
    minutes: int | None
    mode: Mode | None
    role: Literal["driver", "passenger", "free"]
    hours: tuple[Window, ...]


class PairedMatch(Contract):
    """Where both can go; the verdict is the more doubtful one's, the score the sum."""

    sides: tuple[PairedSide, PairedSide]
    verdict: Verdict
    score: int
    text: str


class PairedMiss(Contract):
    """Two posts that each could take alone, and why not both together: which day."""

    posts: tuple[UUID, UUID]
    key: str
    numbers: dict[str, Number]
    text: str


class PairedMatches(Contract):
    """Where the two can go together, best first, and what nearly goes."""

    data_version: str
    items: tuple[PairedMatch, ...]
    misses: tuple[PairedMiss, ...]
    text: str
