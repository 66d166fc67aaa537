"""The values that rules compare with: handed in, dated, never constants of the code."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from services.matching.kernel.rows import Row
from services.matching.kernel.rows import Rows
from services.matching.kernel.rows import record


class Weights(NamedTuple):
    """The most points of each part, in thousandths of a point; they sum to 100,000."""

    distance: int = 18_000
    skills: int = 27_000
    week: int = 13_000
    pay: int = 14_000
    wish: int = 9_000
    terms: int = 4_000
    ease: int = 15_000


class Thresholds(NamedTuple):
    """Every threshold of the rule page, with the masks that need code positions.

    `minors_at[level]` holds the demands that are forbidden to minors at that level;
    `detour`, `curve` are (3,) by terrain, `speed` (7, 3) km/h by mode and terrain,
    `fixed` (7,) minutes by mode. Percentages are whole, likeness is in thousandths.
    Wages are fen, 0 where no minimum is known; `wage_firm` 1 if below it is a block.
    """

    working_age: int
    adult_age: int
    minors_traits: int
    minors_at: tuple[int, int, int, int]
    women_lift_kg: int
    underground: int
    signal_traits: int
    hear: int
    drive: int
    bodily: int
    over_percent: int
    walk_minutes: int
    ride_minutes: int
    stop_metres: int
    stop_minutes: int
    bus_first: int
    bus_last: int
    unknown_minutes: int
    village_minutes: int
    detour: tuple[float, ...]
    curve: tuple[float, ...]
    speed: tuple[tuple[float, ...], ...]
    fixed: tuple[int, ...]
    ok_minutes: int
    tight_minutes: int
    flexible_ok: int
    flexible_tight: int
    flexible_minutes: int
    long_minutes: int
    pay_caution: int
    pay_far: int
    month_hours: int
    part_time_minutes: int
    full_hours: int
    covered: int
    near: int
    asks_years: int
    travel_grace: int
    fetch_metres: int
    shuttle_minutes: int
    wage_month: int
    wage_hour: int
    wage_firm: int


VALUES = record(
    [
        ("today", "i4"), ("ymd", "i4"), ("month", "i4"), ("most", "i4", (7,)),
        ("working_age", "i4"), ("adult_age", "i4"), ("minors_traits", "u8"),
        ("minors_at", "u4", (4,)), ("women_lift_kg", "i4"), ("underground", "u8"),
        ("signal_traits", "u8"), ("hear", "u4"), ("drive", "u4"), ("bodily", "u4"),
        ("over_percent", "i4"), ("walk_minutes", "i4"), ("ride_minutes", "i4"),
        ("stop_metres", "i4"), ("stop_minutes", "i4"), ("unknown_minutes", "i4"),
        ("bus_first", "i4"), ("bus_last", "i4"),
        ("village_minutes", "i4"), ("detour", "f8", (3,)), ("curve", "f8", (3,)),
        ("speed", "f8", (7, 3)), ("fixed", "i4", (7,)),
        ("ok_minutes", "i4"), ("tight_minutes", "i4"), ("flexible_ok", "i4"),
        ("flexible_tight", "i4"), ("flexible_minutes", "i4"), ("long_minutes", "i4"),
        ("pay_caution", "i4"), ("pay_far", "i4"), ("month_hours", "i4"),
        ("part_time_minutes", "i4"), ("full_hours", "i4"), ("covered", "i4"),
        ("near", "i4"), ("asks_years", "i4"), ("travel_grace", "i4"),
        ("fetch_metres", "i4"), ("shuttle_minutes", "i4"), ("wage_month", "i8"),
        ("wage_hour", "i8"), ("wage_firm", "i4"),
    ],
)  # fmt: skip


class Rules(NamedTuple):
    """The values (r,) by region of the post; skill likeness (n, n), titles' (t, t).

    Likeness is in thousandths; ids beyond a table are like themselves only.
    """

    values: Rows
    similarity: NDArray[np.uint16]
    titles: NDArray[np.uint16]


class Today(NamedTuple):
    """The day of the question: its ordinal, YYYYMMDD, and month 1-12."""

    ordinal: int
    ymd: int
    month: int


def values_rows(regions: Sequence[Thresholds], weights: Weights, today: Today) -> Rows:
    """One record of all values for each region, as the compiled rules read them."""
    rows = np.zeros(len(regions), VALUES)
    for at, thresholds in enumerate(regions):
        row: Row = rows[at]
        row["today"], row["ymd"], row["month"] = today
        row["most"] = weights
        for name, value in thresholds._asdict().items():
            row[name] = value
    rows.setflags(write=False)
    return rows
