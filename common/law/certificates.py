"""What a disability certificate suggests about demands: the last evidence, never first.

The matrix is editorial (facts §2.4): own words, an officer's note and a medical note
stand above it. An unknown limb never blocks.
"""

from collections import defaultdict
from functools import lru_cache

from common.contracts.people import Limit
from common.law.kinds import limit
from common.law.rules import RuleSet
from common.law.standing import default_rules

Matrix = dict[tuple[str, str, str], dict[str, Limit]]


@lru_cache(maxsize=8)
def _matrix(rules: RuleSet) -> Matrix:
    table: Matrix = defaultdict(dict)
    for key, value in rules.family("limit").items():
        category, grade, limb_site, demand = key.split(".")
        block, caution = limit(value)
        if (block, caution) != (None, None):
            found = Limit(block_at=block, caution_at=caution)
            table[category, grade, limb_site][demand] = found
    return dict(table)


def limits_from_certificate(
    category: str,
    grade: int | None,
    limb_site: str = "",
    rules: RuleSet | None = None,
) -> dict[str, Limit]:
    """Demand code → limit for a category such as 听力 and a grade 1–4.

    Returns {} for an unknown category or grade, and for a limb that nobody named: a
    certificate alone must not close doors that the body might leave open.
    """
    matrix = _matrix(rules or default_rules())
    return dict(matrix.get((category, str(grade), limb_site), {}))
