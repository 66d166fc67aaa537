"""Family skill: needs against held skills, by a table of likeness in thousandths."""

from services.matching.kernel.compiling import compiled
from services.matching.kernel.outcomes import BLOCK
from services.matching.kernel.outcomes import CAUTION
from services.matching.kernel.outcomes import PASS
from services.matching.kernel.outcomes import UNKNOWN
from services.matching.kernel.rows import TRADES
from services.matching.kernel.rows import Row
from services.matching.kernel.rows import Rows
from services.matching.kernel.rules import Rules

SAME = 1000
MUST_COUNTS = 2
NO_NEED = 600
NEUTRAL = 500
NEAR_TITLE = 500

# How one held skill meets a need.
COVERED = 0
NEAR = 1
LACKING = 2


@compiled
def likeness(table: Rows, one: int, other: int) -> int:
    """Thousandths; ids beyond the table are like themselves only."""
    if one == other:
        return SAME
    if one < 0 or one >= table.shape[0] or other < 0 or other >= table.shape[0]:
        return 0
    return int(table[one, other])


@compiled
def years_state(need: Row, held: Row, state: int) -> int:
    """`state` after the years: short by up to half is near, by more lacking."""
    if need["years"] <= 0 or held["years"] < 0 or held["years"] >= need["years"]:
        return state
    if 2 * held["years"] < need["years"]:
        return LACKING
    return max(state, NEAR)


@compiled
def need_met(worker: Row, skills: Rows, need: Row, rules: Rules) -> tuple[int, int]:
    """(best state, best likeness) of a need over the held skills."""
    values = rules.values[0]
    state, best = LACKING, 0
    for at in range(worker["skills"][0], worker["skills"][1]):
        held = skills[at]
        like = likeness(rules.similarity, need["code"], held["code"])
        best = max(best, like)
        if like >= values["covered"]:
            state = min(state, years_state(need, held, COVERED))
        elif like >= values["near"]:
            state = min(state, years_state(need, held, NEAR))
    return state, best


@compiled
def all_trainable(post: Row, needs: Rows) -> bool:
    """Whether every must need can be learnt at the post."""
    if post["training"] == 1:
        return True
    for at in range(post["needs"][0], post["needs"][1]):
        if needs[at]["must"] == 1 and needs[at]["trains"] == 0:
            return False
    return True


@compiled
def skilled(
    worker: Row, skills: Rows, post: Row, needs: Rows, rules: Rules
) -> tuple[int, int]:
    """(outcome, place of the need that decided, -1 if none) over the must needs."""
    if worker["skills_known"] == 0 and not all_trainable(post, needs):
        return UNKNOWN, -1
    worst, decided = PASS, -1
    for at in range(post["needs"][0], post["needs"][1]):
        need = needs[at]
        if need["must"] == 0:
            continue
        state = need_met(worker, skills, need, rules)[0]
        outcome = PASS if state == COVERED else CAUTION
        if state == LACKING and need["trains"] == 0 and post["training"] == 0:
            outcome = BLOCK
        if outcome > worst:
            worst, decided = outcome, at
    return worst, decided


@compiled
def trade_share(worker: Row, post: Row, words: Rows, rules: Rules) -> int:
    """Thousandths for a post without needs: a held or wished trade, or a near one."""
    for at in range(worker["words"][TRADES], worker["words"][TRADES + 1]):
        if likeness(rules.titles, words[at], post["title"]) >= NEAR_TITLE:
            return SAME
    return NO_NEED


@compiled
def skill_share(worker: Row, skills: Rows, post: Row, needs: Rows, rules: Rules) -> int:
    """Thousandths of the part `skills` over all needs, must ones twice; -1 unknown."""
    if worker["skills_known"] == 0:
        return -1
    total, count = 0, 0
    for at in range(post["needs"][0], post["needs"][1]):
        weight = MUST_COUNTS if needs[at]["must"] == 1 else 1
        total += weight * need_met(worker, skills, needs[at], rules)[1]
        count += weight
    return total // max(1, count)
