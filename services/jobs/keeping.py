"""Who keeps a row of the register: the officers of one area, and its own employer.

The keeping area is where the row lies, unless that is far away: a post in another
county is kept by the county that sends people there.
"""

from uuid import UUID

from common.contracts.values import AreaCode
from common.problems import Forbidden
from common.problems import NotFound
from common.tokens import Caller

OFFICERS = ("township", "county")
KEEPERS = ("hr", "coordinator", *OFFICERS, "member")
NOWHERE = "000000000000"


class AreaIsNotYours(Forbidden):
    """The row would be kept by an area outside the caller's range."""


def home_of(caller: Caller, area: AreaCode | None) -> AreaCode:
    """The keeping area of an employer that the caller registers.

    One seated far away belongs to the officers who brought it in.
    """
    if area is not None and (caller.role == "hr" or caller.sees(area)):
        return area
    return (caller.areas[0] if caller.areas else "").ljust(12, "0")


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
