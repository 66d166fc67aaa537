"""Who is likelier to be what: plain numbers by age and sex, no chance in here."""

from collections.abc import Callable
from collections.abc import Mapping
from collections.abc import Sequence

from deploy.sample.population import Person

Weigher = Callable[[Person], float]


def any_one(_: Person) -> float:
    return 1.0


def old(person: Person) -> float:
    """Dialect only: the older, the likelier."""
    return (person.age / 40) ** 3


def sleeps(person: Person) -> float:
    """Will not work at night: women with children and older people."""
    return 1.0 + (0.8 if person.sex == "female" else 0.0) + person.age / 60


def farms(person: Person) -> float:
    return 1.0 if person.age >= 40 and not person.village.seat else 0.02


def nurses(person: Person) -> float:
    """Has an infant at home."""
    if person.sex == "female" and 20 <= person.age <= 40:
        return 1.0
    return 0.08 if 48 <= person.age <= 62 else 0.0


def raises(person: Person) -> float:
    """Takes a child to school and back: parents, and grandparents in their place."""
    if not 25 <= person.age <= 66:
        return 0.0
    return 1.0 if person.sex == "female" else 0.35


def tends(person: Person) -> float:
    return (1.0 if person.sex == "female" else 0.6) if person.age >= 35 else 0.05


def hard_to_place(person: Person) -> float:
    """Large age begins at 40 for women and at 50 for men."""
    return 1.0 if person.age >= (40 if person.sex == "female" else 50) else 0.0


def frail(person: Person) -> float:
    return 0.6 + person.age / 80


def vehicles(people: Sequence[Person], on_foot: set[int]) -> list[float]:
    """From a car to walking: the young and men drive, old women walk."""
    return [
        person.age / 22
        + (0.7 if person.sex == "female" else 0.0)
        + (9.0 if i in on_foot else 0.0)
        for i, person in enumerate(people)
    ]


def ties(people: Sequence[Person], care: Mapping[str, set[int]]) -> list[float]:
    """From must stay near to may leave: care holds people, youth lets them go."""
    held = care["infant"] | care["pick_up"] | care["elderly"]
    return [
        (-1.6 if i in held else 0.0)
        - person.age / 22
        - (0.5 if person.sex == "female" else 0.0)
        for i, person in enumerate(people)
    ]
