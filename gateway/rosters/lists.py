"""Who stands on which of the five lists: by what happened to them, never by typing.

Work that began and did not end says where somebody works; without such a record the
last survey does. Training stands beside both.
"""

from collections.abc import Iterable
from collections.abc import Mapping
from typing import Literal
from uuid import UUID

from common.contracts.placements import Channel
from common.contracts.placements import Placed
from common.contracts.rosters import Roster
from common.contracts.rosters import RosterLine
from common.contracts.values import Contract

ListKind = Literal["basic", "training", "transfer", "self_employed", "public_welfare"]
KINDS: tuple[ListKind, ...] = (
    "basic",
    "training",
    "transfer",
    "self_employed",
    "public_welfare",
)
_LIST_OF: Mapping[Channel, ListKind] = {
    "producers_coops": "transfer",
    "local_firm": "transfer",
    "flexible": "transfer",
    "export": "transfer",
    "self_employed": "self_employed",
    "public_welfare": "public_welfare",
}
AT_WORK = ("working", "away")


class Entry(Contract):
    """A person on a list; `placement` None: only the survey says that they work."""

    person: RosterLine
    placement: Placed | None


def works_of(placed: Iterable[Placed]) -> dict[UUID, Placed]:
    """The latest spell of work that goes on, by person."""
    going_on = sorted(
        (one for one in placed if one.ended is None), key=lambda one: one.started
    )
    return {one.worker: one for one in going_on}


def places_of(person: RosterLine, work: Placed | None) -> set[ListKind]:
    """The lists on which somebody stands."""
    found: set[ListKind] = {"basic"}
    if person.training_wish or person.trainings:
        found.add("training")
    if work:
        found.add(_LIST_OF[work.channel])
    elif person.state in AT_WORK:
        found.add("transfer")
    return found


def five_lists(
    roster: Roster, works: Mapping[UUID, Placed]
) -> dict[ListKind, tuple[Entry, ...]]:
    """The five lists of an area, each in the order of the roster."""
    entries = [
        Entry(person=person, placement=works.get(person.worker))
        for person in roster.rows
    ]
    return {
        kind: tuple(
            entry
            for entry in entries
            if kind in places_of(entry.person, entry.placement)
        )
        for kind in KINDS
    }
