"""What happened to somebody's work in a month, from how it stood before and after."""

from calendar import monthrange
from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from common.contracts.people import WorkState
from common.contracts.rosters import Monitored
from common.contracts.rosters import Move
from common.contracts.rosters import RosterLine

MOVES: tuple[Move, ...] = (
    "left",
    "returned",
    "away",
    "began",
    "stopped",
    "working",
)


def days_of(month: str) -> tuple[date, date]:
    """The first and the last day of a month written as 2026-10."""
    year, number = (int(part) for part in month.split("-"))
    return date(year, number, 1), date(year, number, monthrange(year, number)[1])


def move_of(before: WorkState | None, after: WorkState) -> Move | None:
    """What the month brought; None: no work before and none after.

    Of whom nothing was known before, nobody says that they left in this month.
    """
    if after == "away":
        return "away" if before in (None, "away") else "left"
    if before == "away":
        return "returned"
    if after == "working":
        return "working" if before in (None, "working") else "began"
    return "stopped" if before == "working" else None


def monitored(
    people: Iterable[RosterLine],
    before: Mapping[UUID, WorkState],
    after: Mapping[UUID, WorkState],
) -> tuple[Monitored, ...]:
    """Everybody whose work is to be reported, in the order of the roster."""
    found = []
    for person in people:
        then, now = before.get(person.worker), after.get(person.worker)
        move = now and move_of(then, now)
        if now and move:
            one = Monitored(person=person, before=then, after=now, move=move)
            found.append(one)
    return tuple(found)


def counts_of(rows: Sequence[Monitored]) -> dict[Move, int]:
    """How many of each move, those of which there are none as well."""
    moves = [row.move for row in rows]
    return {move: moves.count(move) for move in MOVES}


def unasked(rows: Iterable[Monitored], first: date) -> int:
    """Of how many nothing was told since the month began."""
    return sum(row.person.told_on is None or row.person.told_on < first for row in rows)
