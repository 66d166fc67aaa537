"""What makes two rows one person: facts that agree, and nothing that speaks against it.

A name that agrees is one fact; birth, telephone or certificate is the other. Less than
that proposes nothing, and two numbers that differ are two people, however alike.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from common.intake.identifiers import Sex
from common.intake.names import search_key
from common.intake.names import syllables
from common.problems import Conflict
from common.problems import Forbidden
from services.people.workers.identities import Person

State = Literal["proposed", "refused", "merged", "parted"]
Agreement = Literal[
    "name", "sound", "spelling", "birth", "phone", "certificate", "village"
]
NAMED = frozenset(("name", "sound", "spelling"))
SECOND = frozenset(("birth", "phone", "certificate"))


class TooLittleAgrees(Conflict):
    """Fewer than two facts agree, so nobody may say that these are one person."""


class PeopleDiffer(Conflict):
    """Two numbers, or man and woman: these are two people."""


class SomebodyElseDecides(Forbidden):
    """Who proposed that two rows are one person does not decide it."""


class MergeEnded(Conflict):
    """It was decided already, or cannot be taken back any more."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is compared of one row."""

    person: Person
    birth: date | None
    sex: Sex | None
    area: str


def agreements(one: Known, other: Known) -> tuple[Agreement, ...]:
    """The facts that agree; PeopleDiffer where something speaks against it."""
    numbers = {one.person.id_number, other.person.id_number} - {None}
    sexes = {one.sex, other.sex} - {None}
    if len(numbers) > 1 or len(sexes) > 1:
        raise PeopleDiffer
    return tuple(_agreeing(one, other))


def _agreeing(one: Known, other: Known) -> Iterator[Agreement]:
    named = _named(one.person.name, other.person.name)
    if named:
        yield named
    if one.birth and one.birth == other.birth:
        yield "birth"
    if _own(one.person) & _own(other.person):
        yield "phone"
    if one.person.certificate and one.person.certificate == other.person.certificate:
        yield "certificate"
    if one.area == other.area:
        yield "village"


def _own(person: Person) -> set[str]:
    """Telephones of their own: a family shares the others."""
    return {phone.number for phone in person.phones if phone.relation == "self"}


def _named(one: str, other: str) -> Agreement | None:
    if search_key(one) == search_key(other):
        return "name"
    if syllables(one) == syllables(other):
        return "sound"
    return "spelling" if _one_off(search_key(one), search_key(other)) else None


def _one_off(one: str, other: str) -> bool:
    """Whether one character was written wrong, left out, or written too much."""
    short, long = sorted((one, other), key=len)
    if len(long) < 3 or len(long) - len(short) > 1:
        return False
    if len(short) == len(long):
        return sum(a != b for a, b in zip(one, other, strict=True)) == 1
    return any(long[:at] + long[at + 1 :] == short for at in range(len(long)))


def are_enough(agreed: tuple[Agreement, ...]) -> bool:
    """Whether two facts agree; a name that is only nearly the same needs the birth.

    Brothers share a telephone and all but one character of their names.
    """
    if "spelling" in agreed:
        return "birth" in agreed
    return bool(NAMED & set(agreed)) and bool(SECOND & set(agreed))


def check_agreed(agreed: tuple[Agreement, ...]) -> None:
    """TooLittleAgrees unless two facts agree."""
    if not are_enough(agreed):
        raise TooLittleAgrees(count=len(agreed))
