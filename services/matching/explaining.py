"""From the kernel's numbers to named ones: what each rule says of one pair."""

from functools import cache

import numpy as np

from common.contracts.codes import DEMANDS
from common.contracts.codes import MODES
from common.contracts.codes import Outcome
from common.contracts.codes import Verdict
from services.matching.columns import Vocabularies
from services.matching.columns.encoding import uid_of
from services.matching.found import Found
from services.matching.found import Part
from services.matching.found import Ruling
from services.matching.kernel.outcomes import BODY_DEMANDS
from services.matching.kernel.outcomes import OPEN_POST
from services.matching.kernel.outcomes import PARTS
from services.matching.kernel.outcomes import PASS
from services.matching.kernel.outcomes import QUESTIONS
from services.matching.kernel.outcomes import REACH_ASKED
from services.matching.kernel.outcomes import REACH_HOME
from services.matching.kernel.outcomes import RULES
from services.matching.kernel.outcomes import UNKNOWN
from services.matching.kernel.tracing import ANSWERS
from services.matching.kernel.tracing import PARTED
from services.matching.kernel.tracing import Pair
from services.matching.kernel.tracing import trace
from services.matching.naming import NAMED
from services.matching.naming import Answer
from services.matching.naming import Case
from services.matching.naming import codes_in
from services.matching.naming import way_numbers

OUTCOMES = (Outcome.PASS, Outcome.CAUTION, Outcome.UNKNOWN, Outcome.BLOCK)
VERDICTS = (
    Verdict.FIT,
    Verdict.CONDITIONAL,
    Verdict.OPEN_QUESTION,
    Verdict.UNFIT,
)
# Most rules pass, and say so without a number; these few say how many, or how long.
NUMBERED = {OPEN_POST, *range(REACH_HOME, REACH_ASKED + 1)}
PASSED = tuple(Ruling(rule, Outcome.PASS, {}) for rule in RULES)


def _ruling(case: Case, at: int) -> Ruling:
    outcome = OUTCOMES[case.answer[0]]
    rule = RULES[at]
    if REACH_HOME <= at <= REACH_ASKED:
        return Ruling(rule, outcome, NAMED.get(rule, way_numbers)(case))
    if at == BODY_DEMANDS and case.answer[0] != UNKNOWN:
        mask = case.answer[1] or case.answer[2]
        demand = codes_in(mask & -mask, DEMANDS)
        return Ruling(f"body.{demand}", outcome, {"demand": demand})
    named = NAMED.get(rule)
    return Ruling(rule, outcome, named(case) if named else {})


def _rulings(pair: Pair, words: Vocabularies, answers: list[Answer]) -> list[Ruling]:
    worker, post = pair.workers.rows[pair.i], pair.posts.rows[pair.j]
    return [
        PASSED[at]
        if answer[0] == PASS and at not in NUMBERED
        else _ruling(Case(pair, worker, post, words, answer), at)
        for at, answer in enumerate(answers)
        if answer[0] >= 0
    ]


def explained(pair: Pair, words: Vocabularies) -> Found:
    """The pair with every rule that answers, in the order of the families."""
    answers = np.zeros(ANSWERS, np.int64)
    parts = np.zeros(PARTED, np.int64)
    judged = trace(pair, answers, parts)
    worker, post = pair.workers.rows[pair.i], pair.posts.rows[pair.j]
    told = answers.tolist()
    mode = max(answer[2] for answer in told[REACH_HOME : REACH_ASKED + 1])
    most = pair.rules.values[0]["most"].tolist()
    scored = zip(PARTS, parts.tolist(), most, strict=True)
    return Found(
        worker=uid_of(worker["uid_high"], worker["uid_low"]),
        post=uid_of(post["uid_high"], post["uid_low"]),
        verdict=VERDICTS[judged.verdict],
        score=judged.score,
        minutes=judged.minutes if judged.minutes >= 0 else None,
        mode=MODES[mode] if mode >= 0 else None,
        parts=tuple(
            Part(key, points, limit, share >= 0)
            for key, (points, share), limit in scored
        ),
        rulings=tuple(_rulings(pair, words, told)),
        asked=questions_in(judged.asked),
    )


@cache
def questions_in(mask: int) -> tuple[str, ...]:
    """The questions of a mask, in their order."""
    return tuple(key for at, key in enumerate(QUESTIONS) if (mask >> at) & 1)
