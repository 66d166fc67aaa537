"""What another set of rules would change, before anybody is subject to it.

The same people and posts are judged under both sets, as of any day; nothing is stored.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from common.contracts.codes import Verdict
from common.law import RuleSet
from common.law import RuleSetRefused
from common.texts import Language
from common.texts import say
from services.matching.columns import pack_posts
from services.matching.columns import pack_workers
from services.matching.columns.encoding import uid_of
from services.matching.explaining import VERDICTS
from services.matching.explaining import explained
from services.matching.filters import Filters
from services.matching.filters import workers_allowed
from services.matching.found import Found
from services.matching.index import Index
from services.matching.kernel.comparing import Changed
from services.matching.kernel.comparing import Looked
from services.matching.kernel.comparing import compare
from services.matching.kernel.outcomes import RULES
from services.matching.kernel.ranking import Side
from services.matching.kernel.rows import Row
from services.matching.kernel.rows import Rows
from services.matching.kernel.tracing import Pair
from services.matching.knowledge import Knowledge
from services.matching.knowledge import Rulebook

# What the rows themselves are made of; a set that differs here needs them made anew.
SHAPING = ("licence.", "retirement.", "night_", "limit.", "farm_busy")
# Above this only every k-th worker is looked at, so that an answer takes seconds.
MOST_PAIRS = 20_000_000


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose matches are looked at, and how many changed ones are shown.

    `areas` are 12-digit codes, () is everywhere.
    """

    areas: tuple[str, ...] = ()
    examples: int = 10
    most_pairs: int = MOST_PAIRS


EVERYBODY = Asked()


@dataclass(frozen=True, slots=True)
class Turned:
    """One pair under the rules of now and under those that are tried."""

    before: Found
    after: Found

    def rules(self) -> tuple[str, ...]:
        """The rules that answer otherwise."""
        was = {ruling.rule: ruling.outcome for ruling in self.before.rulings}
        now = {ruling.rule: ruling.outcome for ruling in self.after.rulings}
        ids = dict.fromkeys((*was, *now))
        return tuple(rule for rule in ids if was.get(rule) != now.get(rule))


@dataclass(frozen=True, slots=True)
class Effect:
    """What a set of rules changes: `pairs` looked at, of every `every`-th worker.

    `turns` counts pairs by verdict before and after, `rules` the changed pairs in which
    a rule answers otherwise.
    """

    pairs: int
    every: int
    changed: int
    turns: dict[tuple[Verdict, Verdict], int]
    rules: dict[str, int]
    workers: int
    posts: int
    examples: tuple[Turned, ...]

    def families(self) -> dict[str, int]:
        """Answers that change, by family of rules; a pair may count in several."""
        told: dict[str, int] = {}
        for rule, count in self.rules.items():
            family = rule.partition(".")[0]
            told[family] = told.get(family, 0) + count
        return told


def try_rules(
    index: Index, rules: RuleSet, today: date, asked: Asked = EVERYBODY
) -> Effect:
    """Judges those asked for with every post held, under both sets."""
    return try_worlds((index, index), rules, today, asked)


def try_worlds(
    held: tuple[Index, Index], rules: RuleSet, today: date, asked: Asked = EVERYBODY
) -> Effect:
    """The same where the rules also changed what is held, (now, then).

    Both hold the same people and posts, put in in the same order.
    """
    index, other = held
    before, queries = index.everything(today)
    offers, people = queries
    living = workers_allowed(
        before.workers.rows, people.allowed, Filters(areas=asked.areas)
    )
    workers, posts = np.flatnonzero(living), np.flatnonzero(offers.allowed)
    every = max(1, -(-len(workers) * len(posts) // asked.most_pairs))
    workers = workers[::every]
    before = Side(
        before.workers._replace(rows=frozen(before.workers.rows[workers])),
        before.posts._replace(rows=frozen(before.posts.rows[posts])),
        before.rules,
    )
    after = _under(other, rules, before, today)
    looked = Looked(np.ones(len(workers), np.uint8), np.ones(len(posts), np.uint8))
    told = compare(before, after, looked, most=asked.examples)
    return _effect(told, (before, after), index, every)


def _under(index: Index, rules: RuleSet, before: Side, today: date) -> Side:
    """The same rows as the other rules see them."""
    known = index.knowledge
    other = Knowledge(known.skills, known.titles, known.groups, rules)
    encoder = other.encoder(index.encoder.words)
    law = Rulebook(other).on(today)
    if _shapes(known.rules) != _shapes(rules):
        # Also where the contracts differ: then `limit.` lines do.
        people = [index.worker(_uid(row)) for row in before.workers.rows]
        offers = [index.post(_uid(row)) for row in before.posts.rows]
        return Side(pack_workers(people, encoder), pack_posts(offers, encoder), law)
    rows = before.posts.rows.copy()
    areas, places = np.unique(rows["area"], return_inverse=True)
    regions = [encoder.region_of(_code(int(area))) for area in areas]
    rows["region"] = np.array(regions, rows["region"].dtype)[places]
    return Side(before.workers, before.posts._replace(rows=frozen(rows)), law)


def frozen(rows: Rows) -> Rows:
    """The same rows, read-only: for others the kernel would be compiled once more."""
    rows.setflags(write=False)
    return rows


def _code(area: int) -> str | None:
    return None if area < 0 else f"{area:012d}"


def _uid(row: Row) -> UUID:
    return uid_of(row["uid_high"], row["uid_low"])


def _shapes(rules: RuleSet) -> set[tuple[object, ...]]:
    """The lines that rows are made of."""
    return {
        (rule.key, rule.value, rule.valid_from, rule.valid_until, rule.layer)
        for rule in rules.rules
        if rule.key.startswith(SHAPING)
    }


def _effect(
    told: Changed, sides: tuple[Side, Side], index: Index, every: int
) -> Effect:
    turns = {
        (VERDICTS[was], VERDICTS[now]): int(told.turns[was, now])
        for was in range(len(VERDICTS))
        for now in range(len(VERDICTS))
        if was != now and told.turns[was, now]
    }
    return Effect(
        pairs=int(told.turns.sum()),
        every=every,
        changed=sum(turns.values()),
        turns=turns,
        rules=_named(told.rules),
        workers=int(np.count_nonzero(told.workers)),
        posts=int(np.count_nonzero(told.posts)),
        examples=tuple(_turned(sides, i, j, index) for i, j in told.pairs.tolist()),
    )


def _named(counts: NDArray[np.int64]) -> dict[str, int]:
    """Rules with a count, most first."""
    named = {
        rule: count for rule, count in zip(RULES, counts.tolist(), strict=True) if count
    }
    return dict(sorted(named.items(), key=lambda one: (-one[1], one[0])))


def _turned(sides: tuple[Side, Side], i: int, j: int, index: Index) -> Turned:
    words = index.encoder.words
    before, after = (
        explained(Pair(side.workers, i, side.posts, j, side.rules), words)
        for side in sides
    )
    return Turned(before, after)


def told_faults(refused: RuleSetRefused, lang: Language = "zh") -> Iterator[str]:
    """What is wrong with a set, one sentence a line, with how to put it right."""
    for fault in refused.faults:
        key, numbers = f"rules.fault.{fault.why}", fault.numbers
        yield say(key, lang, file=fault.file, line=fault.line, **numbers)
    yield say("rules.refused", lang, count=len(refused.faults))
