"""What becomes of a workbook: its states, its rows, and who may bring how many."""

from dataclasses import dataclass
from datetime import datetime
from datetime import timedelta
from typing import Literal

from common.problems import Conflict
from common.problems import Gone
from common.problems import Invalid
from common.problems import TooLarge

State = Literal[
    "arriving", "reading", "checking", "checked", "committing", "committed", "undoing",
    "undone", "refused",
]  # fmt: skip
Outcome = Literal["new", "changed", "same", "wrong"]
Part = Literal["file", "rows", "book"]
OUTCOMES: tuple[Outcome, ...] = ("new", "changed", "same", "wrong")
# Somebody works on these; in all others the officer decides, or nothing more happens.
RUNNING: tuple[State, ...] = ("reading", "checking", "committing", "undoing")
UNDO_FOR = timedelta(hours=24)
# After so long the file and its rows are forgotten; the counts stay.
KEPT_FOR = timedelta(days=7)
# Rows that a role may bring at once: a village, a township, a county.
MOST_ROWS = {"coordinator": 2_000, "township": 20_000, "county": 120_000}
MOST_BYTES = 40_000_000


class FileRefused(Invalid):
    """The file cannot be read; its one error says why and what helps."""


class FileTooLarge(TooLarge):
    """The file has more bytes than are taken at once."""


class ImportRunning(Conflict):
    """The workbook is still being read, checked or written."""


class ImportEnded(Conflict):
    """What was asked does not go with what became of the workbook already."""


class SomeRowsWrong(Conflict):
    """All rows or none was asked for, and some are wrong."""


class UndoTooLate(Conflict):
    """A day has passed since the rows were written."""


class ImportForgotten(Gone):
    """The rows of the workbook were deleted after a week; the counts are left."""


class CarriedElsewhereError(RuntimeError):
    """Somebody else works on the import; whoever notices stops."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Where an import stands, and what may follow."""

    state: State
    wrong: int
    committed_at: datetime | None = None

    def check_commit(self, *, only_whole: bool) -> None:
        """Conflict unless the rows may be written now."""
        if self.state in RUNNING:
            raise ImportRunning
        if self.state != "checked":
            raise ImportEnded
        if only_whole and self.wrong:
            raise SomeRowsWrong(wrong=self.wrong)

    def check_undo(self, now: datetime) -> None:
        """Conflict unless what was written may still be taken back."""
        if self.state in RUNNING:
            raise ImportRunning
        if self.state != "committed" or self.committed_at is None:
            raise ImportEnded
        if now > self.committed_at + UNDO_FOR:
            raise UndoTooLate(hours=int(UNDO_FOR.total_seconds() // 3600))
