"""The rule values in force on a day in an area, read once from the attributed file."""

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType

FOLDER = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Rule:
    """One value with the days and the area prefix it holds for; '' is everywhere."""

    key: str
    value: str
    valid_from: date
    valid_until: date | None
    area: str
    citation: str

    def holds(self, today: date, area: str) -> bool:
        """Whether the rule is in force on `today` (both ends included) in `area`."""
        began = self.valid_from <= today
        ended = self.valid_until is not None and today > self.valid_until
        return began and not ended and area.startswith(self.area)


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule of the file; a row without key, value or citation is refused."""
    with (FOLDER / "rules.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            _rule(line, row) for line, row in enumerate(csv.DictReader(file), 2)
        )


def _rule(line: int, row: dict[str, str]) -> Rule:
    if not (row["key"] and row["value"] and row["citation"]):
        raise ValueError(f"rules.csv line {line}: key, value and citation are needed")
    until = row["valid_until"]
    return Rule(
        key=row["key"],
        value=row["value"],
        valid_from=date.fromisoformat(row["valid_from"]),
        valid_until=date.fromisoformat(until) if until else None,
        area=row["area"],
        citation=row["citation"],
    )


def rules_on(today: date, area: str = "") -> MappingProxyType[str, str]:
    """Key → value in force; the longest area prefix wins, then the latest start."""
    return _rules_on(today, area, all_rules())


@cache
def _rules_on(
    today: date, area: str, rules: tuple[Rule, ...]
) -> MappingProxyType[str, str]:
    holding = [rule for rule in rules if rule.holds(today, area)]
    holding.sort(key=lambda rule: (len(rule.area), rule.valid_from))
    return MappingProxyType({rule.key: rule.value for rule in holding})
