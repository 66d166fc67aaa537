"""Whole people: the mission's couple, a farmer, a ledger's row, a mother, a fit man."""

from datetime import date
from typing import Any

from tests.matching.builders import VILLAGE
from tests.matching.builders import by
from tests.matching.builders import free
from tests.matching.builders import north
from tests.matching.builders import shifts
from tests.matching.builders import span
from tests.matching.builders import yuan
from tests.matching.cases.case import Case

# Nothing but a name on a list, a village and a trade: nobody asked anything else.
LEDGER: dict[str, Any] = {
    "place": None,
    "birth": None,
    "sex": None,
    "schooling": None,
    "languages": None,
    "licences": None,
    "groups": None,
    "week": None,
    "reach": None,
    "skills": None,
    "pay_floor": None,
    "limits": None,
}
# Both have a certificate, neither has a trade, and neither can farm.
HUSBAND: dict[str, Any] = {
    "sex": "male",
    "birth": date(1978, 2, 2),
    "skills": (),
    "reach": by("walk", 30, max_km=2.0, scope="village", lodging="no"),
    "pay_floor": yuan(1500, 1500),
    "limits": {
        "WALK": {"block_at": 2, "caution_at": 1},
        "STAND": {"block_at": 2, "caution_at": 1},
        "LIFT": {"block_at": 2},
        "PEDAL": {"block_at": 3, "caution_at": 1},
    },
}
WIFE: dict[str, Any] = HUSBAND | {
    "sex": "female",
    "birth": date(1981, 7, 9),
    "limits": {"HEAR": {"block_at": 3, "caution_at": 1}, "SPEAK": {"block_at": 3}},
}
WORKSHOP: dict[str, Any] = {
    "area": VILLAGE,
    "place": north(1.0),
    "training_days": 7,
    "accommodations": ("seated", "written_instruction"),
    "demands": {"SIT": 3, "FINE": 3, "HANDS": 3, "MACH": 2, "PEDAL": 2},
    "time": shifts(span("08:00-17:30"), flexible=True),
    "pay": yuan(1600, 3000),
}
FIELD: dict[str, Any] = WORKSHOP | {
    "accommodations": (),
    "demands": {"WALK": 3, "STAND": 3, "LIFT": 3, "BEND": 3},
    "traits": ("outdoor",),
}
FARMER: dict[str, Any] = {
    "sex": "male",
    "birth": date(1967, 10, 1),
    "schooling": "primary",
    "skills": [{"code": "farming", "years": 30}],
    "pay_floor": yuan(100, 100, "day"),
    "reach": by("ebike", max_km=10.0, lodging="no"),
    "week": free(span("07:00-18:00", (1, 2, 3, 4, 5, 6, 7)), months=(11, 12, 1, 2)),
}
WINTER: dict[str, Any] = {
    "needs": (),
    "pay": yuan(110, 130, "day"),
    "time": shifts(span("08:00-17:00"), season_months=(12, 1)),
}

STORIES = (
    # His pedal is a caution beside the training; hers is the training alone.
    Case(
        "husband of the couple at the garment workshop",
        "conditional",
        ("body.PEDAL", "skill.must"),
        HUSBAND,
        WORKSHOP,
    ),
    Case(
        "wife of the couple at the garment workshop",
        "conditional",
        ("skill.must",),
        WIFE,
        WORKSHOP,
    ),
    # Several demands block; the first of the worst in the vocabulary's order speaks.
    Case(
        "husband of the couple in the fields", "unfit", ("body.STAND",), HUSBAND, FIELD
    ),
    Case("farmer in the slack season", "fit", (), FARMER, WINTER),
    Case("farmer and a job all year", "unfit", ("week.season",), FARMER, {"needs": ()}),
    Case(
        "ledger only",
        "open_question",
        ("law.child", "reach.asked", "week.asked", "skill.asked"),
        LEDGER,
    ),
    Case(
        "ledger only, own village",
        "open_question",
        ("law.child", "week.asked"),
        LEDGER,
        {"area": VILLAGE, "needs": ()},
    ),
    Case(
        "ledger only, every wish named",
        "open_question",
        (
            "law.child",
            "eligible.group",
            "eligible.licence",
            "body.asked",
            "reach.asked",
            "week.asked",
            "skill.asked",
            "asks.age",
            "asks.schooling",
        ),
        LEDGER,
        {
            "target_groups": ("dibao",),
            "licences": ("C1",),
            "demands": {"LIFT": 3},
            "age_max": 50,
            "schooling": "junior",
            "languages": ("mandarin",),
        },
    ),
)
