"""What holds people: schooling, groups, the body, care, transport, wishes, farm work.

Every share of `shares.json` is kept exactly over the whole population; who gets what
leans on age and sex.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from deploy.sample import leanings
from deploy.sample.chance import Chance
from deploy.sample.chance import flagged
from deploy.sample.chance import spread
from deploy.sample.population import Person
from deploy.sample.population import Population
from deploy.sample.tables import table


@dataclass(frozen=True, slots=True)
class Conditions:
    """One entry per person in the columns, person numbers in the sets."""

    schooling: list[str]
    transport: list[str]
    wish: list[str]
    category: dict[int, str]
    grade: dict[int, str]
    groups: dict[str, set[int]]
    pick_up: set[int]
    infant: set[int]
    elderly: set[int]
    no_night: set[int]
    slack_only: set[int]
    dialect_only: set[int]
    ledger_only: set[int]


def condition(seed: int, population: Population) -> Conditions:
    """The conditions of a whole population."""
    people = population.people
    shares = table("shares")
    chance = Chance(seed, "conditions")
    care = _care(chance, people)
    slack = _flag(chance, "slack_only", people, leanings.farms, skip=care["infant"])
    groups = _groups(chance, population)
    category, grade = _bodies(chance, groups["disabled"])
    on_foot = {i for i in category if not _rides(category[i], grade[i])}
    ages = [-person.age / 20 for person in people]
    modes = leanings.vehicles(people, on_foot)
    ties = leanings.ties(people, care)
    return Conditions(
        schooling=spread(chance, shares["schooling"], ages, noise=0.8),
        transport=spread(chance, shares["transport"], modes, noise=0.8),
        wish=spread(chance, shares["wish"], ties, noise=0.9),
        category=category,
        grade=grade,
        groups=groups,
        pick_up=care["pick_up"],
        infant=care["infant"],
        elderly=care["elderly"],
        no_night=_flag(chance, "no_night", people, leanings.sleeps, skip=set()),
        slack_only=slack,
        dialect_only=_flag(chance, "dialect_only", people, leanings.old, skip=set()),
        ledger_only=_flag(chance, "ledger_only", people, leanings.any_one, skip=set()),
    )


def _rides(category: str, grade: str) -> bool:
    """Whether somebody with this certificate may ride or drive on their own."""
    severe = grade in ("一级", "二级")
    return not (severe and category in ("视力", "肢体", "智力", "精神", "多重"))


def _flag(
    chance: Chance,
    name: str,
    people: Sequence[Person],
    weigh: leanings.Weigher,
    *,
    skip: set[int],
) -> set[int]:
    count = round(table("shares")[name] * len(people))
    return flagged(chance, count, [weigh(person) for person in people], skip=skip)


def _care(chance: Chance, people: Sequence[Person]) -> dict[str, set[int]]:
    infant = _flag(chance, "infant", people, leanings.nurses, skip=set())
    pick_up = _flag(chance, "pick_up", people, leanings.raises, skip=infant)
    elderly = _flag(chance, "elderly", people, leanings.tends, skip=infant)
    return {"infant": infant, "pick_up": pick_up, "elderly": elderly}


def _groups(chance: Chance, population: Population) -> dict[str, set[int]]:
    """Groups that overlap; poverty is a household's, the rest a person's.

    Those outside the poor households get the personal groups more often, so that the
    share without any group is as low as in the help list.
    """
    shares = table("shares")
    people = population.people
    lifted = _homes(chance, population, shares["lifted"], set())
    monitored = _homes(chance, population, shares["monitored"], lifted)
    poor = lifted | monitored
    not_poor = set(range(len(people))) - poor
    inside = _homes(chance, population, shares["dibao"] / 2, not_poor)
    outside = _homes(chance, population, shares["dibao"] / 2, poor)
    dibao = inside | outside
    held = poor | dibao
    large_age = _personal(
        chance, people, shares["large_age"], held, leanings.hard_to_place
    )
    disabled = _personal(chance, people, shares["disabled"], held, leanings.frail)
    return {
        "lifted": lifted,
        "monitored": monitored,
        "dibao": dibao,
        "large_age": large_age,
        "disabled": disabled,
    }


def _homes(
    chance: Chance, population: Population, share: float, skip: set[int]
) -> set[int]:
    """People of whole households drawn until the share of all people is reached."""
    people = population.people
    members: dict[int, list[int]] = {}
    for i, person in enumerate(people):
        if i not in skip:
            members.setdefault(person.home, []).append(i)
    order = sorted((chance.unit(), home) for home in members)
    drawn: set[int] = set()
    for _, home in order:
        if len(drawn) >= round(share * len(people)):
            break
        drawn.update(members[home])
    return drawn


def _personal(
    chance: Chance,
    people: Sequence[Person],
    share: float,
    held: set[int],
    weigh: leanings.Weigher,
) -> set[int]:
    """Exactly that share; people outside the poor households are likelier."""
    weights = [
        weigh(person) * (1.0 if i in held else 3.7) for i, person in enumerate(people)
    ]
    return flagged(chance, round(share * len(people)), weights, skip=set())


def _bodies(
    chance: Chance, disabled: set[int]
) -> tuple[dict[int, str], dict[int, str]]:
    """Category and grade of those with a certificate, each to its own shares."""
    order = sorted(disabled)
    leans = [0.0] * len(order)
    categories = spread(chance, table("shares")["category"], leans)
    grades = spread(chance, table("shares")["grade"], leans)
    return (
        dict(zip(order, categories, strict=True)),
        dict(zip(order, grades, strict=True)),
    )
