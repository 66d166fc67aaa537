"""What matching knows beside workers and posts: words, rule data, weights."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from functools import lru_cache
from functools import partial

import numpy as np
from numpy.typing import NDArray

from common.intake import skills
from common.intake import titles
from common.law import RuleSet
from common.law import default_rules
from common.law import read_paper
from common.law import retirement_month
from services.matching.columns import Encoder
from services.matching.columns import Vocabularies
from services.matching.columns import Vocabulary
from services.matching.kernel.rules import Rules
from services.matching.kernel.rules import Weights
from services.matching.thresholds import rules_of
from services.matching.thresholds import table_of
from services.matching.thresholds import thresholds_from
from services.matching.thresholds import weights_from

MOST_KEPT = 65_536
Likeness = tuple[tuple[str, ...], tuple[tuple[int, ...], ...]]


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Likeness of skills and of titles, groups of titles, and the rules in force."""

    skills: Likeness = ((), ())
    titles: Likeness = ((), ())
    groups: Mapping[str, str] = field(default_factory=dict)
    rules: RuleSet = field(default_factory=default_rules)

    def encoder(self, words: Vocabularies | None = None) -> Encoder:
        """An encoder whose numbers agree with the tables, or with `words` in use."""
        known = words or Vocabularies(
            skills=Vocabulary(self.skills[0]), trades=Vocabulary(self.titles[0])
        )
        return Encoder(
            known,
            self.groups,
            papers={
                code: read_paper(terms)
                for code, terms in self.rules.family("licence").items()
            },
            night=(self._minute("night_from"), self._minute("night_until")),
            regions=self.rules.regions(),
            # A county's people share a few thousand days of birth and villages.
            retires=lru_cache(MOST_KEPT)(partial(retirement_month, rules=self.rules)),
            farm=lru_cache(MOST_KEPT)(partial(busy_months, self.rules)),
        )

    def _minute(self, key: str) -> int:
        return int(self.rules.latest(key) or 0)


def busy_months(rules: RuleSet, area: str) -> tuple[int, ...]:
    """The farm calendar of an area: its own, its county's, or its province's."""
    told = rules.latest("farm_busy", area) or ""
    return tuple(int(month) for month in told.split())


def product_knowledge(rules: RuleSet | None = None) -> Knowledge:
    """The words that the product ships, under its rules or under others."""
    groups = {code: title.group for code, title in titles.titles().items()}
    known = rules or default_rules()
    return Knowledge(skills.similarity(), titles.near(), groups, known)


class Rulebook:
    """The kernel's rules by day and weights; the tables are made once.

    Nothing is renewed at midnight: another day is another entry, and the first question
    of the day makes it.
    """

    def __init__(self, knowledge: Knowledge) -> None:
        self.rules = knowledge.rules
        self._regions = knowledge.rules.regions()
        self._skills: NDArray[np.uint16] = table_of(knowledge.skills[1])
        self._titles: NDArray[np.uint16] = table_of(knowledge.titles[1])
        self.on = lru_cache(maxsize=64)(self._on)

    def _on(self, today: date, weights: Weights | None = None) -> Rules:
        """The rules of a day; without weights those that the rules name."""
        by_region = [self.rules.on(today, region) for region in self._regions]
        return rules_of(
            [thresholds_from(values) for values in by_region],
            weights or weights_from(by_region[0]),
            today,
            similarity=self._skills,
            titles=self._titles,
        )
