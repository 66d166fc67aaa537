"""What may be said of a way: from where, by which mode, and when buses run."""

from collections.abc import Iterator

from common.contracts.values import AreaCode
from common.contracts.values import KnownWay
from common.problems import Conflict
from common.problems import FieldError
from common.problems import Invalid
from common.tokens import Caller
from services.jobs.keeping import OFFICERS
from services.jobs.keeping import AreaIsNotYours

# Who lives at the beginning of a way knows it; an employer is no judge of its own.
SAYERS = ("coordinator", *OFFICERS)
MOST_WAYS = 1000


class WayWasChanged(Conflict):
    """Somebody else said something of the same way at the same moment."""


class SiteHasTooManyWays(Conflict):
    """More is known of the ways to the site than a post can carry."""


def check_way(way: KnownWay) -> None:
    """Refuse what cannot be, all of it at once."""
    faults = tuple(_faults(way))
    if faults:
        raise Invalid(*faults)


def _faults(way: KnownWay) -> Iterator[FieldError]:
    hours = [minute for minute in (way.first_min, way.last_min) if minute is not None]
    if way.from_area[6:9] == "000":
        yield FieldError("from_area", "field.way.area")
    if way.mode == "shuttle":
        yield FieldError("mode", "field.way.shuttle")
    if hours and (way.mode != "bus" or way.minutes is None):
        yield FieldError("first_min", "field.way.hours")
    if hours != sorted(hours):
        yield FieldError("last_min", "field.way.order")


def check_knows(caller: Caller, from_area: AreaCode, site_area: AreaCode) -> None:
    """Refuse who would speak for others' villages, or of sites in another county."""
    same_county = from_area[:6] == site_area[:6]
    if not caller.sees(from_area) or (caller.role == "coordinator" and not same_county):
        raise AreaIsNotYours


def check_room(known: int) -> None:
    """Refuse one way more than posts can carry."""
    if known >= MOST_WAYS:
        raise SiteHasTooManyWays(most=MOST_WAYS)
