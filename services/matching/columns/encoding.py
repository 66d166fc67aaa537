"""What encoding needs: vocabularies, and small values as the numbers rows hold."""

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from math import cos
from math import floor
from math import radians
from math import sin
from typing import Any
from typing import NamedTuple
from uuid import UUID

from common.contracts.values import Place
from common.law import Paper
from common.law import retirement_month
from services.matching.columns.vocabulary import Vocabularies

UNKNOWN = -1
NOWHERE = (0.0, 0.0, 0.0)
MOST_FEN = 20_000_000
MOST_METRES = 21_000_000
MOST_MINUTES = 30_000
ALL_MONTHS = 0b1111_1111_1111


class Encoded(NamedTuple):
    """One row by field, its offsets counted from 0, and its lists by flat array."""

    row: dict[str, Any]
    lists: dict[str, list[Any]]


def no_calendar(area: str) -> tuple[int, ...]:
    """Where nobody knows the farm's busy months."""
    return ()


@dataclass(frozen=True, slots=True)
class Encoder:
    """How contracts are read: vocabularies, the group of each title, and law.

    `papers` are the terms of licences, `night` (from, until) in minutes of the day,
    `regions` the area prefixes with rules of their own, '' first, shorter ones first.
    `farm` tells the busy months of an area, () where no calendar is known.
    """

    words: Vocabularies = field(default_factory=Vocabularies)
    groups: Mapping[str, str] = field(default_factory=dict)
    papers: Mapping[str, Paper] = field(default_factory=dict)
    night: tuple[int, int] = (1320, 360)
    regions: tuple[str, ...] = ("",)
    retires: Callable[..., date | None] = retirement_month
    farm: Callable[[str], tuple[int, ...]] = no_calendar

    def region_of(self, area: str | None) -> int:
        """The place of the longest prefix of an area; 0, everywhere, if unknown."""
        inside = [
            at
            for at, prefix in enumerate(self.regions)
            if (area or "").startswith(prefix)
        ]
        return inside[-1]


def offsets(lists: Sequence[Sequence[Any]]) -> tuple[int, ...]:
    """Where each list starts, and where the last one ends."""
    places = [0]
    for one in lists:
        places.append(places[-1] + len(one))
    return tuple(places)


def joined(lists: Iterable[Iterable[Any]]) -> list[Any]:
    """The lists one after the other."""
    return [item for one in lists for item in one]


def halves(uid: UUID) -> tuple[int, int]:
    """A UUID as two words, most significant first, so that rows sort as ids do."""
    return uid.int >> 64, uid.int & (2**64 - 1)


def uid_of(high: int, low: int) -> UUID:
    """The UUID of two words."""
    return UUID(int=(int(high) << 64) | int(low))


def area_number(code: str | None) -> int:
    """A 12-digit code as a number; -1 unknown."""
    return UNKNOWN if code is None else int(code)


def area_prefix(code: str) -> tuple[int, int]:
    """(prefix, cut): a code without its trailing zero segments, and the divisor."""
    number = int(code)
    cut = 1
    for step in (10**3, 10**6, 10**8, 10**10, 10**12):
        if number % step == 0:
            cut = step
    return number // cut, cut


def unit_vector(place: Place | None) -> tuple[float, float, float]:
    """A point as a unit vector from the centre of the globe."""
    if place is None:
        return NOWHERE
    lat, lng = radians(place.lat), radians(place.lng)
    return cos(lat) * cos(lng), cos(lat) * sin(lng), sin(lat)


def half_up(value: float, most: int) -> int:
    """A number as a whole one, halves up, at most `most`."""
    return floor(min(value, most) + 0.5)


def fen(yuan: float) -> int:
    """Yuan as whole fen, half up, at most 200,000 yuan."""
    return half_up(min(yuan, MOST_FEN) * 100, MOST_FEN)


def years(value: float | None) -> int:
    """Years in hundredths; -1 unknown."""
    return UNKNOWN if value is None else half_up(min(value, 1000) * 100, 100_000)


def place_in(code: str | None, order: Sequence[str]) -> int:
    """A code's place in a closed order; -1 unknown."""
    return UNKNOWN if code is None else order.index(code)


def months_mask(months: Sequence[int] | None) -> int:
    """Twelve bits; None and all twelve months are -1."""
    if months is None:
        return UNKNOWN
    mask = 0
    for month in months:
        mask |= 1 << (month - 1)
    return UNKNOWN if mask == ALL_MONTHS else mask


def days_mask(days: Sequence[int]) -> int:
    """Seven bits, bit 0 Monday."""
    mask = 0
    for day in days:
        mask |= 1 << (day - 1)
    return mask


def ymd(day: date | None) -> int:
    """YYYYMMDD; 0 unknown."""
    return 0 if day is None else day.year * 10000 + day.month * 100 + day.day


def ordinal(day: date | None, missing: int) -> int:
    """The day's ordinal, or `missing`."""
    return missing if day is None else day.toordinal()


def bounded(value: int | None, least: int, most: int) -> int:
    """A number within its column; -1 unknown."""
    return UNKNOWN if value is None else max(least, min(value, most))
