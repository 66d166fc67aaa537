"""Which identification an era knows, and what a household may be said to need.

The list of those lifted out of poverty is closed since the end of 2020; later hardship
has other names, and from 2026 any rural household may be watched.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from common.problems import Conflict
from common.problems import FieldError
from common.problems import Invalid

Identification = Literal["lifted", "unstable", "edge", "sudden", "watched"]


@dataclass(frozen=True, slots=True)
class Era:
    """From which day to which a household can enter; None: still."""

    kind: Identification
    first: date
    last: date | None = None


# 建档立卡 was closed at the end of 2020; 防止返贫监测 (three kinds) follows it; from
# 2026 常态化帮扶 takes any rural household (facts 4.1).
ERAS = (
    Era("lifted", date(2014, 1, 1), date(2020, 12, 31)),
    Era("unstable", date(2020, 1, 1), date(2025, 12, 31)),
    Era("edge", date(2020, 1, 1), date(2025, 12, 31)),
    Era("sudden", date(2020, 1, 1), date(2025, 12, 31)),
    Era("watched", date(2026, 1, 1)),
)


class NeedIsWrong(Invalid):
    """Some fields of the need cannot be taken."""


class NeedHasEnded(Conflict):
    """The need was ended already."""


def check_entry(kind: Identification, entered_on: date, today: date) -> None:
    """NeedIsWrong unless the era of that day knows this identification."""
    era = next(one for one in ERAS if one.kind == kind)
    late = era.last is not None and entered_on > era.last
    if entered_on < era.first or late:
        key = f"field.need.era.{kind}"
        raise NeedIsWrong(FieldError("entered_on", key))
    check_past("entered_on", entered_on, today)


def check_past(field: str, day: date, today: date) -> None:
    """NeedIsWrong for a day that has not come."""
    if day > today:
        raise NeedIsWrong(FieldError(field, "field.said-on.future"))
