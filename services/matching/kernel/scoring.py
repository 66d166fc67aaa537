"""The score: seven parts in thousandths of a point; nothing protected enters one."""

from services.matching.kernel.compiling import compiled
from services.matching.kernel.compiling import inlined
from services.matching.kernel.outcomes import UNKNOWN
from services.matching.kernel.outcomes import WEEK_ASKED
from services.matching.kernel.reach import Way
from services.matching.kernel.rows import Row
from services.matching.kernel.rows import Rows
from services.matching.kernel.rules import Rules
from services.matching.kernel.skill import skill_share
from services.matching.kernel.skill import trade_share
from services.matching.kernel.week import Timing

NEUTRAL = 500
UNKNOWN_SHARE = -1
# What a month of waiting for the season takes from the share of the week.
WAIT_COST = 40


@inlined
def terms_share(post: Row) -> int:
    """Insurance, meals, and training or lodging."""
    share = 500 * post["insurance"] + 250 * post["meals"]
    if post["training"] == 1 or post["lodging"] == 1:
        share += 250
    return int(share)


@compiled
def skills_share(
    worker: Row, lists: tuple[Rows, Rows], post: Row, needs: Rows, rules: Rules
) -> int:
    """By the needs, or by the trade where a post names none; -1 unknown.

    `lists` are the workers' skills and words.
    """
    if post["needs"][0] == post["needs"][1]:
        return trade_share(worker, post, lists[1], rules)
    return skill_share(worker, lists[0], post, needs, rules)


@inlined
def distance_share(way: Way) -> int:
    """How near it is; -1 unknown."""
    return UNKNOWN_SHARE if way[0] == UNKNOWN else way[5]


@inlined
def week_share(time: Timing, wait: int) -> int:
    """How well the hours lie, less the months of waiting; -1 unknown."""
    if time.rule == WEEK_ASKED:
        return UNKNOWN_SHARE
    return max(0, time.share - WAIT_COST * wait)


@inlined
def ease_share(cautions: int) -> int:
    """One compromise halves it, two lose it."""
    if cautions == 0:
        return 1000
    return 500 if cautions == 1 else 0


@inlined
def part(share: int, most: int) -> int:
    """Points of a part; an unknown share counts the neutral half."""
    return most * (NEUTRAL if share < 0 else share) // 1000
