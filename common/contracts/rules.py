"""What matching tells of rules: those in force with their sources, and a trial."""

from datetime import date
from uuid import UUID

from common.contracts.codes import Verdict
from common.contracts.values import Contract


class RuleInForce(Contract):
    """One value, in which area (empty: everywhere), since when, and by which text."""

    key: str
    name: str
    value: str
    unit: str
    area: str
    valid_from: date
    valid_until: date | None
    citation: str


class RulesInForce(Contract):
    """All rules in force on a day in an area; without an area, in the whole country."""

    data_version: str
    day: date
    area: str | None
    rules: tuple[RuleInForce, ...]


class TurnedMatch(Contract):
    """One worker with one post before and after, and what the rules then say."""

    worker: UUID
    post: UUID
    before: Verdict
    after: Verdict
    reasons: tuple[str, ...]


class Turn(Contract):
    """How many pairs go from one verdict to another."""

    before: Verdict
    after: Verdict
    count: int


class RuleTrial(Contract):
    """What a set of rules would change, of `pairs` looked at; nothing is in force yet.

    `every` above 1: only each so many-th worker was looked at. `rules` counts changed
    pairs in which a rule answers otherwise, `families` the same by family.
    """

    data_version: str
    day: date
    text: str
    pairs: int
    every: int
    changed: int
    workers: int
    posts: int
    turns: tuple[Turn, ...]
    families: dict[str, int]
    rules: dict[str, int]
    examples: tuple[TurnedMatch, ...]
