"""Random worlds of workers and posts that reach every rule of the page, and its edges.

Every fact is either its good default or one of its edges. Most worlds have one theme:
its facts leave the defaults often, all others seldom, so that one family decides. A
wild world is wrong in everything at once.
"""

from dataclasses import dataclass
from datetime import date
from datetime import timedelta
from random import Random
from typing import Any
from uuid import UUID

from common.contracts.codes import ACCOMMODATIONS
from common.contracts.codes import DEMANDS
from common.contracts.codes import SCHOOLING
from common.contracts.codes import TRAITS
from common.contracts.jobs import Post
from common.contracts.people import Worker
from tests.matching.builders import NEXT_VILLAGE
from tests.matching.builders import OTHER_TOWNSHIP
from tests.matching.builders import TOWNSHIP
from tests.matching.builders import VILLAGE
from tests.matching.builders import a_post
from tests.matching.builders import a_worker
from tests.matching.builders import north
from tests.matching.worldly_hours import time_of_post
from tests.matching.worldly_hours import week_of_worker
from tests.matching.worldly_ways import KILOMETRES
from tests.matching.worldly_ways import MODES
from tests.matching.worldly_ways import VILLAGE_FAR
from tests.matching.worldly_ways import stop_of
from tests.matching.worldly_ways import ways_of

TODAYS = (
    date(2026, 3, 16),
    date(2026, 2, 28),
    date(2027, 3, 1),
    date(2028, 2, 29),
    date(2026, 12, 31),
)
SELDOM, OFTEN = 0.02, 0.7
THEMES = (
    "area place reach terrain shuttle lodging outside_county home_based delivery time",
    "place reach shuttle terrain known_ways",
    "reach known_ways time",
    "week time night",
    "week time place reach lodging home_based",
    "time pay pay_floor",
    "skills needs training_days title_code wished trades",
    "limits demands accommodations licences traits unsafe",
    "birth sex female_track age_min age_max formal_age traits licences lift_kg time",
    "groups target_groups residence area licences bars background schooling languages",
    "state openings valid_from valid_until flags wished refused title_code traits",
    "insurance meals lodging pay pay_floor wished schooling birth",
)
OTHER_COUNTY = "511922100001"
AREAS = (VILLAGE, NEXT_VILLAGE, VILLAGE_FAR, OTHER_COUNTY, TOWNSHIP, None)
RESIDENCES = (TOWNSHIP, OTHER_TOWNSHIP, VILLAGE, "430903000000", "430000000000")
SKILLS = ("sewing", "overlock", "tailoring", "linking", "cooking", "driving")
TITLES = ("J001", "J002", "J003", "J177", None)
# A code of no vocabulary, here and below, counts nowhere.
GROUPS = ("dibao", "disabled", "xx")
LICENCES = ("C1", "health_card", "welding")
TRAITS_OFTEN = ("machine", "height", "vehicle", "night", "underground", "noise", "xx")
OFTEN_ASKED = ("HEAR", "MACH", "STAND", "XX")
FLAG = {"code": "fraud", "law": "劳动合同法第9条", "doubtful": False}


@dataclass(frozen=True, slots=True)
class World:
    """Some workers and posts on a day."""

    workers: tuple[Worker, ...]
    posts: tuple[Post, ...]
    today: date


@dataclass(frozen=True, slots=True)
class Dice:
    """Chance with a memory of the world it is rolled for; no theme: a wild world."""

    rng: Random
    theme: frozenset[str]
    today: date

    def differs(self, fact: str) -> bool:
        """Whether a fact leaves its default."""
        often = not self.theme or fact in self.theme
        return self.rng.random() < (OFTEN if often else SELDOM)

    def one(self, edges: tuple[Any, ...]) -> Any:
        """One of some edges."""
        return self.rng.choice(edges)

    def some(self, codes: tuple[Any, ...], most: int = 3) -> tuple[Any, ...]:
        """Some different codes, maybe none."""
        return tuple(self.rng.sample(codes, self.rng.randint(0, min(most, len(codes)))))

    def day(self) -> date | None:
        """A day around today, or none."""
        near = tuple(self.today + timedelta(days=n) for n in (-400, -1, 0, 1, 400))
        return self.rng.choice((None, *near))

    def dated(self, codes: tuple[str, ...]) -> list[dict[str, Any]]:
        """Some dated codes, perhaps one of them twice."""
        held = [*self.some(codes), *self.some(codes, 1)]
        return [
            {"code": c, "valid_from": self.day(), "valid_until": self.day()}
            for c in held
        ]


def a_world(seed: int, workers: int = 8, posts: int = 8) -> World:
    """The world of a seed: the same seed, the same world."""
    rng = Random(seed)
    theme = frozenset(rng.choice((*THEMES, "")).split())
    dice = Dice(rng, theme, rng.choice(TODAYS))
    hiring = [a_random_post(dice, number) for number in range(posts)]
    # A post twice, but for its id, so that only the order's last key tells them apart.
    again = [one.model_copy(update={"id": UUID(int=5000)}) for one in hiring[:1]]
    hiring += again
    looking = [a_random_worker(dice, number) for number in range(workers)]
    return World(tuple(looking), tuple(hiring), dice.today)


def a_random_worker(dice: Dice, number: int) -> Worker:
    """A worker whose facts are defaults or edges."""
    draws: dict[str, Any] = {
        "area": lambda: dice.one(AREAS),
        "terrain": lambda: dice.one(("plain", "hilly", "mountain")),
        "place": lambda: _place(dice),
        "birth": lambda: _birth(dice),
        "sex": lambda: dice.one(("female", "male", None)),
        "female_track": lambda: dice.one((50, 55)),
        "state": lambda: dice.one(("looking", "looking", "away", "unable")),
        "schooling": lambda: dice.one((*SCHOOLING, None)),
        "languages": lambda: dice.one((None, (), ("mandarin",), ("yue", "min"))),
        "licences": lambda: dice.one((None, dice.dated(LICENCES))),
        "groups": lambda: dice.one((None, dice.dated(GROUPS))),
        "bars": lambda: dice.some(("intentional_crime", "traffic_crime")),
        "week": lambda: week_of_worker(dice.rng),
        "reach": lambda: _reach(dice),
        "night": lambda: dice.one((True, False)),
        "skills": lambda: _skills(dice),
        "trades": lambda: dice.some(("J001", "J002", "J177")),
        "wished": lambda: _marks(dice),
        "refused": lambda: _marks(dice),
        "pay_floor": lambda: _floor(dice),
        "limits": lambda: _limits(dice),
        "unsafe": lambda: dice.some(TRAITS_OFTEN),
    }
    facts = {fact: draw() for fact, draw in draws.items() if dice.differs(fact)}
    return a_worker(id=UUID(int=100_000 + number), **facts)


def a_random_post(dice: Dice, number: int) -> Post:
    """A post whose facts are defaults or edges."""
    draws: dict[str, Any] = {
        "title_code": lambda: dice.one(TITLES),
        "state": lambda: dice.one(("published", "published", "draft", "filled")),
        "area": lambda: dice.one(AREAS),
        "place": lambda: _place(dice),
        "outside_county": lambda: dice.one((True, False)),
        "home_based": lambda: dice.one((True, False)),
        "delivery": lambda: dice.some(RESIDENCES, 2),
        "shuttle": lambda: [stop_of(dice.rng) for _ in range(dice.one((1, 2)))],
        "known_ways": lambda: ways_of(dice.rng),
        "time": lambda: time_of_post(dice.rng),
        "pay": lambda: _pay(dice),
        "needs": lambda: [_need(dice) for _ in range(dice.one((0, 1, 2, 3)))],
        "training_days": lambda: dice.one((0, 7)),
        "licences": lambda: dice.some(LICENCES, 2),
        "languages": lambda: dice.some(("mandarin", "yue"), 2),
        "schooling": lambda: dice.one(SCHOOLING),
        "age_min": lambda: dice.one((0, 16, 18, 38, 39, 40, 41, 42)),
        "age_max": lambda: dice.one((36, 37, 38, 39, 40, 65)),
        "formal_age": lambda: dice.one((True, False)),
        "background": lambda: dice.some(("intentional_crime",)),
        "target_groups": lambda: dice.some(GROUPS, 2),
        "residence": lambda: dice.one(RESIDENCES),
        "traits": lambda: dice.some((*TRAITS, *TRAITS_OFTEN), 4),
        "demands": lambda: _demands(dice),
        "lift_kg": lambda: dice.one((0, 25, 26, 50)),
        "accommodations": lambda: dice.some(ACCOMMODATIONS, 4),
        "lodging": lambda: dice.one((True, False)),
        "meals": lambda: dice.one((True, False)),
        "insurance": lambda: dice.one((True, False)),
        "openings": lambda: dice.one((0, 1, 1)),
        "valid_from": dice.day,
        "valid_until": dice.day,
        "flags": lambda: dice.some((FLAG, FLAG | {"doubtful": True}), 2),
    }
    facts = {fact: draw() for fact, draw in draws.items() if dice.differs(fact)}
    return a_post(id=UUID(int=200_000 + number), **facts)


def _place(dice: Dice) -> dict[str, float] | None:
    exact = north(dice.one(KILOMETRES))
    near = {"lat": dice.rng.uniform(28.3, 28.6), "lng": dice.rng.uniform(112.3, 112.6)}
    return dice.one((None, exact, exact, near))  # type: ignore[no-any-return]


def _birth(dice: Dice) -> date | None:
    years = dice.one((15, 16, 17, 18, 19, 36, 37, 41, 50, 51, 60, 61, 65))
    shift = timedelta(days=dice.one((-31, -1, 0, 1, 31)))
    edge = dice.today.replace(day=1, year=dice.today.year - years) + shift
    born = dice.today - timedelta(days=dice.rng.randint(14 * 365, 70 * 365))
    leap = dice.one((date(2008, 2, 29), date(2012, 2, 29), date(1964, 2, 29)))
    return dice.one((None, edge, edge, born, leap))  # type: ignore[no-any-return]


def _reach(dice: Dice) -> dict[str, Any] | None:
    if dice.rng.random() < 0.15:
        return None
    modes = [
        {"mode": mode, "max_min": dice.one((None, 0, 10, 30, 40, 52, 58))}
        for mode in dice.some(MODES)
    ]
    return {
        "modes": modes,
        "max_km": dice.one((None, None, 0.0, 1.5, 2.0, 8.0, 4.3478)),
        "scope": dice.one((None, None, None, "home", "village", "township", "county")),
        "lodging": dice.one((None, "no", "county", "anywhere")),
    }


def _skills(dice: Dice) -> list[dict[str, Any]] | None:
    held = [
        {"code": code, "years": dice.one((None, 0.0, 0.5, 0.75, 1.0, 1.5, 10.0))}
        for code in dice.some(SKILLS)
    ]
    return dice.one((None, held, held))  # type: ignore[no-any-return]


def _need(dice: Dice) -> dict[str, Any]:
    return {
        "code": dice.one(SKILLS),
        "must": dice.one((True, True, False)),
        "years": dice.one((None, None, 0.0, 1.0, 1.5, 3.0)),
        "trainable": dice.one((True, False, False)),
    }


def _marks(dice: Dice) -> tuple[str, ...]:
    words = (
        "J001",
        "J002",
        "A",
        "B",
        "machine",
        "night",
        "live_in",
        "xx",
        "sewing",
    )
    return dice.some(words)


def _floor(dice: Dice) -> dict[str, Any] | None:
    unit = dice.one(("month", "day", "hour", "piece"))
    amounts = {"month": (0, 2800, 4500, 5294.11, 6923.07), "day": (0, 107.69, 173.07)}
    amount = dice.one(amounts.get(unit, (0, 12, 16.09, 19.2)))
    return dice.one((None, {"min": amount, "max": amount, "unit": unit}))  # type: ignore[no-any-return]


def _pay(dice: Dice) -> dict[str, Any] | None:
    low, high, unit = dice.one(
        (
            (1820, 1820, "month"),
            (1819.99, 2380, "month"),
            (2379.99, 2800, "month"),
            (70, 70, "day"),
            (69.99, 107.7, "day"),
            (12, 16, "hour"),
            (16.1, 17, "hour"),
            (1, 2, "piece"),
            (0, 0, "month"),
            (199_999, 300_000, "month"),
        )
    )
    return dice.one((None, *3 * ({"min": low, "max": high, "unit": unit},)))  # type: ignore[no-any-return]


def _limits(dice: Dice) -> dict[str, Any] | None:
    levels = (None, 1, 2, 3)
    named = {
        code: {"block_at": dice.one(levels), "caution_at": dice.one(levels)}
        for code in (*dice.some(DEMANDS, 6), *dice.some(OFTEN_ASKED, 3))
    }
    return dice.one((None, named, named))  # type: ignore[no-any-return]


def _demands(dice: Dice) -> dict[str, int] | None:
    codes = (*dice.some(DEMANDS, 6), *dice.some(OFTEN_ASKED))
    levels = {code: dice.one((0, 1, 2, 3)) for code in codes}
    return dice.one((None, levels, levels, levels))  # type: ignore[no-any-return]
