"""What a disability certificate suggests about demands: the last evidence, never first.

The matrix is editorial (facts §2.4): own words, an officer's note and a medical note
stand above it. An unknown limb never blocks.
"""

import csv
from collections import defaultdict
from functools import cache

from common.contracts.people import Limit
from common.law.rules import FOLDER

Matrix = dict[tuple[str, int, str], dict[str, Limit]]


@cache
def _matrix() -> Matrix:
    table: Matrix = defaultdict(dict)
    with (FOLDER / "certificate_limits.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            key = (row["category"], int(row["grade"]), row["limb_site"])
            table[key][row["demand"]] = Limit(
                block_at=int(row["block_at_level"] or 0) or None,
                caution_at=int(row["caution_at_level"] or 0) or None,
            )
    return dict(table)


def limits_from_certificate(
    category: str, grade: int | None, limb_site: str = ""
) -> dict[str, Limit]:
    """Demand code → limit for a category such as 听力 and a grade 1–4.

    Returns {} for an unknown category or grade, and for a limb that nobody named: a
    certificate alone must not close doors that the body might leave open.
    """
    if grade is None:
        return {}
    return dict(_matrix().get((category, grade, limb_site), {}))
