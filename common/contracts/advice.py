"""What matching advises: who could come under which change, and what to ask an area.

Officers read exact numbers. An employer reads numbers that were made coarse before they
left matching: `None` is fewer than five, all others are rounded down to fives.
"""

from common.contracts.matching import Change
from common.contracts.values import AreaCode
from common.contracts.values import Contract


class Headcount(Contract):
    """How many people fit, fit if something is agreed, or must be asked first."""

    fit: int
    conditional: int
    open_question: int


class Advised(Contract):
    """One change, or two together, and what the whole list is then.

    `more` counts those who fit or fit if something is agreed, `more_open` those who
    must be asked first; both against the list as it is now.
    """

    changes: tuple[Change, ...]
    then: Headcount
    more: int
    more_open: int
    text: str


class Advice(Contract):
    """What would bring a post more people: single changes, most first, and a pair."""

    data_version: str
    now: Headcount
    changes: tuple[Advised, ...]
    pair: Advised | None
    text: str
    notes: tuple[str, ...]


class CoarseChange(Contract):
    """One change, or two together, and at least how many more could come."""

    changes: tuple[Change, ...]
    at_least: int
    text: str


class EmployerAdvice(Contract):
    """The same for an employer: `ready` could come, `open_question` must be asked."""

    data_version: str
    ready: int | None
    open_question: int | None
    changes: tuple[CoarseChange, ...]
    pair: CoarseChange | None
    text: str
    notes: tuple[str, ...]


class EmployerNearMisses(Contract):
    """What would open the employer's post to how many more, most first; no ids."""

    data_version: str
    groups: tuple[CoarseChange, ...]
    text: str


class AreaQuestion(Contract):
    """A question to put to `asked` workers or posts, and the most that it can open."""

    key: str
    side: str
    asked: int
    opens: int
    text: str


class AreaQuestions(Contract):
    """The questions of an area, those that most matches wait for first."""

    data_version: str
    area: AreaCode
    questions: tuple[AreaQuestion, ...]
