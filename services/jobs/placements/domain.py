"""What a placement must say, through which channel it counts, when it is looked after.

Whether somebody stayed is only known from a check: nobody asked is not "still there".
"""

from collections.abc import Collection
from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from datetime import timedelta

from common.contracts.jobs import PostKind
from common.contracts.placements import Channel
from common.contracts.placements import CheckDay
from common.contracts.placements import CheckOutcome
from common.contracts.placements import ContractKind
from common.contracts.placements import Insurance
from common.contracts.placements import LossCause
from common.contracts.placements import Stability
from common.problems import Conflict
from common.problems import FieldError
from common.problems import Invalid

CHECK_DAYS: tuple[CheckDay, ...] = (7, 30, 90, 180)
# Where workshops fall is a rule with a date (S27): the first that has begun holds.
_CHANNELS: tuple[tuple[date, Mapping[PostKind, Channel]], ...] = (
    (
        date(2016, 1, 1),
        {
            "enterprise": "local_firm",
            "workshop": "local_firm",
            "coop": "producers_coops",
            "household": "flexible",
            "platform": "flexible",
            "public_welfare": "public_welfare",
            "export": "export",
        },
    ),
)


class PlacementHasEnded(Conflict):
    """The work is over already."""


class CheckTooEarly(Conflict):
    """The day of this check has not come."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What was agreed for the work; None as a channel: as the kind of post says."""

    started: date
    channel: Channel | None = None
    organised: bool = True
    contract: ContractKind = "unknown"
    contract_until: date | None = None
    insurance: tuple[Insurance, ...] = ("unknown",)


@dataclass(frozen=True, slots=True)
class Ending:
    """When and why work was over; who said so, and in which words."""

    on: date
    cause: LossCause
    note: str = ""


@dataclass(frozen=True, slots=True)
class Learnt:
    """What a check found on a day of the work."""

    day: CheckDay
    outcome: CheckOutcome
    note: str = ""


def channel_of(kind: PostKind, started: date) -> Channel:
    """The one channel that a kind of post counts in on a day (S26)."""
    begun = [channels for since, channels in _CHANNELS if since <= started]
    return (begun or [_CHANNELS[0][1]])[-1][kind]


def check_terms(terms: Terms, today: date) -> None:
    """Refuse a start that has not come, and a contract that ends before it begins."""
    wrong = []
    if terms.started > today:
        wrong.append(FieldError("started", "field.placement.future"))
    if terms.contract_until and terms.contract_until < terms.started:
        wrong.append(FieldError("contract_until", "field.placement.order"))
    if wrong:
        raise Invalid(*wrong)


def check_ending(ending: Ending, started: date, today: date) -> None:
    """Refuse an end before the start, or one that has not come."""
    if ending.on > today:
        raise Invalid(FieldError("ended", "field.placement.future"))
    if ending.on < started:
        raise Invalid(FieldError("ended", "field.placement.order"))


def days_due(
    started: date, ended: date | None, answered: Collection[int], today: date
) -> tuple[CheckDay, ...]:
    """The checks whose day has come while the work went on, without a clear answer."""
    last = min(today, ended) if ended else today
    return tuple(
        day
        for day in CHECK_DAYS
        if started + timedelta(days=day) <= last and day not in answered
    )


def check_day_has_come(started: date, day: CheckDay, today: date) -> None:
    """CheckTooEarly before the day itself."""
    on = started + timedelta(days=day)
    if today < on:
        raise CheckTooEarly(day=day, on=on.isoformat())


def outcome_at(
    day: CheckDay, left_after: int | None, told: Mapping[int, CheckOutcome]
) -> CheckOutcome | None:
    """What is known of a day: who left before it did not stay, asked or not."""
    if left_after is not None and left_after < day:
        return "left"
    return told.get(day)


def stability(day: CheckDay, outcomes: Iterable[CheckOutcome | None]) -> Stability:
    """The figures of one day; a rate only over those of whom something is known."""
    found = list(outcomes)
    working, left = found.count("working"), found.count("left")
    known = working + left
    return Stability(
        day=day,
        due=len(found),
        working=working,
        left=left,
        unknown=len(found) - known,
        rate=round(100 * working / known, 1) if known else None,
    )
