"""What an officer's look at an employer allows, and when it is due again.

An employer is unverified until an officer has seen the papers. An unverified one may
prepare posts, but only an officer may publish them; a suspended one shows none.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from datetime import timedelta
from typing import Literal

from common.contracts.jobs import Contact
from common.contracts.jobs import PostKind
from common.contracts.values import AreaCode
from common.intake.credit_code import read_credit_code
from common.intake.identifiers import Unreadable
from common.intake.identifiers import read_phone
from common.problems import Conflict
from common.problems import FieldError
from common.problems import Invalid
from services.jobs.keeping import OFFICERS

Standing = Literal["unverified", "verified", "suspended"]

# The notice of 2026 on online recruitment asks for a fresh look every six months.
LOOK_AGAIN_AFTER = timedelta(days=183)


class EmployerIsSuspended(Conflict):
    """An officer has suspended the employer: none of its posts may be shown."""


class EmployerIsUnverified(Conflict):
    """No officer has looked at the employer's papers yet."""


class EmployerIsKnown(Conflict):
    """The account's employer stands in the register already."""


class CreditCodeIsTaken(Conflict):
    """Another employer is registered under this credit code."""


class CreditCodeIsWrong(Invalid):
    """The credit code cannot be true; the wrong part is named."""


@dataclass(frozen=True, slots=True)
class EmployerFacts:
    """What an employer tells of itself; a household has no credit code."""

    name: str
    credit_code: str | None
    kind: PostKind
    area: AreaCode | None
    contacts: tuple[Contact, ...]


@dataclass(frozen=True, slots=True)
class Look:
    """The last look at an employer's papers: what was found, by whom, when, why."""

    standing: Standing = "unverified"
    by: str | None = None
    at: datetime | None = None
    reason: str = ""

    @property
    def due_again(self) -> date | None:
        """The day from which the papers should be looked at again."""
        if self.standing != "verified" or self.at is None:
            return None
        return (self.at + LOOK_AGAIN_AFTER).date()

    def after_change(self) -> "Look":
        """Another name or code: verified no more, but a suspension stays."""
        return Look() if self.standing == "verified" else self


def check_may_publish(standing: Standing, role: str) -> None:
    """An officer who publishes has looked; an employer's own word is not enough."""
    if standing == "suspended":
        raise EmployerIsSuspended
    if standing == "unverified" and role not in OFFICERS:
        raise EmployerIsUnverified


def check_contacts(contacts: Sequence[Contact]) -> None:
    """Refuse numbers that nobody could call, all of them at once."""
    wrong = [
        FieldError(f"contacts.{place}.phone", "field.phone.wrong")
        for place, contact in enumerate(contacts)
        if not _can_be_called(contact.phone)
    ]
    if wrong:
        raise Invalid(*wrong)


def checked_credit_code(written: str, *, synthetic: bool) -> str:
    """The cleaned code, or a problem that names every part that cannot be true."""
    code = read_credit_code(written, synthetic=synthetic)
    if code.wrong:
        parts = (f"field.credit-code.{part}" for part in code.wrong)
        raise CreditCodeIsWrong(*(FieldError("credit_code", part) for part in parts))
    return code.text


def _can_be_called(phone: str) -> bool:
    try:
        read_phone(phone)
    except Unreadable:
        return False
    return True
