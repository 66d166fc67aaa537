"""Two people of one household who go to work together: where both can, and how.

Each is judged alone first, by the same rules as ever, but for what they share: a care
window asks for one of them at home, and they have one vehicle between them. A
motorcycle or a car takes both; an electric bicycle takes one.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import product
from uuid import UUID

import numpy as np

from common.contracts.codes import Verdict
from common.contracts.jobs import Post
from common.contracts.people import Worker
from services.matching.explaining import VERDICTS
from services.matching.index import Index
from services.matching.kernel.ranking import Query
from services.matching.kernel.ranking import empty_heap
from services.matching.kernel.ranking import rank_posts
from services.matching.pairing_ways import Couple
from services.matching.pairing_ways import Going
from services.matching.pairing_ways import carefree
from services.matching.pairing_ways import ways_of
from services.matching.pairing_week import Clash
from services.matching.pairing_week import Household
from services.matching.pairing_week import clash_of
from services.matching.pairing_week import spans_of

# Two posts so near each other are one place to go to.
NEAR_M = 500
EARTH_M = 6_371_008.8
# The best of each one's list that are joined, and the pairs of posts that are tried.
MOST_LISTED = 600
MOST_TRIED = 200


@dataclass(frozen=True, slots=True)
class Together:
    """Both of them, going together; the verdict is the more doubtful one's."""

    sides: tuple[Going, Going]

    @property
    def verdict(self) -> Verdict:
        """The worse of both verdicts."""
        return max((side.found.verdict for side in self.sides), key=VERDICTS.index)

    @property
    def score(self) -> int:
        """Both scores together, in thousandths."""
        return sum(side.found.score for side in self.sides)


@dataclass(frozen=True, slots=True)
class Apart:
    """Two posts that each of them could take alone, and why not both together."""

    posts: tuple[UUID, UUID]
    clash: Clash


def pairs_for(
    index: Index, people: tuple[Worker, Worker], today: date, most: int = 20
) -> tuple[list[Together], list[Apart]]:
    """Where both can go together, best first, and the nearest that fails, with why."""
    couple = Couple(index, people, today)
    good: list[Together] = []
    bad: list[Apart] = []
    for posts in joined_posts(couple):
        found = best_way(couple, posts)
        if isinstance(found, Together):
            good.append(found)
        elif found is not None:
            bad.append(found)
    good.sort(key=order_of)
    return good[:most], bad[:most]


def order_of(one: Together) -> tuple[int, int, UUID, UUID]:
    """Verdict, then both scores, then ids: the order of every list."""
    first, second = one.sides
    rank = VERDICTS.index(one.verdict)
    return rank, -one.score, first.post.id, second.post.id


def joined_posts(couple: Couple) -> Iterator[tuple[Post, Post]]:
    """Posts of both that are one place to go to, those listed best first."""
    listed = [listed_posts(couple, at) for at in (0, 1)]
    held: dict[UUID, Post] = {}
    for post in {uid for own in listed for uid in own}:
        held[post] = couple.index.post(post)
    ranked = [
        (own + other, mine, theirs)
        for own, mine in enumerate(listed[0])
        for other, theirs in enumerate(listed[1])
        if one_place(held[mine], held[theirs])
    ]
    for _, mine, theirs in sorted(ranked)[:MOST_TRIED]:
        yield held[mine], held[theirs]


def listed_posts(couple: Couple, at: int) -> list[UUID]:
    """The best posts of one of them, by any way that the two have, care left aside."""
    keys: dict[UUID, int] = {}
    for variant, _, _ in ways_of(couple, at):
        side, i, alive = couple.index.side_of_worker(carefree(variant), couple.today)
        zero = np.uint64(0)
        shown = np.zeros(len(alive), np.int32)
        query = Query(alive, shown, -1, -1, zero, zero)
        heap = empty_heap(min(MOST_LISTED, max(1, len(alive))))
        rank_posts(side, i, query, heap)
        size = int(heap.size[0])
        for key, place in zip(
            heap.keys[:size].tolist(), heap.places[:size].tolist(), strict=True
        ):
            post = couple.index.post_at(side, place)
            keys[post] = max(key, keys.get(post, 0))
    return sorted(keys, key=lambda post: (-keys[post], post))[:MOST_LISTED]


def one_place(one: Post, other: Post) -> bool:
    """Whether two posts are one way to go: a site, a place, a shuttle, or at home."""
    if one.id == other.id or (one.site is not None and one.site == other.site):
        return True
    if one.home_based or other.home_based:
        return one.home_based and other.home_based
    stops = {stop.area for stop in one.shuttle} & {stop.area for stop in other.shuttle}
    if stops and one.employer == other.employer:
        return True
    if one.place is None or other.place is None:
        return False
    lat, other_lat = np.radians(one.place.lat), np.radians(other.place.lat)
    east = np.radians(one.place.lng - other.place.lng) * np.cos((lat + other_lat) / 2)
    return bool(EARTH_M * np.hypot(lat - other_lat, east) <= NEAR_M)


def best_way(couple: Couple, posts: tuple[Post, Post]) -> Together | Apart | None:
    """The best way of both to two posts; else the first reason why there is none."""
    if posts[0].id == posts[1].id and posts[0].openings < 2:
        return Apart((posts[0].id, posts[1].id), Clash("openings", 0, 0, 0))
    mine, theirs = (couple.goings(at, posts[at]) for at in (0, 1))
    found: list[Together] = []
    clashes: list[Clash] = []
    for sides in product(mine, theirs):
        home = household_of(couple, sides)
        if home is None:
            clashes.append(Clash("vehicle", 0, 0, 0))
            continue
        clash = first_clash(sides, home)
        if clash is None:
            found.append(Together(sides))
        else:
            clashes.append(clash)
    if found:
        return min(found, key=order_of)
    if not clashes:
        return None
    # A day is told rather than that the vehicle is missing.
    named = [one for one in clashes if one.key != "vehicle"]
    return Apart((posts[0].id, posts[1].id), (named or clashes)[0])


def first_clash(sides: tuple[Going, Going], home: Household) -> Clash | None:
    """Why some week of the one does not go with some week of the other."""
    for weeks in product(sides[0].turns, sides[1].turns):
        clash = clash_of(weeks, home)
        if clash is not None:
            return clash
    return None


def household_of(couple: Couple, sides: tuple[Going, Going]) -> Household | None:
    """What they share on these ways; None if one vehicle would have to be in two."""
    care = tuple(spans_of(couple.care))
    roles = (sides[0].role, sides[1].role)
    if "free" in roles:
        alone = roles in (("free", "free"), ("free", "driver"), ("driver", "free"))
        return Household(care) if alone else None
    same = sides[0].vehicle == sides[1].vehicle
    if same and set(roles) == {"driver", "passenger"}:
        return Household(care, drives=roles.index("driver"))
    return None
