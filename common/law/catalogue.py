"""The keys a rule line may have: kind of value, unit, bounds, and where it may differ.

`local`: an area may have its own value. `needed`: nothing can be judged without it.
`once`: it shapes what is stored, so it cannot change from one day to the next.
"""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from common.contracts.codes import DEMANDS

FILE = Path(__file__).parent / "keys.csv"
CATEGORIES = ("视力", "听力", "言语", "肢体", "智力", "精神", "多重")
LIMBS = ("", "上肢", "下肢")
FAMILIES = ("licence", "limit", "retirement", "group_set")


@dataclass(frozen=True, slots=True)
class Key:
    """One key, or with a `*` a family of keys."""

    name: str
    kind: str
    unit: str
    least: float
    most: float
    local: bool
    needed: bool
    once: bool

    def within(self, value: Any) -> bool:
        """Whether a number lies within the bounds; other values have none."""
        return not isinstance(value, int | float) or self.least <= value <= self.most


@cache
def keys() -> dict[str, Key]:
    """All keys by name."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return {row["key"]: _key(row) for row in csv.DictReader(file)}


def _key(row: dict[str, str]) -> Key:
    return Key(
        name=row["key"],
        kind=row["kind"],
        unit=row["unit"],
        least=float(row["least"] or 0),
        most=float(row["most"] or 0),
        local=row["local"] == "1",
        needed=row["needed"] == "1",
        once=row["once"] == "1",
    )


def key_named(name: str) -> Key | None:
    """The key of that name or of its family; None: no such key."""
    family, dot, rest = name.partition(".")
    if not dot or family not in FAMILIES:
        return keys().get(name)
    exact = keys().get(name)
    if exact is not None:
        return exact
    if family == "limit" and not _is_limit(rest):
        return None
    return keys().get(f"{family}.*") if rest else None


def _is_limit(rest: str) -> bool:
    """`听力.1..NOISE`: category, grade, limb or nothing, demand."""
    parts = rest.split(".")
    if len(parts) != 4:
        return False
    category, grade, limb, demand = parts
    known = category in CATEGORIES and grade in ("1", "2", "3", "4")
    return known and limb in LIMBS and demand in DEMANDS
