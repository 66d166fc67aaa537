"""One post before the people who can be won for it: judged again under any changes."""

from collections import defaultdict
from collections.abc import Iterable
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from common.contracts.jobs import Post
from common.contracts.values import Place
from services.matching.crowd import Crowd
from services.matching.crowd import Mask
from services.matching.crowd import Places
from services.matching.crowd import Verdicts
from services.matching.crowd import narrowed
from services.matching.crowd import verdicts_of
from services.matching.found import Change
from services.matching.kernel.outcomes import CONDITIONAL
from services.matching.kernel.outcomes import FIT
from services.matching.kernel.outcomes import OPEN_QUESTION
from services.matching.kernel.outcomes import UNFIT
from services.matching.kernel.rows import FREE
from services.matching.kernel.rows import LODGING_NO
from services.matching.kernel.rows import Rows
from services.matching.offering import LODGERS
from services.matching.offering import Offer
from services.matching.offering import Town
from services.matching.offering import offers_of
from services.matching.relaxing import TOUCHED
from services.matching.relaxing import most_relaxed
from services.matching.relaxing import relaxed_but

Offers = tuple[Offer, ...]
# The things that are touched; for the place also whose way, None for everybody's.
Reach = tuple[frozenset[str], str | None]

MOST_TOWNS = 12
# Moving the whole post is tried for fewer.
MOST_SITES = 5
# Fewer homes than this would make their middle somebody's home.
FEWEST_HOMES = 5


@dataclass(frozen=True, slots=True)
class Headcount:
    """How many people fit, fit if something is agreed, or must be asked first."""

    fit: int
    conditional: int
    open_question: int

    @property
    def ready(self) -> int:
        """Those who could come, at once or when something is agreed."""
        return self.fit + self.conditional


@dataclass(frozen=True, slots=True)
class Advised:
    """One change, or two together, and who could come then."""

    offers: Offers
    then: Headcount
    more: int
    more_open: int

    @property
    def changes(self) -> tuple[Change, ...]:
        """What has to be changed."""
        return tuple(offer.change for offer in self.offers)


def as_offered(post: Post) -> Post:
    """The post as if it were published and open today, so that it can be advised."""
    open_now = {"state": "published", "valid_from": None, "valid_until": None}
    return post.model_copy(update={**open_now, "openings": max(1, post.openings)})


class Desk:
    """One post before those who can be won: judges it again under any changes."""

    def __init__(self, crowd: Crowd, post: Post) -> None:
        self.crowd = crowd
        self.post = post
        self.now_each = verdicts_of(crowd, [post])[0]
        self.now = headcount(self.now_each)
        self.offers = offers_of(post, self._towns())
        things = {TOUCHED[one.kind] for one in self.offers if one.kind in TOUCHED}
        bare = [relaxed_but(post, thing) for thing in sorted(things)]
        held = hopeless(crowd, bare)
        self._held = dict(zip(sorted(things), held, strict=True))
        self._places = cache(self._places_of)

    def verdicts(self, tried: Sequence[Offers]) -> Verdicts:
        """(changes, workers): every set of changes applied in its order, and judged."""
        told = np.full((len(tried), len(self.crowd)), UNFIT, np.uint8)
        alike: dict[Reach, list[int]] = defaultdict(list)
        for at, offers in enumerate(tried):
            alike[_reach_of(offers)].append(at)
        for reach, group in alike.items():
            places, crowd = self._places(reach)
            posts = [applied(self.post, tried[at]) for at in group]
            told[np.array(group)[:, None], places] = verdicts_of(crowd, posts)
        return told

    def _places_of(self, reach: Reach) -> tuple[Places, Crowd]:
        """Those whom changes of such a reach may win at all."""
        touched, whom = reach
        kept = np.ones(len(self.crowd), bool)
        for thing, held in self._held.items():
            if thing not in touched:
                kept &= ~held
        if whom is not None and "place" in self._held:
            kept &= _those(self.crowd.workers.rows, whom) | ~self._held["place"]
        return np.flatnonzero(kept), narrowed(self.crowd, kept)

    def judged(self, tried: Sequence[Offers]) -> list[Advised]:
        """The same as headcounts."""
        told = zip(tried, map(headcount, self.verdicts(tried)), strict=True)
        return [self._advised(offers, then) for offers, then in told]

    def _advised(self, offers: Offers, then: Headcount) -> Advised:
        more_open = then.open_question - self.now.open_question
        return Advised(offers, then, then.ready - self.now.ready, more_open)

    def _towns(self) -> list[Town]:
        """Where those live who cannot come now, townships of most people first."""
        rows = self.crowd.workers.rows[self.now_each == UNFIT]
        known = rows[rows["area"] >= 0]
        codes, counts = np.unique(known["area"] // 1000, return_counts=True)
        order = np.lexsort((codes, -counts))[:MOST_TOWNS]
        towns = [self._town(int(codes[at])) for at in order]
        return [*towns[:MOST_SITES], *(Town(one.area) for one in towns[MOST_SITES:])]

    def _town(self, code: int) -> Town:
        rows = self.crowd.workers.rows
        homes = rows[(rows["area"] // 1000 == code) & (rows["placed"] == 1)]
        area = f"{code:09d}000"
        if len(homes) < FEWEST_HOMES:
            return Town(area)
        x, y, z = (float(homes[axis].mean()) for axis in "xyz")
        return Town(area, _place(x, y, z))


def _place(x: float, y: float, z: float) -> Place:
    """The point under a vector from the middle of the globe, to about a kilometre."""
    lat = round(float(np.degrees(np.arctan2(z, np.hypot(x, y)))), 2)
    lng = round(float(np.degrees(np.arctan2(y, x))), 2)
    return Place(lat=lat, lng=lng, accuracy_m=5000, source="township_centre")


def desk_of(crowd: Crowd, post: Post) -> Desk:
    """The desk of a post with those of a crowd who can be won by some change at all."""
    return Desk(narrowed(crowd, ~hopeless(crowd, [most_relaxed(post)])[0]), post)


def hopeless(crowd: Crowd, relaxed: Sequence[Post]) -> Mask:
    """(posts, workers): who is unfit even for these relaxed posts.

    Whoever has no free hour at all is not counted, for work that asks for none.
    """
    spans = crowd.workers.rows["spans"]
    idle = (crowd.workers.rows["week_known"] == 1) & (
        spans[:, FREE] == spans[:, FREE + 1]
    )
    return np.asarray((verdicts_of(crowd, relaxed) == UNFIT) & ~idle)


def _reach_of(offers: Offers) -> Reach:
    """What some changes touch, and whom."""
    touched = frozenset(TOUCHED[one.kind] for one in offers if one.kind in TOUCHED)
    whom = [one.whom for one in offers if one.kind == "place"]
    return touched, whom[0] if whom else None


def _those(rows: Rows, whom: str) -> Mask:
    if whom == LODGERS:
        return np.asarray(rows["lodging"] != LODGING_NO)
    return np.asarray(rows["area"] // 1000 == int(whom) // 1000)


def applied(post: Post, offers: Iterable[Offer]) -> Post:
    """The post after some changes, in their order."""
    for offer in offers:
        post = offer.apply(post)
    return post


def headcount(verdicts: Verdicts) -> Headcount:
    """How many of each verdict that is ever listed."""
    counts = np.bincount(verdicts, minlength=UNFIT + 1).tolist()
    return Headcount(counts[FIT], counts[CONDITIONAL], counts[OPEN_QUESTION])
