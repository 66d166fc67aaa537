"""Who keeps a row of the register: the officers of one area, and its own employer.

The keeping area is where the row lies, unless that is far away: a post in another
county is kept by the county that sends people there.
"""

from uuid import UUID

from common.contracts.values import AreaCode
from common.problems import FieldError
from common.problems import Forbidden
from common.problems import Invalid
from common.problems import NotFound
from common.tokens import Caller

OFFICERS = ("township", "county")
# These reach one person only: themselves, or whoever stands before the kiosk.
PERSONS = ("worker", "kiosk")
KEEPERS = ("hr", "coordinator", *OFFICERS)


class AreaIsNotYours(Forbidden):
    """The row would be kept by an area outside the caller's range."""


def home_of(caller: Caller, area: AreaCode | None) -> AreaCode:
    """The keeping area of an employer that the caller registers.

    One seated far away belongs to the officers who brought it in; one that registers
    itself must say where it is, because nobody else would know whom to send.
    """
    if caller.role == "hr" and area is None:
        raise Invalid(FieldError("area", "field.missing"))
    if area is not None and (caller.role == "hr" or caller.sees(area)):
        return area
    if not caller.areas:
        raise AreaIsNotYours
    return caller.areas[0].ljust(12, "0")


def home_after_move(caller: Caller, area: AreaCode | None, home: AreaCode) -> AreaCode:
    """The keeping area of an employer that moved.

    An employer cannot move itself out of the county that looks at its papers.
    """
    return keeper_of(area, home) if caller.role == "hr" else home_of(caller, area)


def keeper_of(area: AreaCode | None, home: AreaCode) -> AreaCode:
    """The keeping area of what lies in `area` and belongs to an employer of `home`."""
    return area if area is not None and area[:6] == home[:6] else home


def check_keeps(caller: Caller, keeper: AreaCode, employer: UUID) -> None:
    """Refuse a caller who would write where others keep the register."""
    if caller.role == "hr":
        if caller.employer != employer:
            raise NotFound
    elif not caller.sees(keeper):
        raise AreaIsNotYours
