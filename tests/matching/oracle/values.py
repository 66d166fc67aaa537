"""The oracle's own values: what it is told besides a worker and a post, what it says.

The defaults of `Thresholds` are copied from docs/matching.md by hand, on purpose a
second time beside the rule data of the product.
"""

from dataclasses import dataclass
from dataclasses import field
from datetime import date

from common.contracts.codes import Outcome
from common.contracts.codes import Verdict

Number = int | float | str
Said = tuple[Outcome, dict[str, Number]]
Outcomes = dict[str, Said]

MINORS_TRAITS = (
    "height", "dust", "chemicals", "chem_repro", "heat", "cold", "arc", "electric",
    "explosive", "underground", "quarry", "radiation", "heavy", "night",
    "entertainment", "forest", "smoke", "vehicle",
)  # fmt: skip
MINORS_DEMANDS = {
    "CLIMB": 3,
    "CHEM": 2,
    "HEAT": 3,
    "COLD": 3,
    "LIFT": 3,
    "NIGHT": 2,
    "PACE": 3,
}
SIGNAL_TRAITS = (
    "machine", "height", "underground", "vehicle", "traffic", "explosive", "quarry",
    "noise",
)  # fmt: skip
# Kilometres per hour on the plain, in hills, in mountains, then fixed minutes.
SPEEDS: dict[str, tuple[str, ...]] = {
    "walk": ("4.5", "3.5", "3.0", "0"),
    "wheelchair": ("3.5", "2.5", "2.0", "0"),
    "ebike": ("16", "14", "12", "3"),
    "moto": ("28", "25", "22", "4"),
    "bus": ("18", "16", "14", "20"),
    "car": ("35", "30", "25", "5"),
    "shuttle": ("30", "28", "25", "10"),
}
DETOURS = {"plain": (1.25, 0.15), "hilly": (1.40, 0.20), "mountain": (1.60, 0.25)}


# The busy months of the farm in a province.
FARM = (("34", (6, 10)), ("43", (4, 7, 10)), ("45", (11, 12, 1, 2, 3)), ("51", (5, 9)))


@dataclass(frozen=True, slots=True)
class Wage:
    """A minimum wage in yuan, in an area prefix from a day on."""

    area: str
    since: date
    a_month: str
    an_hour: str


# The lowest tier of each province of the page.
WAGES = (
    Wage("34", date(2023, 3, 1), "1780", "18"),
    Wage("43", date(2024, 12, 1), "1700", "17"),
    Wage("45", date(2023, 11, 1), "1690", "17"),
    Wage("51", date(2025, 1, 1), "2080", "21"),
)


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Every value that the page marks with a dagger."""

    working_age: int = 16
    adult_age: int = 18
    women_lift_kg: int = 25
    night_from: int = 22 * 60
    night_until: int = 6 * 60
    minors_traits: tuple[str, ...] = MINORS_TRAITS
    minors_demands: dict[str, int] = field(default_factory=lambda: MINORS_DEMANDS)
    signal_traits: tuple[str, ...] = SIGNAL_TRAITS
    papers: dict[str, str] = field(default_factory=dict)
    over_pct: int = 15
    walk_default_min: int = 45
    ride_default_min: int = 60
    stop_walk_m: int = 1500
    bus_first_min: int = 6 * 60 + 30
    bus_last_min: int = 18 * 60
    grace_min: int = 15
    tight_min: int = 90
    flexible_ok_pct: int = 75
    flexible_tight_pct: int = 40
    flexible_min: int = 120
    pay_caution_pct: int = 85
    pay_far_pct: int = 65
    asks_years: int = 2
    travel_grace_min: int = 30
    fetch_m: int = 3000
    shuttle_default_min: int = 90
    detours: dict[str, tuple[float, float]] = field(default_factory=lambda: DETOURS)
    speeds: dict[str, tuple[str, ...]] = field(default_factory=lambda: SPEEDS)
    wages: tuple[Wage, ...] = WAGES
    wage_firm: bool = False
    farm: tuple[tuple[str, tuple[int, ...]], ...] = FARM
    local: tuple[tuple[str, "Thresholds"], ...] = ()

    def at(self, area: str | None) -> "Thresholds":
        """What holds where the post is: the longest prefix with its own values."""
        own = [one for one in self.local if area and area.startswith(one[0])]
        return max(own, key=lambda one: len(one[0]))[1] if own else self


@dataclass(frozen=True, slots=True)
class Words:
    """What is known of words: thousandths between skills, near titles, title groups."""

    similarity: dict[tuple[str, str], int] = field(default_factory=dict)
    near_titles: frozenset[tuple[str, str]] = frozenset()
    groups: dict[str, str] = field(default_factory=dict)

    def alike(self, one: str, other: str) -> int:
        """Thousandths of likeness, the same in both directions; 1000 for the same."""
        if one == other:
            return 1000
        pair = self.similarity
        return max(pair.get((one, other), 0), pair.get((other, one), 0))

    def near(self, one: str, other: str) -> bool:
        """Whether two titles are the same or stand near each other."""
        pairs = self.near_titles
        return one == other or (one, other) in pairs or (other, one) in pairs


@dataclass(frozen=True, slots=True)
class Situation:
    """One worker's question on one day, with every value that the answer depends on."""

    today: date
    rules: Thresholds
    words: Words


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the score, in thousandths of a point."""

    points: int
    known: bool


@dataclass(frozen=True, slots=True)
class OracleMatch:
    """What the page says of one worker with one post."""

    verdict: Verdict
    score: int
    minutes: int | None
    mode: str | None
    outcomes: Outcomes
    parts: dict[str, Part]

    def outcome(self, rule: str) -> Outcome:
        """What one rule said; a rule that was never asked passes."""
        return self.outcomes.get(rule, (Outcome.PASS, {}))[0]

    def decisive(self) -> set[str]:
        """The rules that make the verdict what it is; empty for a fit."""
        rank = {Verdict.UNFIT: Outcome.BLOCK, Verdict.CONDITIONAL: Outcome.CAUTION}
        wanted = rank.get(self.verdict, Outcome.UNKNOWN)
        return {rule for rule, said in self.outcomes.items() if said[0] == wanted}


RANK = (Outcome.PASS, Outcome.CAUTION, Outcome.UNKNOWN, Outcome.BLOCK)


def worst(outcomes: list[Outcome]) -> Outcome:
    """The worst of some outcomes; pass when there are none."""
    return max(outcomes, key=RANK.index, default=Outcome.PASS)
