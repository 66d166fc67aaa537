"""Family skill: needs against held skills, by a table of likeness in thousandths."""

from services.matching.kernel.compiling import compiled
from services.matching.kernel.compiling import inlined
from services.matching.kernel.outcomes import BLOCK
from services.matching.kernel.outcomes import CAUTION
from services.matching.kernel.outcomes import PASS
from services.matching.kernel.outcomes import UNKNOWN
from services.matching.kernel.rows import TRADES
from services.matching.kernel.rows import WISHED
from services.matching.kernel.rows import Row
from services.matching.kernel.rows import Rows
from services.matching.kernel.rules import Rules
from services.matching.kernel.standing import is_named

SAME = 1000
MUST_COUNTS = 2
NO_NEED = 600
NEUTRAL = 500
NEAR_TITLE = 500
NEAR_TRADE = 850
NEAR_WISH = 700
OTHER_WISH = 300

# How one held skill meets a need.
COVERED = 0
NEAR = 1
LACKING = 2


@inlined
def likeness(table: Rows, one: int, other: int) -> int:
    """Thousandths; ids beyond the table are like themselves only."""
    if one == other:
        return SAME
    if one < 0 or one >= table.shape[0] or other < 0 or other >= table.shape[0]:
        return 0
    return int(table[one, other])


@inlined
def years_state(need: Row, held: Row, state: int) -> int:
    """`state` after the years: short by up to half is near, by more lacking."""
    if need["years"] <= 0 or held["years"] < 0 or held["years"] >= need["years"]:
        return state
    if 2 * held["years"] < need["years"]:
        return LACKING
    return max(state, NEAR)


@inlined
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
def trade_likeness(
    worker: Row, post: Row, which: int, words: Rows, rules: Rules
) -> int:
    """Thousandths between the post's title and the most alike of a list of trades."""
    best = 0
    for at in range(worker["words"][which], worker["words"][which + 1]):
        best = max(best, likeness(rules.titles, words[at], post["title"]))
    return best


@compiled
def trade_share(worker: Row, post: Row, words: Rows, rules: Rules) -> int:
    """Thousandths for a post without needs: a known or wished trade, or a near one."""
    best = trade_likeness(worker, post, TRADES, words, rules)
    if best == SAME:
        return SAME
    return NEAR_TRADE if best >= NEAR_TITLE else NO_NEED


@compiled
def wish_share(worker: Row, post: Row, words: Rows, rules: Rules) -> int:
    """Thousandths of the part `wish`; -1 if no wish is known."""
    if worker["has_wish"] == 0:
        return -1
    if is_named(worker, post, words, WISHED):
        return SAME
    near = trade_likeness(worker, post, WISHED, words, rules) >= NEAR_TITLE
    return NEAR_WISH if near else OTHER_WISH


@compiled
def wished_trade(share: int) -> int:
    """`skill.trade`: work of another trade than the one wished is a compromise."""
    return CAUTION if share == OTHER_WISH else PASS


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
