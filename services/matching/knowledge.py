"""What matching knows beside workers and posts: words, rule data, weights."""

from collections.abc import Callable
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from common.intake import skills
from common.intake import titles
from common.intake.licences import special_operations
from common.law import rules_on
from services.matching.columns import Encoder
from services.matching.columns import Vocabularies
from services.matching.columns import Vocabulary
from services.matching.kernel.rules import Rules
from services.matching.kernel.rules import Weights
from services.matching.thresholds import rules_of
from services.matching.thresholds import table_of
from services.matching.thresholds import thresholds_from

Likeness = tuple[tuple[str, ...], tuple[tuple[int, ...], ...]]
NIGHT = (1320, 360)


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Likeness of skills and of titles, groups of titles, papers, and dated rules."""

    skills: Likeness = ((), ())
    titles: Likeness = ((), ())
    groups: Mapping[str, str] = field(default_factory=dict)
    special: frozenset[str] = frozenset()
    rules_on: Callable[[date], Mapping[str, str]] = rules_on

    def encoder(self) -> Encoder:
        """An encoder whose numbers agree with the tables."""
        words = Vocabularies(
            skills=Vocabulary(self.skills[0]), trades=Vocabulary(self.titles[0])
        )
        return Encoder(words, self.groups, self.special)


def product_knowledge() -> Knowledge:
    """The words and rules that the product ships."""
    groups = {code: title.group for code, title in titles.titles().items()}
    return Knowledge(skills.similarity(), titles.near(), groups, special_operations())


class Rulebook:
    """The kernel's rules by day and weights; the tables are made once."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._skills: NDArray[np.uint16] = table_of(knowledge.skills[1])
        self._titles: NDArray[np.uint16] = table_of(knowledge.titles[1])
        self.on = lru_cache(maxsize=64)(self._on)

    def _on(self, today: date, weights: Weights) -> Rules:
        return rules_of(
            thresholds_from(self._knowledge.rules_on(today)),
            weights,
            today,
            similarity=self._skills,
            titles=self._titles,
        )
