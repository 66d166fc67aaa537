"""Accounts and postings as values: which role somebody has today, and where.

Two postings never add up: a caller acts through exactly one of them at a time.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from common.problems import Forbidden

Role = Literal[
    "worker", "coordinator", "township", "county", "hr", "kiosk", "auditor", "admin"
]
ROLES: tuple[Role, ...] = (
    "worker",
    "coordinator",
    "township",
    "county",
    "hr",
    "kiosk",
    "auditor",
    "admin",
)
# Digits of the tree: province, city, county, township, village.
LEVELS = (2, 4, 6, 9, 12)


class NoPosting(Forbidden):
    """The account has no posting that is valid today, or not the one asked for."""


@dataclass(frozen=True, slots=True)
class Posting:
    """A role in an area or at an employer, from one day to another, both included."""

    id: UUID
    role: Role
    area: str | None
    employer: UUID | None
    valid_from: date
    valid_until: date | None

    def holds_on(self, today: date) -> bool:
        """Whether the posting gives anything on that day."""
        ended = self.valid_until is not None and self.valid_until < today
        return self.valid_from <= today and not ended


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody (or a machine) that may sign in; `worker` is who they are themselves."""

    id: UUID
    name: str
    title: str
    phone: str | None
    worker: UUID | None
    active: bool


def posting_for(
    postings: tuple[Posting, ...], today: date, *, asked: UUID | None = None
) -> Posting:
    """The posting asked for, or the first valid one; anything else is NoPosting."""
    valid = [posting for posting in postings if posting.holds_on(today)]
    if asked is not None:
        valid = [posting for posting in valid if posting.id == asked]
    if not valid:
        raise NoPosting
    return valid[0]


def stations_over(code: str) -> tuple[str, ...]:
    """The area itself and every area above it, the nearest first, as full codes."""
    codes = [code[:digits].ljust(12, "0") for digits in reversed(LEVELS)]
    return tuple(dict.fromkeys(codes))
