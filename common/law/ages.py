"""Ages and the statutory retirement month, by the law's own stepwise formula."""

import csv
from datetime import date
from functools import cache
from typing import Literal

from common.law.rules import FOLDER

Track = Literal["male", "female50", "female55"]


def age_on(birth: date, today: date) -> int:
    """Full years; born on 29 February one turns a year older on 1 March.

    Negative for a birth after `today`.
    """
    had_birthday = (today.month, today.day) >= (birth.month, birth.day)
    return today.year - birth.year - (0 if had_birthday else 1)


@cache
def _tracks() -> dict[str, tuple[int, int, int, int]]:
    with (FOLDER / "retirement.csv").open(encoding="utf-8", newline="") as file:
        return {row["track"]: _track(row) for row in csv.DictReader(file)}


def _track(row: dict[str, str]) -> tuple[int, int, int, int]:
    year, month = row["base_month"].split("-")
    base = int(year) * 12 + int(month) - 1
    return (
        int(row["original_years"]) * 12,
        base,
        int(row["months_per_step"]),
        int(row["most_delay_months"]),
    )


def retirement_month(
    birth: date | None, sex: str | None, female_track: int = 50
) -> date | None:
    """First day of the month from which a person is over age; None if not known.

    Source: facts of the 2024 decision; delay = 0 before the base birth month, else one
    month for each begun step, up to the cap.
    """
    if birth is None or sex is None:
        return None
    track = "male" if sex == "male" else f"female{female_track}"
    original, base, step, most = _tracks()[track]
    born = birth.year * 12 + birth.month - 1
    delay = 0 if born < base else min(most, (born - base) // step + 1)
    retires = born + original + delay
    return date(retires // 12, retires % 12 + 1, 1)
