"""One case: what differs from the defaults, and what must come out."""

from dataclasses import dataclass
from dataclasses import field
from datetime import date
from typing import Any

from tests.matching.builders import TODAY
from tests.matching.oracle.values import Thresholds
from tests.matching.oracle.values import Words


@dataclass(frozen=True, slots=True)
class Case:
    """`rules` are all rules with the verdict's own outcome: nothing for a fit."""

    name: str
    verdict: str
    rules: tuple[str, ...] = ()
    worker: dict[str, Any] = field(default_factory=dict)
    post: dict[str, Any] = field(default_factory=dict)
    today: date = TODAY


# The one paper of special operation among the cases.
RULES = Thresholds(papers={"welding": "from=18 until=retirement years=6"})

# Thousandths between skills, and the title groups, that the cases lean on.
WORDS = Words(
    similarity={("sewing", "hemming"): 850, ("sewing", "tailoring"): 600},
    near_titles=frozenset({("J001", "J002")}),
    groups={"J001": "A"},
)
