"""What a worker's register allows: sources of facts, withdrawal, and its undoing.

The row of a person rests on the bureau's statutory duty and stays; what people told of
themselves is theirs to take back.
"""

from dataclasses import dataclass
from dataclasses import replace
from datetime import date
from datetime import datetime
from typing import Literal
from typing import Self
from uuid import UUID

from common.problems import Conflict
from common.problems import FieldError
from common.problems import Forbidden
from common.problems import Gone
from common.problems import Invalid
from common.problems import TooLarge
from common.tokens import Caller

IdType = Literal["resident", "permit", "other"]
Source = Literal[
    "visit",
    "phone",
    "comparison",
    "self",
    "kiosk",
    "ledger",
    "medical",
    "certificate",
]
Speaker = Literal[
    "self", "spouse", "child", "parent", "relative", "neighbour", "village", "office"
]
Kind = Literal["pause", "no_match", "erase"]

# Health, need, and free words: sealed, and gone at once when the person says erase.
SEALED_FIELDS = frozenset(
    (
        *("limits", "capabilities", "categories", "certificates", "said", "vetoes"),
        *("poverty_cause", "difficulties"),
    )
)
# Of these a list or a certificate is the last evidence, never the first.
OF_THE_BODY = frozenset(("limits", "capabilities"))
ON_PAPER = frozenset(("ledger", "comparison", "certificate"))
# What the office knows by its duty and not from the person.
STATUTORY_SOURCES = frozenset(("ledger", "comparison"))
# These stand as columns of the worker too, because scopes and lists need them.
COLUMN_FIELDS = ("area", "household", "birth", "sex", "state")


class WorkerExists(Conflict):
    """Somebody is registered under this number; where is not told."""


class WorkerWasChanged(Conflict):
    """Somebody else changed the worker since the caller read it."""


class WorkerWasMerged(Gone):
    """The row was joined to another one of the same person, which stands for both."""


class WorkerIsErased(Conflict):
    """The person had everything erased; only their own new registration goes on."""


class WithdrawnFurther(Conflict):
    """The person has withdrawn from more than this already."""


class NotWithdrawn(Conflict):
    """There is nothing to take back."""


class ErasureIsFinal(Conflict):
    """What was erased cannot be brought back."""


class OnlyThePersonResumes(Forbidden):
    """Nobody but the person may ask for recommendations again."""


class PurposeMissing(Forbidden):
    """Somebody else's file is read for a named purpose, or not at all."""


class TooManyToSort(TooLarge):
    """So many names cannot be sorted at once; a village or a town can."""


class WorkerIsWrong(Invalid):
    """Some fields cannot be taken; all of them are named."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a fact comes from: how, whose words, of which days, who wrote it down."""

    source: Source
    said_by: Speaker
    said_on: date
    valid_until: date | None
    recorded_by: str
    recorded_at: datetime

    def replaces(self, field: str, source: str, said_on: date) -> bool:
        """Whether these words stand above what a source said on a day.

        Later words do, the same day's too. But of the body no paper of the office
        stands above what the person, an officer or a doctor said, however old that is.
        """
        papers = self.source in ON_PAPER and source not in ON_PAPER
        return self.said_on >= said_on and not (field in OF_THE_BODY and papers)


def wrong_origin(origin: Origin, today: date) -> list[FieldError]:
    """What is wrong with the days of an origin."""
    wrong = []
    if origin.said_on > today:
        wrong.append(FieldError("origin.said_on", "field.said-on.future"))
    if origin.valid_until and origin.valid_until < origin.said_on:
        wrong.append(FieldError("origin.valid_until", "field.valid-until.past"))
    return wrong


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """How far a person has withdrawn; None: not at all."""

    kind: Kind | None = None

    def withdraw(self, kind: Kind) -> Self:
        """Further only: a milder wish never loosens a stricter one."""
        order: tuple[Kind | None, ...] = (None, "pause", "no_match", "erase")
        if self.kind == "erase" and kind != "erase":
            raise ErasureIsFinal
        if order.index(kind) < order.index(self.kind):
            raise WithdrawnFurther
        return replace(self, kind=kind)

    def resume(self, said_by: Speaker) -> Self:
        """Back to looking for work, as far as the law lets it be undone."""
        if self.kind is None:
            raise NotWithdrawn
        if self.kind == "erase":
            raise ErasureIsFinal
        if self.kind == "no_match" and said_by != "self":
            raise OnlyThePersonResumes
        return replace(self, kind=None)

    @property
    def matched(self) -> bool:
        """Whether others may learn the contract at all."""
        return self.kind in (None, "pause")

    def check_open(self) -> None:
        """WorkerIsErased if nothing more may be written."""
        if self.kind == "erase":
            raise WorkerIsErased


def is_erased(field: str, source: Source) -> bool:
    """Whether a fact goes with an erasure.

    Only what the office keeps by its duty stays: ledger facts without health, and the
    groups by which totals are counted.
    """
    of_health = field in SEALED_FIELDS and field != "categories"
    return source not in STATUTORY_SOURCES or of_health


def check_purpose(caller: Caller, worker_id: UUID) -> None:
    """PurposeMissing if anybody but the person reads without saying what for."""
    if caller.worker != worker_id and not caller.purpose:
        raise PurposeMissing
