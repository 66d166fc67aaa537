"""Who lives where and with whom: villages of different size, hamlets, households."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from deploy.sample.chance import Chance
from deploy.sample.chance import quotas
from deploy.sample.chance import scatter
from deploy.sample.chance import spread
from deploy.sample.places import Counties
from deploy.sample.places import Village
from deploy.sample.places import villages
from deploy.sample.shape import SampleHousehold
from deploy.sample.tables import table

_COUPLE_SHARE = 0.72
_HAMLET_M = 900.0
_HOUSE_M = 120.0


@dataclass(frozen=True, slots=True)
class Person:
    """The bare facts of a person; `home` numbers the household in this population."""

    village: Village
    sex: str
    age: int
    home: int


@dataclass(frozen=True, slots=True)
class Population:
    """People in order of village and household, and their households by number."""

    people: tuple[Person, ...]
    households: tuple[SampleHousehold, ...]
    points: tuple[tuple[float, float], ...]


def populate(seed: int, count: int, counties: Counties) -> Population:
    """`count` people over all villages, to the shares of sex and age."""
    chance = Chance(seed, "population")
    homes = _village_of_each(chance, count, villages(counties))
    leans = [0.0] * count
    sexes = spread(chance, table("shares")["sex"], leans)
    bands = spread(chance, table("shares")["age"], leans)
    ages = [_age_in(chance, band) for band in bands]
    people: list[Person] = []
    rooms: list[list[int]] = []
    start = 0
    while start < count:
        end = start
        while end < count and homes[end] is homes[start]:
            end += 1
        for group in _households(chance, sexes, ages, range(start, end)):
            village = homes[start]
            people += [Person(village, sexes[i], ages[i], len(rooms)) for i in group]
            rooms.append(list(group))
        start = end
    return Population(tuple(people), *_settle(Chance(seed, "homes"), people, rooms))


def _village_of_each(
    chance: Chance, count: int, here: Sequence[Village]
) -> list[Village]:
    """A village per person; towns hold fewer of those who need the service."""
    weights = [
        (0.5 if village.seat else 1.0) * 2.0 ** (chance.bell() * 0.6)
        for village in here
    ]
    sizes = quotas(count, weights)
    return [
        village for village, size in zip(here, sizes, strict=True) for _ in range(size)
    ]


def _age_in(chance: Chance, band: str) -> int:
    low, high = band.split("-")
    return chance.whole(int(low), int(high))


def _households(
    chance: Chance, sexes: Sequence[str], ages: Sequence[int], here: range
) -> list[tuple[int, ...]]:
    """Couples of a like age first, grown children with some, the rest on their own."""
    men = sorted((i for i in here if sexes[i] == "male"), key=lambda i: ages[i])
    women = sorted((i for i in here if sexes[i] == "female"), key=lambda i: ages[i])
    youths = [i for i in here if ages[i] < 24]
    taken: set[int] = set()
    groups: list[tuple[int, ...]] = []
    for man in men:
        wife = next((w for w in women if _match(ages, man, w, taken)), None)
        if ages[man] < 23 or wife is None or not chance.yes(_COUPLE_SHARE):
            continue
        taken |= {man, wife}
        child = next((y for y in youths if _child(ages, wife, y, taken)), None)
        if child is not None and chance.yes(0.6):
            taken.add(child)
            groups.append((man, wife, child))
        else:
            groups.append((man, wife))
    groups += [(i,) for i in here if i not in taken]
    return groups


def _match(ages: Sequence[int], man: int, woman: int, taken: set[int]) -> bool:
    gap = ages[man] - ages[woman]
    return woman not in taken and ages[woman] >= 21 and -2 <= gap <= 7


def _child(ages: Sequence[int], mother: int, youth: int, taken: set[int]) -> bool:
    return youth not in taken and 20 <= ages[mother] - ages[youth] <= 38


def _settle(
    chance: Chance, people: Sequence[Person], rooms: Sequence[Sequence[int]]
) -> tuple[tuple[SampleHousehold, ...], tuple[tuple[float, float], ...]]:
    """Each household in a hamlet of its village, with those who are not on the books.

    A village's hamlets are a few points around its centre; houses stand close to one.
    """
    village_of = {person.home: person.village for person in people}
    sizes = _sizes(chance, [len(room) for room in rooms])
    hamlets: dict[str, list[tuple[float, float]]] = {}
    households = []
    points = []
    for home in range(len(rooms)):
        village = village_of[home]
        if village.code not in hamlets:
            hamlets[village.code] = [
                scatter(chance, village.lat, village.lng, _HAMLET_M)
                for _ in range(chance.whole(3, 7))
            ]
        lat, lng = chance.one(hamlets[village.code])
        points.append(scatter(chance, lat, lng, _HOUSE_M))
        ident: UUID = chance.id()
        households.append(SampleHousehold(ident, village.code, sizes[home]))
    return tuple(households), tuple(points)


def _sizes(chance: Chance, workers: Sequence[int]) -> list[int]:
    """Sizes whose mean is the census's, given how many workers each household has."""
    missing = round(table("shares")["household_size"] * len(workers)) - sum(workers)
    others = quotas(missing, [0.15 + chance.unit() ** 2 for _ in workers])
    return [w + o for w, o in zip(workers, others, strict=True)]
