"""Near misses of a post with the names of those whom a change would open it to."""

from common.contracts.matching import Change
from common.contracts.values import Contract
from gateway.shortlists.cards import OfferedMatch
from gateway.shortlists.cards import WorkerCard


class NearWorkers(Contract):
    """`count` workers whom one and the same change would open it to; some by name."""

    change: Change
    count: int
    workers: tuple[WorkerCard, ...]


class PostNearMisses(Contract):
    """What would open the post to more people, the change that opens most first."""

    data_version: str
    groups: tuple[NearWorkers, ...]


class WhyNot(OfferedMatch):
    """One worker with one post; `match.change` is what would open it, if one does."""
