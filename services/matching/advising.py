"""Advice to a post: how many could come now, and how many more under each change.

Every number is a whole list judged again with the change applied, so it equals what a
re-run gives. People in work are on no list and so in no number; those of whom a fact
must be asked first are counted apart.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from itertools import product

from common.contracts.jobs import Post
from services.matching.crowd import crowd_of
from services.matching.desk import Advised
from services.matching.desk import Desk
from services.matching.desk import Headcount
from services.matching.desk import as_offered
from services.matching.desk import desk_of
from services.matching.index import Index
from services.matching.offering import Offer

# So many changes of each kind are tried in pairs: those that bring most by themselves.
PAIRED = 2


@dataclass(frozen=True, slots=True)
class Advice:
    """Who could come now; the single changes that bring people, most first; a pair."""

    now: Headcount
    singles: tuple[Advised, ...]
    pair: Advised | None


def advise(
    index: Index, post: Post, today: date, areas: tuple[str, ...] = ()
) -> Advice:
    """What would bring this post more people of the areas; () is everywhere."""
    offered = as_offered(post)
    desk = desk_of(crowd_of(index, today, areas), offered)
    singles = desk.judged([(offer,) for offer in desk.offers])
    return Advice(
        now=desk.now,
        singles=tuple(sorted(worthwhile(singles), key=_merit, reverse=True)),
        pair=best_pair(desk, singles),
    )


def worthwhile(singles: Sequence[Advised]) -> list[Advised]:
    """Those that bring anybody; of one ladder a longer step only if it brings more."""
    kept: list[Advised] = []
    best: dict[tuple[str, str], tuple[int, int, int]] = {}
    for one in singles:
        if one.more <= 0 and one.more_open <= 0:
            continue
        ladder, merit = _ladder(one.offers[0]), _merit(one)
        if merit > best.get(ladder, (0, 0, 0)):
            best[ladder] = merit
            kept.append(one)
    return kept


def _ladder(offer: Offer) -> tuple[str, str]:
    """Changes that differ only in how far they go have the same; others never."""
    numbers = offer.change.numbers
    named = ("area", "accommodation")
    return (
        offer.kind + offer.change.key,
        "".join(str(numbers[name]) for name in named if name in numbers),
    )


def _merit(one: Advised) -> tuple[int, int, int]:
    return one.more, one.then.fit, one.more_open


def best_pair(desk: Desk, singles: Sequence[Advised]) -> Advised | None:
    """The two changes that bring most together; None if one alone brings as much.

    Tried are the best of each kind, and the longest step of each ladder, because a
    change may bring nobody before another one is made. Then the steps are shortened as
    long as they bring the same.
    """
    tried = combinations(_candidates(singles), 2)
    pairs = [
        (one.offers[0], other.offers[0])
        for one, other in tried
        if one.offers[0].kind != other.offers[0].kind
    ]
    judged = desk.judged(pairs)
    best = max(judged, key=_merit, default=None)
    alone = max((one.more for one in singles), default=0)
    if best is None or best.more <= max(0, alone):
        return None
    return _shortened(desk, singles, best)


def _candidates(singles: Sequence[Advised]) -> list[Advised]:
    """In their order: a few of each kind, among them the last of each ladder."""
    kinds: dict[str, dict[tuple[str, str], Advised]] = defaultdict(dict)
    for one in singles:
        ladder = kinds[one.offers[0].kind]
        key = _ladder(one.offers[0])
        if key not in ladder or _merit(one) >= _merit(ladder[key]):
            ladder[key] = one
    kept = {
        id(one)
        for ladder in kinds.values()
        for one in sorted(ladder.values(), key=_merit, reverse=True)[:PAIRED]
    }
    return [one for one in singles if id(one) in kept]


def _shortened(desk: Desk, singles: Sequence[Advised], best: Advised) -> Advised:
    steps = [
        [one.offers[0] for one in singles if _ladder(one.offers[0]) == _ladder(offer)]
        for offer in best.offers
    ]
    shorter = [pair for pair in product(*steps) if pair != best.offers]
    same = [one for one in desk.judged(shorter) if _merit(one) >= _merit(best)]
    reach = {id(o): at for ladder in steps for at, o in enumerate(ladder)}
    return min(
        [*same, best],
        key=lambda one: sum(reach[id(offer)] for offer in one.offers),
    )
