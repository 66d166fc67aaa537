"""Puts a worker together: identity, and what is stated, in full or from the ledger."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from typing import Literal

from common.contracts.people import WorkState
from common.contracts.values import Pay
from common.contracts.values import Place
from common.intake.stated import StatedWorker
from deploy.sample.chance import Chance
from deploy.sample.conditions import Conditions
from deploy.sample.hours import Duties
from deploy.sample.hours import spoken_hours
from deploy.sample.identities import Identities
from deploy.sample.identities import birth_at_age
from deploy.sample.identities import certificate
from deploy.sample.population import Person
from deploy.sample.population import Population
from deploy.sample.shape import PhoneOwner
from deploy.sample.shape import SampleWorker
from deploy.sample.tables import table
from deploy.sample.wording import craft_of
from deploy.sample.wording import limits_of
from deploy.sample.wording import sentence

_MODES = {
    "walk": ("走路",),
    "e-bike": ("电动车", "走路"),
    "motorcycle": ("摩托车",),
    "bus": ("坐班车", "走路"),
    "car": ("开车",),
}
_LODGING: dict[str, Literal["no", "county", "anywhere"]] = {
    "near": "no",
    "county": "no",
    "lodging": "county",
    "away": "anywhere",
}
_STATES: tuple[WorkState, ...] = ("looking", "working", "away", "paused")


@dataclass(frozen=True, slots=True)
class Draw:
    """Everything a worker is put together from; one for a whole population."""

    chance: Chance
    identities: Identities
    population: Population
    conditions: Conditions
    today: date


def workers(draw: Draw) -> Iterator[SampleWorker]:
    """All workers of the population, household by household."""
    surnames: dict[int, str] = {}
    for i, person in enumerate(draw.population.people):
        birth = birth_at_age(draw.chance, person.age, draw.today)
        surname = surnames.get(person.home) if person.age < 24 else None
        name = draw.identities.name(person.sex, birth, surname)
        if person.sex == "male":
            surnames[person.home] = name[:1]
        yield _worker(draw, i, name, birth)


def _worker(draw: Draw, i: int, name: str, birth: date) -> SampleWorker:
    chance, conditions = draw.chance, draw.conditions
    person = draw.population.people[i]
    number = draw.identities.id_number(birth, person.sex)
    ledger = i in conditions.ledger_only
    category = conditions.category.get(i)
    owner: PhoneOwner = "本人"
    if person.age >= 60 and chance.yes(0.35):
        owner = "子女"
    stated = _ledger_facts(draw, i, birth)
    if not ledger:
        stated |= _full_facts(draw, i)
    return SampleWorker(
        id=chance.id(),
        name=name,
        id_number=number,
        certificate=None
        if category is None
        else certificate(number, category, conditions.grade[i]),
        phone=None if chance.yes(0.05) else draw.identities.phone(),
        phone_owner=owner,
        facts="ledger" if ledger else "full",
        stated=StatedWorker(**stated),
    )


def _ledger_facts(draw: Draw, i: int, birth: date) -> dict[str, Any]:
    """What a county's old ledger knows; one in five there has no group noted."""
    person = draw.population.people[i]
    home = draw.population.households[person.home]
    unknown = i in draw.conditions.ledger_only and draw.chance.yes(0.2)
    return {
        "area": person.village.code,
        "terrain": person.village.terrain,
        "household": home.id,
        "birth": birth,
        "sex": person.sex,
        "state": draw.chance.weighted(_STATES, (0.92, 0.04, 0.03, 0.01)),
        "schooling": draw.conditions.schooling[i],
        "categories": None if unknown else _categories(draw, i),
    }


def _categories(draw: Draw, i: int) -> tuple[str, ...]:
    words = table("words")["categories"]
    held = [
        draw.chance.one(words[group])
        for group, members in draw.conditions.groups.items()
        if i in members and group in words
    ]
    if i in draw.conditions.category:
        category, grade = draw.conditions.category[i], draw.conditions.grade[i]
        held.append(f"残疾人:{category}{grade}")
    return tuple(held)


def _full_facts(draw: Draw, i: int) -> dict[str, Any]:
    chance, conditions = draw.chance, draw.conditions
    person = draw.population.people[i]
    lat, lng = draw.population.points[person.home]
    craft = craft_of(chance, person, conditions.transport[i])
    limits, answers = limits_of(
        chance, conditions.category.get(i), conditions.grade.get(i)
    )
    dialect = i in conditions.dialect_only
    slack = table("shares")["slack_months"][person.village.terrain]
    return {
        "place": Place(lat=lat, lng=lng, accuracy_m=100, source="survey"),
        "languages": ("本地话",) if dialect else ("本地话", "普通话"),
        "months": tuple(slack) if i in conditions.slack_only else None,
        "certificates": craft.papers,
        "skills": craft.skills,
        "wishes": craft.wishes,
        "vetoes": craft.vetoes,
        "limits": limits,
        "capabilities": answers,
        "pay_floor": _floor(chance, person),
        "said": sentence(chance, _topics(conditions, i), craft.skills),
        **_reach(draw, i, limits),
        **_time(draw, i),
    }


def _time(draw: Draw, i: int) -> dict[str, Any]:
    conditions = draw.conditions
    duties = Duties(
        pick_up=i in conditions.pick_up,
        infant=i in conditions.infant,
        elderly=i in conditions.elderly,
        no_night=i in conditions.no_night,
    )
    spoken = spoken_hours(draw.chance, duties)
    old = draw.population.people[i].age >= 60
    return {
        "hours": spoken.hours,
        "care": spoken.care,
        "night": not duties.no_night,
        "max_hours_per_day": 8.0 if old and draw.chance.yes(0.5) else None,
    }


def _reach(draw: Draw, i: int, limits: tuple[str, ...] | None) -> dict[str, Any]:
    """Transport, kilometres as people say them, and how far a wish may lead."""
    chance = draw.chance
    mode, wish = draw.conditions.transport[i], draw.conditions.wish[i]
    low, high = table("shares")["reach_km"][mode]
    wheelchair = mode == "walk" and limits is not None and "轮椅" in "".join(limits)
    scope = {"county": "county", "lodging": "county"}.get(wish)
    if wish == "near":
        home = i in draw.conditions.infant and chance.yes(0.5)
        nearby = chance.weighted(("township", "village"), (0.75, 0.25))
        scope = "home" if home else nearby
    return {
        "transport": ("轮椅",) if wheelchair else _MODES[mode],
        "max_km": 1.0 if wheelchair else float(chance.whole(low, high)),
        "scope": scope,
        "lodging": _LODGING[wish],
    }


def _topics(conditions: Conditions, i: int) -> tuple[str, ...]:
    """What a free sentence may speak of: only what is also stated."""
    held = {
        "pick_up": i in conditions.pick_up,
        "infant": i in conditions.infant,
        "elderly": i in conditions.elderly,
        "slack": i in conditions.slack_only,
        "away": conditions.wish[i] == "away",
        "near": conditions.wish[i] == "near",
    }
    return tuple(topic for topic, holds in held.items() if holds)[:2]


def _floor(chance: Chance, person: Person) -> Pay | None:
    """The least acceptable pay; the old and those in the village ask for less."""
    if chance.yes(0.15):
        return None
    if chance.yes(0.18):
        day = float(chance.whole(7, 16) * 10)
        return Pay(min=day, max=day, unit="day")
    least, most = (10, 26) if person.age >= 55 else (15, 38)
    month = float(chance.whole(least, most) * 100)
    return Pay(min=month, max=month, unit="month")
