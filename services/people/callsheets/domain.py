"""What a call sheet is: how many people, how many questions each, a code."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from common.problems import Conflict
from common.problems import Invalid

MOST_LINES = 200
MOST_QUESTIONS = 3
# What one asks first where nothing is known, in this order; keys of sentences.
ASKED_OF = ("wishes", "hours", "transport", "limits")


class SheetIsEmpty(Conflict):
    """Nobody is to be rung at present, so there is no list."""


class SheetIsAnother(Conflict):
    """The file is another call sheet than the one it was brought for."""


class SheetIsUnreadable(Invalid):
    """The file is no call sheet of ours; its one error says what is missing."""


def code_of(sheet: UUID) -> str:
    """The number that stands on paper, by which a sheet is known again."""
    return sheet.hex[-8:].upper()


def missing_of(facts: Mapping[str, Any]) -> tuple[str, ...]:
    """Which facts to ask for first, as keys; a list of nothing was asked about."""
    unknown = (name for name in ASKED_OF if facts.get(name) is None)
    return tuple(unknown)[:MOST_QUESTIONS]
