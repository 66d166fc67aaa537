"""Workbooks as officers really bring them: each defect with what becomes of it."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from common.intake.ledger import Reading
from common.tokens import Caller
from services.people.imports.drafting import Drafting
from services.people.imports.drafting import Read
from services.people.imports.gathering import Gathering
from services.people.imports.gathering import heading_of
from services.people.imports.jail import frames
from services.people.imports.placing import places_of
from tests.people.builders import AREAS
from tests.people.imports.ugly import UGLY
from tests.people.imports.ugly import Ugly

TODAY = date(2026, 11, 21)
COUNTY = Caller("county-1", "county", ("990121",))
PLACES = places_of(
    COUNTY, [(a["code"], a["name"]) for a in AREAS if a["code"].startswith("990121")]
)


def people_of(content: bytes) -> list[Read]:
    """Everybody in a workbook, as the dry run reads them."""
    gathering = Gathering({})
    parts = [part for frame in frames(content) for part in gathering.take(frame)]
    reading = Reading(TODAY, TODAY, synthetic=True)
    drafting = {
        place: Drafting(place, heading_of(gathering.sheets[place]), reading, PLACES)
        for place in {part["sheet"] for part in parts}
    }
    return [
        read
        for part in parts
        for read in drafting[part["sheet"]].drafts_of(part["rows"])
    ]


def said_of(read: Read) -> dict[str, Any]:
    """What was understood of one line, in one flat form."""
    draft = read.draft
    return {
        "name": draft.name,
        "id_number": draft.id_number,
        "phones": [number for number, _ in draft.phones],
        "birth": draft.birth,
        "said_on": draft.said_on.isoformat(),
        **draft.told,
        "wrong": {wrong.key.removeprefix("field.") for wrong in read.wrong},
    }


@pytest.mark.parametrize("ugly", UGLY, ids=lambda ugly: ugly.defect)
def test_an_ugly_workbook_is_understood_or_told(ugly: Ugly) -> None:
    found = [said_of(read) for read in people_of(ugly.content())]

    told = [
        {name: one.get(name) for name in expected}
        for one, expected in zip(found, ugly.people, strict=True)
    ]
    assert told == list(ugly.people)


def test_there_are_at_least_forty_defects() -> None:
    names: Callable[[Ugly], str] = lambda ugly: ugly.defect  # noqa: E731

    assert len({names(ugly) for ugly in UGLY}) >= 40
