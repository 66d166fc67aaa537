"""What the kernel says of a pair in the oracle's words, and where the two differ."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import numpy as np

from common.contracts.codes import DEMANDS
from common.contracts.codes import Outcome
from common.contracts.codes import Verdict
from common.contracts.jobs import Post
from common.contracts.people import Worker
from common.intake.skills import similarity
from common.intake.titles import near
from common.intake.titles import titles
from common.law import RuleSet
from common.law import default_rules
from services.matching.columns import Vocabularies
from services.matching.columns import Vocabulary
from services.matching.columns import pack_posts
from services.matching.columns import pack_workers
from services.matching.kernel.judging import judge
from services.matching.kernel.outcomes import PARTS
from services.matching.kernel.outcomes import RULES
from services.matching.kernel.rows import Posts
from services.matching.kernel.rows import Workers
from services.matching.kernel.rules import Rules
from services.matching.kernel.rules import Weights
from services.matching.kernel.tracing import Pair
from services.matching.kernel.tracing import trace
from services.matching.knowledge import Knowledge
from services.matching.thresholds import rules_of
from services.matching.thresholds import table_of
from services.matching.thresholds import thresholds_from
from tests.matching.oracle import Thresholds
from tests.matching.oracle import Words
from tests.matching.oracle import judge as judged_by_hand
from tests.matching.worlds import World

OUTCOMES = (Outcome.PASS, Outcome.CAUTION, Outcome.UNKNOWN, Outcome.BLOCK)
VERDICTS = tuple(Verdict)
Answer = dict[str, Any]


@cache
def product_words() -> Words:
    """The words of the product as the oracle takes them."""
    skills, likeness = similarity()
    trades, nearness = near()
    alike = {
        (one, other): value
        for one, row in zip(skills, likeness, strict=True)
        for other, value in zip(skills, row, strict=True)
        if value
    }
    close = {
        (one, other)
        for one, row in zip(trades, nearness, strict=True)
        for other, value in zip(trades, row, strict=True)
        if value >= 500
    }
    groups = {code: title.group for code, title in titles().items()}
    return Words(alike, frozenset(close), groups)


@cache
def product_thresholds() -> Thresholds:
    """The page's thresholds with the product's terms of papers."""
    return Thresholds(papers=default_rules().family("licence"))


Table = tuple[tuple[str, ...], tuple[tuple[int, ...], ...]]


def skills_of(words: Words) -> Table:
    """Skill codes and their table of likeness, for the few words of the cases."""
    codes = tuple(sorted({code for pair in words.similarity for code in pair}))
    return codes, tuple(tuple(words.alike(a, b) for b in codes) for a in codes)


@dataclass(frozen=True, slots=True)
class Columns:
    """Workers and posts as the kernel sees them on a day."""

    workers: Workers
    posts: Posts
    rules: Rules


def columns_of(
    workers: Iterable[Worker],
    posts: Iterable[Post],
    today: date,
    skills: Table | None = None,
    law: RuleSet | None = None,
) -> Columns:
    """Everything packed and dated with the product's words and rule data."""
    codes, likeness = skills or similarity()
    trades, nearness = near()
    groups = {code: title.group for code, title in titles().items()}
    words = Vocabularies(skills=Vocabulary(codes), trades=Vocabulary(trades))
    known = Knowledge(groups=groups, rules=law or default_rules())
    encoder = known.encoder(words)
    regions = known.rules.regions()
    rules = rules_of(
        [thresholds_from(known.rules.on(today, region)) for region in regions],
        Weights(),
        today,
        similarity=table_of(likeness),
        titles=table_of(nearness),
    )
    return Columns(pack_workers(workers, encoder), pack_posts(posts, encoder), rules)


def kernel_says(columns: Columns, i: int, j: int) -> Answer:
    """Verdict, score, minutes, outcomes and parts of a pair, from both of its paths."""
    answers = np.zeros((len(RULES), 4), np.int64)
    parts = np.zeros((len(PARTS), 2), np.int64)
    pair = Pair(columns.workers, i, columns.posts, j, columns.rules)
    told = trace(pair, answers, parts)
    quick = judge(columns.workers, i, columns.posts, j, columns.rules)
    quickly: tuple[object, ...] = (VERDICTS[quick[0]], int(quick[1]), int(quick[2]))
    if VERDICTS[told[0]] == Verdict.UNFIT and quick[0] == told[0]:
        quickly = (Verdict.UNFIT, int(told[1]), int(told[2]))
    said = {
        rule: str(OUTCOMES[row[0]])
        for rule, row in zip(RULES, answers, strict=True)
        if row[0] >= 0
    }
    return {
        "judge": quickly,
        "verdict": VERDICTS[told[0]],
        "score": int(told[1]),
        "minutes": int(told[2]),
        "struck": struck_of(answers),
        "outcomes": said,
        "parts": {
            key: (int(row[0]), bool(row[1] >= 0))
            for key, row in zip(PARTS, parts, strict=True)
        },
    }


def struck_of(answers: np.ndarray[tuple[int, ...], np.dtype[np.int64]]) -> set[str]:
    """The demands behind a body's block, or else behind its caution."""
    row = answers[RULES.index("body.demands")]
    outcome = OUTCOMES[row[0]] if row[0] >= 0 else Outcome.PASS
    if outcome not in (Outcome.BLOCK, Outcome.CAUTION):
        return set()
    mask = int(row[1]) if outcome == Outcome.BLOCK else int(row[2])
    return {code for at, code in enumerate(DEMANDS) if mask >> at & 1}


def oracle_says(
    worker: Worker, post: Post, today: date, words: Words | None = None
) -> Answer:
    """The same of the oracle. The kernel keeps the body's demands as a mask."""
    known = words or product_words()
    match = judged_by_hand(worker, post, today, product_thresholds(), known)
    struck: set[str] = set()
    said = {}
    for rule, (outcome, _) in match.outcomes.items():
        family, _, demand = rule.partition(".")
        if family == "body" and demand in DEMANDS:
            struck.add(demand)
            rule = "body.demands"
        said[rule] = str(outcome)
    minutes = -1 if match.minutes is None else match.minutes
    return {
        "judge": (match.verdict, match.score, minutes),
        "verdict": match.verdict,
        "score": match.score,
        "minutes": minutes,
        "struck": struck,
        "outcomes": said,
        "parts": {key: (part.points, part.known) for key, part in match.parts.items()},
    }


def differences(kernel: Answer, oracle: Answer) -> list[str]:
    """One line for each thing in which the two differ; none is agreement."""
    lines = []
    for key in oracle:
        mine, theirs = kernel[key], oracle[key]
        if key == "struck" and isinstance(mine, set) and isinstance(theirs, set):
            # The kernel names every demand of the worst outcome, the oracle one.
            agree = theirs <= mine and bool(mine) == bool(theirs)
        else:
            agree = mine == theirs
        if agree:
            continue
        if isinstance(mine, dict) and isinstance(theirs, dict):
            lines += [
                f"{key} {one}: kernel {mine.get(one)}, oracle {theirs.get(one)}"
                for one in sorted({*mine, *theirs})
                if mine.get(one) != theirs.get(one)
            ]
        else:
            lines.append(f"{key}: kernel {mine}, oracle {theirs}")
    return lines


def differences_of(world: World) -> list[str]:
    """All differences of all pairs of a world, each with its pair."""
    columns = columns_of(world.workers, world.posts, world.today)
    return [
        f"worker {i}, post {j}: {line}"
        for i, worker in enumerate(world.workers)
        for j, post in enumerate(world.posts)
        for line in differences(
            kernel_says(columns, i, j), oracle_says(worker, post, world.today)
        )
    ]
