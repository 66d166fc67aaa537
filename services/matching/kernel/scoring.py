"""The score: seven parts in thousandths of a point; nothing protected enters one."""

from typing import NamedTuple

from services.matching.kernel.compiling import compiled
from services.matching.kernel.compiling import inlined
from services.matching.kernel.outcomes import UNKNOWN
from services.matching.kernel.outcomes import WEEK_ASKED
from services.matching.kernel.pay import pay_share
from services.matching.kernel.reach import Way
from services.matching.kernel.rows import Posts
from services.matching.kernel.rows import Row
from services.matching.kernel.rows import Workers
from services.matching.kernel.rules import Rules
from services.matching.kernel.skill import skill_share
from services.matching.kernel.skill import trade_share
from services.matching.kernel.skill import wish_share
from services.matching.kernel.week import Timing

NEUTRAL = 500
UNKNOWN_SHARE = -1
# What a month of waiting for the season takes from the share of the week.
WAIT_COST = 40


class Shares(NamedTuple):
    """What the lists say of four parts, thousandths; -1 where a fact is unknown."""

    skills: int
    pay: int
    wish: int
    terms: int


@inlined
def terms_share(post: Row) -> int:
    """Insurance, meals, and training or lodging."""
    share = 500 * post["insurance"] + 250 * post["meals"]
    if post["training"] == 1 or post["lodging"] == 1:
        share += 250
    return int(share)


@compiled
def shares_of(workers: Workers, i: int, posts: Posts, j: int, rules: Rules) -> Shares:
    """The parts that need neither way nor week."""
    worker, post = workers.rows[i], posts.rows[j]
    values = rules.values[post["region"]]
    if post["needs"][0] == post["needs"][1]:
        skills = trade_share(worker, post, workers.words, rules)
    else:
        skills = skill_share(worker, workers.skills, post, posts.needs, rules)
    return Shares(
        skills,
        pay_share(worker, post, values),
        wish_share(worker, post, workers.words, rules),
        terms_share(post),
    )


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


@compiled
def all_shares(
    shares: Shares, found: tuple[Way, Timing, int], cautions: int
) -> tuple[int, int, int, int, int, int, int]:
    """The seven shares in the order of PARTS, -1 unknown."""
    way, time, wait = found
    distance = UNKNOWN_SHARE if way[0] == UNKNOWN else way[5]
    week = UNKNOWN_SHARE
    if time.rule != WEEK_ASKED:
        week = max(0, time.share - WAIT_COST * wait)
    return (
        distance,
        shares.skills,
        week,
        shares.pay,
        shares.wish,
        shares.terms,
        ease_share(cautions),
    )


@compiled
def points(
    shares: Shares, found: tuple[Way, Timing, int], cautions: int, values: Row
) -> int:
    """The score: the sum of the parts."""
    every = all_shares(shares, found, cautions)
    total = 0
    for at in range(7):
        total += part(every[at], values["most"][at])
    return total
