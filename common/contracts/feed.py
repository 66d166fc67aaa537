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


class FeedHead(Contract):
    """Where a follower starts: read this first, then the pages, then the tail."""

    epoch: UUID
    head: int
    oldest: int


class Snapshot(Contract):
    """One page of all current contracts of a kind, by id, for bootstrap."""

    epoch: UUID
    rows: tuple[Change, ...]
    next: UUID | None
