"""What people tells of everybody in a village, for the five lists of one database."""

from datetime import date
from typing import Literal
from uuid import UUID

from common.contracts.contacts import Number
from common.contracts.people import WorkState
from common.contracts.values import AreaCode
from common.contracts.values import Contract
from common.contracts.values import Pay


class RosterLine(Contract):
    """One person of a village, as the office's own lists need them.

    `told_on` is the last day on which a fact was told; `fresh`: in this half-year.
    """

    worker: UUID
    name: str
    sex: str | None
    birth: date | None
    area: AreaCode
    area_name: str | None
    household: UUID | None
    phones: tuple[Number, ...]
    state: WorkState
    training_wish: tuple[str, ...]
    trainings: tuple[str, ...]
    works_at: str | None
    works_as: str | None
    earns: Pay | None
    told_on: date | None
    fresh: bool


Move = Literal["left", "returned", "away", "began", "stopped", "working"]


class Monitored(Contract):
    """Somebody's work over a month: how it stood before, how it stands at its end."""

    person: RosterLine
    before: WorkState | None
    after: WorkState
    move: Move


class Monitoring(Contract):
    """Who left, returned, began or stopped in a month, and who works, where, for what.

    `counts` has every move; `unasked` counts those at work of whom nothing was told in
    the month itself.
    """

    area: AreaCode
    area_name: str | None
    month: str
    counts: dict[Move, int]
    unasked: int
    rows: tuple[Monitored, ...]


class Roster(Contract):
    """Everybody of an area on one day."""

    area: AreaCode
    area_name: str | None
    as_of: date
    rows: tuple[RosterLine, ...]
