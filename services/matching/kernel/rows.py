"""The rows: one of a worker, one of a post, one of the rule values; and their flats.

Areas are 12-digit numbers, -1 where none is known; a prefix is tested by dividing.
Days are ordinals, births YYYYMMDD (0: unknown), times minutes, money fen, points unit
vectors on the globe. Small integers: -1 unknown, else the code's place in its tuple.
Masks hold one bit per code. A field of offsets [k] holds where the k-th list starts in
its flat array; the list ends where the next one starts. `day_spans` [list, day] is how
many spans of the list end before that day.
"""

from typing import Any
from typing import NamedTuple

import numpy as np
from numba.core import config
from numpy.typing import NDArray

Row = Any
Rows = NDArray[Any]

PLAIN = bool(vars(config)["DISABLE_JIT"])
NEVER = 2**31 - 1
EVER = -(2**31) + 1

# The lists of a worker, by flat array and number.
OPEN, CARE, FREE = range(3)
LICENCES, GROUPS = range(2)
REFUSED, WISHED, TRADES, LANGUAGES, BARS = range(5)

# The lists of a post. Of the known ways the most specific areas come first.
DELIVERY, SHUTTLE, KNOWN = range(3)
REQUIRED, SPOKEN, CHECKS, TARGETS = range(4)

SINGLE, CHOOSE, ROTATE, SPLIT = range(4)
SCOPE_HOME, SCOPE_VILLAGE, SCOPE_TOWNSHIP, SCOPE_COUNTY = range(4)
LODGING_NO, LODGING_COUNTY, LODGING_ANYWHERE = range(3)
MONTHLY, DAILY, HOURLY = range(3)
NOT_WAGED, WAGED_BY_MONTH, WAGED_BY_HOUR = range(3)
MODE_BUS, MODE_SHUTTLE = 3, 6

Field = tuple[str, str] | tuple[str, str, tuple[int, ...]]


def record(fields: list[Field]) -> np.dtype[np.void]:
    """A row of these fields, aligned.

    As plain Python numpy's small integers overflow where machine code widens them, so
    there all whole numbers but the words of an id are wide.
    """
    if not PLAIN:
        return np.dtype(fields, align=True)
    wide = [
        (name, kind if kind == "f8" or name.startswith("uid") else "i8", *shape)
        for name, kind, *shape in fields
    ]
    return np.dtype(wide, align=True)


WORKER = record(
    [
        ("uid_high", "u8"), ("uid_low", "u8"),
        ("area", "i8"), ("x", "f8"), ("y", "f8"), ("z", "f8"),
        ("unsafe", "u8"), ("refused", "u8"), ("wished", "u8"), ("floor", "i8"),
        ("birth", "i4"), ("retires", "i4"), ("max_metres", "i4"),
        ("spans", "i4", (4,)), ("papers", "i4", (3,)), ("skills", "i4", (2,)),
        ("words", "i4", (6,)),
        ("blocks", "u4", (4,)), ("cautions", "u4", (4,)),
        ("mode_minutes", "i2", (7,)), ("longest", "i2", (7,)),
        ("day_spans", "i2", (3, 7)),
        ("max_minutes", "i2"), ("months", "i2"),
        ("modes", "u1"), ("starts", "u1"), ("terrain", "i1"), ("schooling", "i1"),
        ("scope", "i1"), ("lodging", "i1"), ("night", "i1"), ("floor_unit", "i1"),
        ("looking", "i1"), ("female", "i1"), ("placed", "i1"), ("has_wish", "i1"),
        ("limits_known", "i1"), ("limited", "i1"), ("week_known", "i1"),
        ("reach_known", "i1"), ("skills_known", "i1"), ("licences_known", "i1"),
        ("groups_known", "i1"), ("languages_known", "i1"),
    ],
)  # fmt: skip

POST = record(
    [
        ("uid_high", "u8"), ("uid_low", "u8"),
        ("area", "i8"), ("x", "f8"), ("y", "f8"), ("z", "f8"),
        ("traits", "u8"), ("residence", "i8"), ("residence_cut", "i8"),
        ("pay_min", "i8"), ("pay_max", "i8"), ("earned", "i8"),
        ("valid_from", "i4"), ("valid_until", "i4"), ("openings", "i4"),
        ("weekly", "i4"), ("title", "i4"), ("group", "i4"), ("lift_kg", "i4"),
        ("at", "u4", (4,)), ("lifted", "u4"),
        ("stops", "i4", (4,)), ("shifts", "i8", (2,)), ("needs", "i4", (2,)),
        ("words", "i4", (5,)),
        ("minutes_per_day", "i2"), ("season", "i2"), ("age_min", "i2"),
        ("earliest", "i2"), ("latest", "i2"),
        ("age_max", "i2"), ("region", "i2"), ("days_required", "i1"), ("days", "u1"),
        ("published", "i1"), ("advert", "i1"), ("placed", "i1"), ("kind", "i1"),
        ("outside", "i1"), ("home_based", "i1"), ("live_in", "i1"),
        ("lodging", "i1"), ("meals", "i1"), ("insurance", "i1"), ("training", "i1"),
        ("pattern", "i1"), ("flexible", "i1"), ("schooling", "i1"),
        ("formal_age", "i1"), ("demands_known", "i1"), ("health_card", "i1"),
        ("pay_unit", "i1"), ("waged", "i1"),
    ],
)  # fmt: skip

# One stretch of the circular week of 10,080 minutes, or a shift on some days (bit 0 is
# Monday) whose end may pass midnight (up to 2880).
SPAN = record([("start", "i4"), ("end", "i4")])
SHIFT = record([("start", "i2"), ("end", "i2"), ("days", "u1"), ("night", "i1")])
PAPER = record([("code", "i4"), ("start", "i4"), ("end", "i4")])
HELD = record([("code", "i4"), ("years", "i4")])
NEED = record([("code", "i4"), ("years", "i4"), ("must", "i1"), ("trains", "i1")])
# Of a way: its mode, minutes (-1: there is none), the first and last minute of its bus
# (-1 unknown), and whether the shifts fit between those that are known.
STOP = record(
    [("area", "i8"), ("cut", "i8"), ("x", "f8"), ("y", "f8"), ("z", "f8"),
     ("placed", "i8"), ("minutes", "i2"), ("first", "i2"), ("last", "i2"),
     ("runs", "i1"), ("mode", "i1"), ("source", "i1")]
)  # fmt: skip
WORD = np.dtype("i8" if PLAIN else "i4")


class Workers(NamedTuple):
    """n workers: rows (n,), and the flat arrays that their offsets point into."""

    rows: Rows
    spans: Rows
    papers: Rows
    skills: Rows
    words: Rows


class Posts(NamedTuple):
    """m posts: rows (m,), and the flat arrays that their offsets point into."""

    rows: Rows
    stops: Rows
    shifts: Rows
    needs: Rows
    words: Rows
