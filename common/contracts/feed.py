"""How a producer tells that something changed: dense positions, whole contracts."""

from typing import Any
from typing import Literal
from uuid import UUID

from common.contracts.values import Contract


class Change(Contract):
    """One numbered change. `body` is the current contract; None after a delete."""

    pos: int
    kind: str
    id: UUID
    version: int
    op: Literal["put", "drop"]
    body: dict[str, Any] | None


class FeedPage(Contract):
    """Changes after a cursor; `caught_up` only if nothing was left un-numbered."""

    epoch: UUID
    rows: tuple[Change, ...]
    head: int
    caught_up: bool

    def continues(self, position: int) -> bool:
        """Whether every position after this one is here that should be."""
        positions = [change.pos for change in self.rows]
        end = position + len(positions)
        dense = positions == list(range(position + 1, end + 1))
        return dense and (end == self.head or not self.caught_up)


class FeedHead(Contract):
    """Where a follower starts: read this first, then the pages, then the tail."""

    epoch: UUID
    head: int
    oldest: int


class Snapshot(Contract):
    """One page of all ids of a kind, in order, with their current contracts.

    An id that others may not know, or that was deleted, is told as dropped: so a
    follower knows a version of every id there ever was.
    """

    epoch: UUID
    rows: tuple[Change, ...]
    next: UUID | None


class FeedDigest(Contract):
    """One number for each bucket of a kind's ids and versions.

    An id falls into the bucket of its last 32 bits modulo the count of buckets. The
    number is the sum of (version + 1) × (those bits + 1), modulo 2**53.
    """

    epoch: UUID
    digests: tuple[int, ...]
