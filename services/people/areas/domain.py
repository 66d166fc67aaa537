"""What an area may be: twelve digits of a level, or a local group below a village."""

from dataclasses import dataclass
from datetime import date

from common.contracts.people import Area
from common.contracts.values import Place
from common.contracts.values import Terrain
from common.intake.identifiers import Unreadable
from common.intake.identifiers import area_level
from common.intake.identifiers import area_parent
from common.intake.identifiers import read_area
from common.problems import FieldError
from common.problems import Invalid
from common.tokens import Caller


class AreasAreWrong(Invalid):
    """Some areas cannot be taken; every wrong field is named by its place."""


@dataclass(frozen=True, slots=True)
class AreaFacts:
    """One area as its keeper tells it; `local` names a 屯/组 inside a village."""

    code: str
    local: str
    name: str
    terrain: Terrain
    centre: Place | None
    valid_from: date | None = None
    valid_until: date | None = None

    @property
    def parent(self) -> str | None:
        """The area above; of a local group its village."""
        return self.code if self.local else area_parent(self.code)


def facts_of(area: Area) -> AreaFacts:
    """An area of the tree as others may know it, as facts."""
    return AreaFacts(area.code, "", area.name, area.terrain, area.centre)


def wrong_fields(facts: AreaFacts, *, synthetic: bool) -> list[FieldError]:
    """What is wrong with one area; empty when nothing is."""
    wrong = []
    try:
        read_area(facts.code, synthetic=synthetic)
    except Unreadable as refused:
        wrong.append(FieldError("code", f"field.{refused.key}", refused.numbers))
    else:
        if facts.local and area_level(facts.code) != "village":
            wrong.append(FieldError("local", "field.area.local"))
    if facts.valid_from and facts.valid_until and facts.valid_until < facts.valid_from:
        wrong.append(FieldError("valid_until", "field.area.ends-before-begin"))
    return wrong


def check_areas(areas: list[AreaFacts], *, synthetic: bool) -> None:
    """AreasAreWrong unless all of them can be taken."""
    wrong = [
        FieldError(f"{place}.{error.field}", error.key, error.numbers)
        for place, facts in enumerate(areas)
        for error in wrong_fields(facts, synthetic=synthetic)
    ]
    if wrong:
        raise AreasAreWrong(*wrong)


def check_reach(areas: list[AreaFacts], caller: Caller) -> None:
    """A county keeps its own part of the tree only; an administrator keeps all."""
    wrong = [
        FieldError(f"{place}.code", "field.area.out-of-scope")
        for place, facts in enumerate(areas)
        if caller.role == "county" and not caller.sees(facts.code)
    ]
    if wrong:
        raise AreasAreWrong(*wrong)
