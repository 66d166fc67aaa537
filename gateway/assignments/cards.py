"""What is joined to a proposal: who each worker is, and what each post."""

from common.contracts.codes import Verdict
from common.contracts.pairs import PairedSide
from common.contracts.values import Contract
from gateway.shortlists.cards import PostCard
from gateway.shortlists.cards import WorkerCard


class ProposedPlace(Contract):
    """Somebody with the post that is proposed; score in thousandths of a point."""

    worker: WorkerCard
    post: PostCard
    verdict: Verdict
    verdict_text: str
    score: int


class LeftThisTime(Contract):
    """Somebody who gets nothing this time, and why."""

    worker: WorkerCard
    key: str
    text: str


class FilledPost(Contract):
    """A post with how many places were to be filled, and how many are."""

    post: PostCard
    seats: int
    taken: int
    text: str


class ProposedAssignment(Contract):
    """A proposal by name; nothing is stored, so the same question asks anew.

    `first_come` counts the placements of going down the list, best pair first.
    """

    data_version: str
    assigned: tuple[ProposedPlace, ...]
    not_this_time: tuple[LeftThisTime, ...]
    posts: tuple[FilledPost, ...]
    placed: int
    first_come: int
    proven: bool
    text: str


class PairedPlace(Contract):
    """One of two people with the post, the way there and the hours."""

    side: PairedSide
    worker: WorkerCard
    post: PostCard


class PairedOffer(Contract):
    """Where both can go, and how they get there."""

    sides: tuple[PairedPlace, PairedPlace]
    verdict: Verdict
    verdict_text: str
    score: int
    text: str


class PairedFailure(Contract):
    """Two posts that each could take alone, and why not both: the day is named."""

    posts: tuple[PostCard, PostCard]
    key: str
    text: str


class PairedOffers(Contract):
    """Where two people of one household can go together, best first."""

    data_version: str
    items: tuple[PairedOffer, ...]
    misses: tuple[PairedFailure, ...]
    text: str
