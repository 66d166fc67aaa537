"""What matters more when not everything can be done: the load of every route.

Writes come first, because somebody stands at the counter with a promise half made;
then what a person waits for; then what can be done an hour later as well.
"""

from dataclasses import dataclass
from enum import StrEnum

from gateway.policy import POLICY


class Load(StrEnum):
    """How much a request matters while there is too much to do."""

    CRITICAL = "critical"
    INTERACTIVE = "interactive"
    BULK = "bulk"


@dataclass(frozen=True, slots=True)
class Room:
    """What one load gets of the places: a share, who may wait for one, how long.

    `again_s`: after how many seconds, at least and at most, somebody who is turned away
    should ask again; spread, so that they do not all come back at one instant.
    """

    share: float
    waiting: int
    longest_s: float
    again_s: tuple[int, int]


# Interactive and bulk work together never take all places: the rest is for writes.
ROOMS = {
    Load.CRITICAL: Room(1.0, waiting=64, longest_s=2.0, again_s=(1, 2)),
    Load.INTERACTIVE: Room(0.7, waiting=16, longest_s=0.5, again_s=(1, 4)),
    Load.BULK: Room(0.1, waiting=4, longest_s=2.0, again_s=(10, 30)),
}
# Work on many people at once; nobody stands at a counter for it.
BULK = frozenset(
    {
        "add_import",
        "bring_file",
        "advise_draft",
        "advise_post",
        "assign_together",
        "export_workers",
        "marked_workbook",
        "near_misses_for_post",
        "questions_for_area",
        "try_rules",
        "why_not_for_post",
        "call_sheet_workbook",
        "call_sheet_paper",
        "take_outcomes",
        "find_lists",
        "list_by_kind",
        "list_workbook",
        "list_paper",
        "monitoring_of",
        "monitoring_workbook",
        "monitoring_paper",
        "find_visits",
        "visit_forms",
    }
)
# Who signs out, or is looked up to be written down, is in the middle of such a write.
CRITICAL = frozenset({"find_worker", "close_session", "close_other_session"})


def load_of(route: str) -> Load:
    """The load of a route by its name."""
    if route in BULK:
        return Load.BULK
    if route in CRITICAL or POLICY[route].effect == "write":
        return Load.CRITICAL
    return Load.INTERACTIVE
