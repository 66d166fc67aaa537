"""From dated rule data (`common.law`) to the kernel's thresholds and masks."""

from collections.abc import Collection
from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from common.contracts.codes import DEMANDS
from common.contracts.codes import MODES
from common.contracts.codes import TRAITS
from services.matching.kernel.rules import Rules
from services.matching.kernel.rules import Thresholds
from services.matching.kernel.rules import Today
from services.matching.kernel.rules import Weights
from services.matching.kernel.rules import values_rows

TERRAINS = ("plain", "hilly", "mountain")
NOT_BODILY = (
    "SIT", "NEAR", "PUBLIC", "LEARN", "OUTDOOR", "PACE", "EARLY", "ONCALL", "LIVEIN",
    "NIGHT", "FINE", "HANDS",
)  # fmt: skip

# What the rule page fixes without calling it a threshold.
FIXED = {
    "stop_minutes": 10,
    "unknown_minutes": 60,
    "village_minutes": 15,
    "long_minutes": 60,
    "month_hours": 208,
    "part_time_minutes": 1800,
    "full_hours": 174,
    "covered": 800,
    "near": 500,
}
NAMES = {
    "working_age": "working_age",
    "adult_age": "adult_age",
    "women_lift_kg": "women_lift_kg",
    "over_percent": "reach_over_pct",
    "walk_minutes": "walk_default_min",
    "ride_minutes": "ride_default_min",
    "stop_metres": "stop_walk_m",
    "bus_first": "bus_first_min",
    "bus_last": "bus_last_min",
    "ok_minutes": "week_grace_min",
    "tight_minutes": "week_tight_min",
    "flexible_ok": "flexible_ok_pct",
    "flexible_tight": "flexible_tight_pct",
    "flexible_minutes": "flexible_min",
    "pay_caution": "pay_caution_pct",
    "pay_far": "pay_far_pct",
    "asks_years": "asks_years",
    "travel_grace": "travel_grace_min",
    "fetch_metres": "fetch_m",
    "shuttle_minutes": "shuttle_default_min",
}


def mask_of(codes: Collection[str], order: Sequence[str]) -> int:
    """One bit per code by its place in `order`; codes that are not in it count not."""
    if not codes:
        return 0
    bits = _bits(tuple(order))
    mask = 0
    for code in codes:
        mask |= bits.get(code, 0)
    return mask


@lru_cache(maxsize=64)
def _bits(order: tuple[str, ...]) -> dict[str, int]:
    return {code: 1 << at for at, code in enumerate(order)}


def levels_of(levels: Mapping[str, int]) -> tuple[int, int, int, int]:
    """[level] → the demands that are forbidden at that level, as masks."""
    masks = [
        mask_of([d for d, least in levels.items() if least <= level], DEMANDS)
        for level in range(4)
    ]
    return 0, masks[1], masks[2], masks[3]


def thresholds_from(values: Mapping[str, str]) -> Thresholds:
    """The thresholds in force; a missing or unreadable value is a KeyError/ValueError.

    `values` are key → text as `common.law.rules_on` gives them.
    """
    demands = dict(pair.split(":") for pair in values["minors_demands"].split())
    detours = [values[f"detour_{terrain}"].split(":") for terrain in TERRAINS]
    speeds = [values[f"speed_{mode}"].split(":") for mode in MODES]
    whole = {name: int(values[key]) for name, key in NAMES.items()}
    return Thresholds(
        **whole,
        **FIXED,
        minors_traits=mask_of(values["minors_traits"].split(), TRAITS),
        minors_at=levels_of({code: int(level) for code, level in demands.items()}),
        underground=mask_of(["underground"], TRAITS),
        signal_traits=mask_of(values["signal_traits"].split(), TRAITS),
        hear=mask_of(["HEAR"], DEMANDS),
        drive=mask_of(["DRIVE"], DEMANDS),
        bodily=mask_of([d for d in DEMANDS if d not in NOT_BODILY], DEMANDS),
        detour=tuple(float(pair[0]) for pair in detours),
        curve=tuple(float(pair[1]) for pair in detours),
        speed=tuple(tuple(float(v) for v in speed[:3]) for speed in speeds),
        fixed=tuple(int(speed[3]) for speed in speeds),
        wage_month=fen_of(values.get("min_wage_month")),
        wage_hour=fen_of(values.get("min_wage_hour")),
        wage_firm=int(values["min_wage_firm"]),
    )


def fen_of(yuan: str | None) -> int:
    """Yuan as whole fen; 0 where no amount is known."""
    return 0 if yuan is None else round(float(yuan) * 100)


def weights_from(values: Mapping[str, str]) -> Weights:
    """The points of the parts as the rules in force have them."""
    told = dict(pair.split(":") for pair in values["weights"].split())
    return Weights(**{part: int(points) for part, points in told.items()})


def today_of(day: date) -> Today:
    """A date as the kernel reads it."""
    return Today(
        day.toordinal(), day.year * 10000 + day.month * 100 + day.day, day.month
    )


def table_of(rows: Sequence[Sequence[int]]) -> NDArray[np.uint16]:
    """A square table of likeness in thousandths; read-only."""
    table = np.asarray(rows, dtype=np.uint16).reshape(len(rows), len(rows))
    table.setflags(write=False)
    return table


def rules_of(
    regions: Sequence[Thresholds],
    weights: Weights,
    day: date,
    *,
    similarity: NDArray[np.uint16],
    titles: NDArray[np.uint16],
) -> Rules:
    """Everything the kernel compares with on one day, by region of the post."""
    values = values_rows(regions, weights, today_of(day))
    return Rules(values, similarity, titles)
