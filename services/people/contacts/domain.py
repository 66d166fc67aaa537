"""What a call or visit must say, and what counts as having spoken with somebody.

Words in place of a person are no contact: an unanswered call, a dead number, or a list
that a machine has made leaves them among those whom nobody has contacted.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import replace
from datetime import date
from datetime import timedelta
from typing import Self
from uuid import UUID

from common.contracts.contacts import Outcome
from common.contracts.contacts import Way
from common.contracts.contacts import Whose
from common.contracts.referrals import Refusal
from common.problems import Conflict
from common.problems import FieldError
from common.problems import Invalid
from services.people.workers.domain import Source
from services.people.workers.domain import Speaker

# Somebody of the house spoke with a human being; all others were only tried.
SPOKE: tuple[Outcome, ...] = (
    "reached",
    "family",
    "away",
    "later",
    "willing",
    "unwilling",
)
# Without a day of their own these are tried again after so many days.
AGAIN_DAYS: Mapping[Outcome, int] = {"no_answer": 3, "family": 3, "later": 7}
SILENT_DAYS = 30
NOTE_MOST = 500
_SOURCES: Mapping[Way, Source] = {
    "phone": "phone",
    "visit": "visit",
    "hall": "visit",
    "message": "phone",
}
_SPEAKERS: Mapping[Whose, Speaker] = {
    "self": "self",
    "spouse": "spouse",
    "child": "child",
    "parent": "parent",
    "relative": "relative",
    "village": "village",
}


class ContactIsWrong(Invalid):
    """Some fields of the contact cannot be taken; all of them are named."""


class ContactWasStruck(Conflict):
    """The contact was struck out already."""


@dataclass(frozen=True, slots=True)
class Said:
    """What came of one call or visit, by whom it was told, and when to try again."""

    outcome: Outcome
    way: Way = "phone"
    spoke_with: Whose = "self"
    reason: Refusal | None = None
    note: str = ""
    on: date | None = None
    next_on: date | None = None
    post: UUID | None = None

    def settled(self, today: date) -> Self:
        """With its day, and a day to try again where the outcome asks for one."""
        on = self.on or today
        whose = self.spoke_with
        if self.outcome == "family" and whose == "self":
            whose = "relative"
        again = AGAIN_DAYS.get(self.outcome)
        next_on = self.next_on or (on + timedelta(days=again) if again else None)
        return replace(self, on=on, spoke_with=whose, next_on=next_on)

    def wrong(self, today: date) -> list[FieldError]:
        """Every field that does not go with the others."""
        wrong = []
        on = self.on or today
        if on > today:
            wrong.append(FieldError("on", "field.contact.future"))
        if self.next_on and self.next_on < on:
            wrong.append(FieldError("next_on", "field.contact.next"))
        if self.outcome == "unwilling" and self.reason is None:
            wrong.append(FieldError("reason", "field.contact.reason"))
        if self.outcome != "unwilling" and self.reason is not None:
            wrong.append(FieldError("reason", "field.contact.no-reason"))
        # A yes hands over a name and a number: nobody else can say it for a person.
        if self.outcome == "willing" and self.spoke_with != "self":
            wrong.append(FieldError("spoke_with", "field.contact.not-self"))
        return wrong

    def check(self, today: date) -> Self:
        """Settled, or ContactIsWrong with every field that is wrong."""
        if wrong := self.wrong(today):
            raise ContactIsWrong(*wrong)
        return self.settled(today)

    @property
    def source(self) -> Source:
        """How a fact came that was told in this contact."""
        return _SOURCES[self.way]

    @property
    def speaker(self) -> Speaker:
        """Whose words they were."""
        return _SPEAKERS[self.spoke_with]
