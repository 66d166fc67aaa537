"""Rule lines, and a set of them: what is in force on a day in an area, and why.

A line holds in its area prefix ('' is everywhere) from its first to its last day. The
longest prefix wins, then the later layer (a county's folder above the built-in one).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from functools import lru_cache
from hashlib import sha256
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Rule:
    """One value with the days and the area prefix it holds for; '' is everywhere.

    `file` and `line` say where it stands; `layer` 0 is built in, higher ones cover it.
    """

    key: str
    value: str
    valid_from: date
    valid_until: date | None
    area: str
    citation: str
    unit: str = ""
    examples: str = ""
    file: str = ""
    line: int = 0
    layer: int = 0

    def holds(self, today: date, area: str) -> bool:
        """Whether the rule is in force on `today` (both ends included) in `area`."""
        began = self.valid_from <= today
        ended = self.valid_until is not None and today > self.valid_until
        return began and not ended and area.startswith(self.area)


@dataclass(frozen=True, slots=True, eq=False)
class RuleSet:
    """Checked rule lines of all layers; compared and hashed as the object it is."""

    rules: tuple[Rule, ...]
    _by_key: dict[str, tuple[Rule, ...]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        found: dict[str, list[Rule]] = {}
        for rule in self.rules:
            found.setdefault(rule.key, []).append(rule)
        ordered = {
            key: tuple(sorted(rules, key=_weight)) for key, rules in found.items()
        }
        object.__setattr__(self, "_by_key", ordered)

    def on(self, day: date, area: str = "") -> Mapping[str, str]:
        """Key → value in force on a day in an area."""
        return _on(self, day, area)

    def in_force(self, day: date, area: str = "") -> tuple[Rule, ...]:
        """The lines in force, one for each key, by key."""
        found = (self.rule_of(key, day, area) for key in sorted(self._by_key))
        return tuple(rule for rule in found if rule is not None)

    def rule_of(self, key: str, day: date, area: str = "") -> Rule | None:
        """The line of one key in force on a day in an area."""
        holding = [r for r in self._by_key.get(key, ()) if r.holds(day, area)]
        return holding[-1] if holding else None

    def latest(self, key: str, area: str = "") -> str | None:
        """The newest value of a key in an area, for what has no day of its own."""
        held = [r for r in self._by_key.get(key, ()) if area.startswith(r.area)]
        return held[-1].value if held else None

    def versions(self, key: str) -> tuple[Rule, ...]:
        """The lines of a key that hold everywhere, of its highest layer, by day."""
        lines = [rule for rule in self._by_key.get(key, ()) if not rule.area]
        top = max((rule.layer for rule in lines), default=0)
        return tuple(rule for rule in lines if rule.layer == top)

    def family(self, name: str) -> dict[str, str]:
        """The newest values of all keys that begin with `name.`, by their rest."""
        return {
            key.removeprefix(name + "."): lines[-1].value
            for key, lines in self._by_key.items()
            if key.startswith(name + ".")
        }

    def regions(self) -> tuple[str, ...]:
        """Every area prefix with a line of its own, '' first, shorter ones first."""
        areas = {rule.area for rule in self.rules} | {""}
        return tuple(sorted(areas, key=lambda area: (len(area), area)))

    def digest(self) -> str:
        """Eight hex digits of all that is said: same digits, same answers."""
        return _digest(self)


def _weight(rule: Rule) -> tuple[int, int, date]:
    return len(rule.area), rule.layer, rule.valid_from


@lru_cache(maxsize=16)
def _digest(rules: RuleSet) -> str:
    told = "\n".join(
        f"{r.layer},{r.key},{r.value},{r.area},{r.valid_from},{r.valid_until}"
        for r in sorted(rules.rules, key=lambda r: (r.layer, r.key, r.area, r.line))
    )
    return sha256(told.encode()).hexdigest()[:8]


@lru_cache(maxsize=512)
def _on(rules: RuleSet, day: date, area: str) -> Mapping[str, str]:
    return MappingProxyType(
        {rule.key: rule.value for rule in rules.in_force(day, area)}
    )
