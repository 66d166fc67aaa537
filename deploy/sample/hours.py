"""When a person can work: spoken hours less care at home, and the slack season."""

from dataclasses import dataclass

from common.intake.stated import Hours
from deploy.sample.chance import Chance

_WORKDAYS = (1, 2, 3, 4, 5)
_SIX = (1, 2, 3, 4, 5, 6)
_ALL = (1, 2, 3, 4, 5, 6, 7)
_USUAL: tuple[tuple[float, tuple[int, ...], str, str], ...] = (
    (28, _SIX, "07:30", "18:00"),
    (22, _ALL, "07:00", "18:30"),
    (14, _WORKDAYS, "08:00", "17:30"),
    (10, _ALL, "06:00", "20:00"),
    (8, _SIX, "07:00", "19:30"),
    (5, _ALL, "07:00", "12:00"),
    (4, _SIX, "13:00", "19:00"),
    (3, (6, 7), "07:00", "19:00"),
    (3, _ALL, "16:00", "23:00"),
)


@dataclass(frozen=True, slots=True)
class Duties:
    """What keeps a person at home, and whether nights are out."""

    pick_up: bool
    infant: bool
    elderly: bool
    no_night: bool


@dataclass(frozen=True, slots=True)
class Spoken:
    """The hours as a person says them, and the duties that lie between."""

    hours: tuple[Hours, ...]
    care: tuple[Hours, ...]


def spoken_hours(chance: Chance, duties: Duties) -> Spoken:
    """Hours that leave room for every duty; care is stated beside them."""
    if duties.infant:
        return Spoken(_around_an_infant(chance), ())
    care = _school_runs() if duties.pick_up else ()
    if duties.elderly:
        care += (Hours(days=_ALL, start="11:30", end="12:40"),)
    if duties.pick_up:
        return Spoken(_between_school_runs(chance, duties.elderly), care)
    if duties.elderly:
        return Spoken(_around_noon(), care)
    if not duties.no_night and chance.yes(0.55):
        return Spoken((Hours(days=_ALL, start="00:00", end="24:00"),), ())
    return Spoken(_usual(chance), ())


def _school_runs() -> tuple[Hours, ...]:
    return (
        Hours(days=_WORKDAYS, start="07:20", end="08:00"),
        Hours(days=_WORKDAYS, start="16:20", end="16:50"),
    )


def _between_school_runs(chance: Chance, noon: bool) -> tuple[Hours, ...]:
    """Free from school's begin to its end; some also on Saturday."""
    days = _SIX if chance.yes(0.4) else _WORKDAYS
    if noon:
        return (
            Hours(days=days, start="08:00", end="11:30"),
            Hours(days=days, start="12:40", end="16:20"),
        )
    if chance.yes(0.3):
        # A neighbour or a grandmother fetches the child on some days, work may go on.
        return (Hours(days=days, start="08:00", end="18:00"),)
    return (Hours(days=days, start="08:00", end="16:20"),)


def _around_noon() -> tuple[Hours, ...]:
    return (
        Hours(days=_ALL, start="07:00", end="11:30"),
        Hours(days=_ALL, start="12:40", end="18:00"),
    )


def _around_an_infant(chance: Chance) -> tuple[Hours, ...]:
    if chance.yes(0.5):
        return (Hours(days=_ALL, start="09:00", end="11:30"),)
    return (
        Hours(days=_SIX, start="08:30", end="11:00"),
        Hours(days=_SIX, start="14:00", end="17:00"),
    )


def _usual(chance: Chance) -> tuple[Hours, ...]:
    _, days, start, end = chance.weighted(_USUAL, [row[0] for row in _USUAL])
    return (Hours(days=days, start=start, end=end),)
