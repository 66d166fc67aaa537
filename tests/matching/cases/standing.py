"""Cases of the families open, law, eligible, safety and veto."""

from datetime import date

from tests.matching.builders import ALL_DAYS
from tests.matching.builders import OTHER_TOWNSHIP
from tests.matching.builders import TOWNSHIP
from tests.matching.builders import free
from tests.matching.builders import shifts
from tests.matching.builders import span
from tests.matching.cases.case import Case

YESTERDAY, TODAY, TOMORROW = date(2026, 3, 15), date(2026, 3, 16), date(2026, 3, 17)
ALWAYS = free(span("00:00-24:00", ALL_DAYS))
SEVENTEEN = date(2008, 10, 1)
GONE = {"code": "fraud", "law": "劳动合同法第9条"}
ODD = {"code": "odd", "law": "就业促进法第41条", "doubtful": True}
EPILEPSY = ("machine", "height", "water", "open_fire", "vehicle", "alone")


def ended(code: str, until: date) -> dict[str, object]:
    """A dated code that ends on a day."""
    return {"code": code, "valid_until": until}


STANDING = (
    Case("the default worker fits the default post", "fit"),
    Case("full", "unfit", ("open.post",), post={"openings": 0}),
    Case("expired", "unfit", ("open.post",), post={"valid_until": YESTERDAY}),
    Case("last day", "fit", post={"valid_until": TODAY}),
    Case("not begun", "unfit", ("open.post",), post={"valid_from": TOMORROW}),
    Case("begins today", "fit", post={"valid_from": TODAY}),
    Case("paused", "unfit", ("open.post",), post={"state": "paused"}),
    Case("fraud", "unfit", ("open.advert",), post={"flags": [GONE]}),
    Case("doubtful", "conditional", ("open.advert",), post={"flags": [ODD]}),
    Case("doubtful and fraud", "unfit", ("open.advert",), post={"flags": [ODD, GONE]}),
    Case("away at work", "unfit", ("open.worker",), {"state": "away"}),
    Case("15 years", "unfit", ("law.child",), {"birth": date(2010, 9, 1)}),
    Case("16 tomorrow", "unfit", ("law.child",), {"birth": date(2010, 3, 17)}),
    Case("16 today", "conditional", ("law.minor",), {"birth": date(2010, 3, 16)}),
    Case(
        "leap day child is 17 on 28 February",
        "conditional",
        ("law.minor",),
        {"birth": date(2008, 2, 29)},
        today=date(2026, 2, 28),
    ),
    Case(
        "leap day child is 18 on 1 March",
        "fit",
        worker={"birth": date(2008, 2, 29)},
        today=date(2026, 3, 1),
    ),
    Case(
        "17 on a night shift",
        "unfit",
        ("law.minor",),
        {"birth": SEVENTEEN, "week": ALWAYS},
        {"time": shifts(span("14:30-22:01"))},
    ),
    Case(
        "17 until 22:00",
        "conditional",
        ("law.minor",),
        {"birth": SEVENTEEN, "week": ALWAYS},
        {"time": shifts(span("14:30-22:00"))},
    ),
    Case(
        "17 at machine pace",
        "unfit",
        ("law.minor",),
        {"birth": SEVENTEEN},
        {"demands": {"PACE": 3}},
    ),
    Case(
        "17 with dust",
        "unfit",
        ("law.minor",),
        {"birth": SEVENTEEN},
        {"traits": ("dust",)},
    ),
    Case(
        "17 with a driving licence asked",
        "unfit",
        ("law.minor",),
        {"birth": SEVENTEEN, "licences": [{"code": "C1"}]},
        {"licences": ("C1",)},
    ),
    Case(
        "17 with a health card held",
        "conditional",
        ("law.minor",),
        {"birth": SEVENTEEN, "licences": [{"code": "health_card"}]},
        {"licences": ("health_card",)},
    ),
    Case("women and 50 kg", "unfit", ("law.women",), post={"lift_kg": 50}),
    Case("women and 25 kg", "fit", post={"lift_kg": 25}),
    Case("men and 50 kg", "fit", worker={"sex": "male"}, post={"lift_kg": 50}),
    Case("unknown sex, 50 kg", "fit", worker={"sex": None}, post={"lift_kg": 50}),
    Case("women below", "unfit", ("law.women",), post={"traits": ("underground",)}),
    Case(
        "over age at 63",
        "conditional",
        ("law.over_age",),
        {"birth": date(1963, 1, 10), "sex": "male"},
    ),
    # Born 1966-01: twelve months after the base, 12 div 4 + 1 = 4 months: 2026-05.
    Case(
        "the day before the retirement month",
        "fit",
        worker={"birth": date(1966, 1, 20), "sex": "male"},
        today=date(2026, 4, 30),
    ),
    Case(
        "the first day of the retirement month",
        "conditional",
        ("law.over_age",),
        {"birth": date(1966, 1, 20), "sex": "male"},
        today=date(2026, 5, 1),
    ),
    Case(
        "a woman of the 50 track at 50 and a month",
        "conditional",
        ("law.over_age",),
        {"birth": date(1975, 1, 15)},
        today=date(2025, 2, 1),
    ),
    Case(
        "the same woman on the 55 track",
        "fit",
        worker={"birth": date(1975, 1, 15), "female_track": 55},
        today=date(2025, 2, 1),
    ),
    Case("unknown birth", "open_question", ("law.child",), {"birth": None}),
    Case(
        "none of the target groups",
        "unfit",
        ("eligible.group",),
        post={"target_groups": ("dibao", "disabled")},
    ),
    Case(
        "groups never asked",
        "open_question",
        ("eligible.group",),
        {"groups": None},
        {"target_groups": ("dibao",)},
    ),
    Case(
        "group ended yesterday",
        "unfit",
        ("eligible.group",),
        {"groups": [ended("dibao", YESTERDAY)]},
        {"target_groups": ("dibao",)},
    ),
    Case(
        "group ends today",
        "fit",
        worker={"groups": [ended("dibao", TODAY)]},
        post={"target_groups": ("disabled", "dibao")},
    ),
    Case(
        "public welfare of the wrong township",
        "unfit",
        ("eligible.residence",),
        post={"kind": "public_welfare", "residence": OTHER_TOWNSHIP},
    ),
    Case("public welfare of the own township", "fit", post={"residence": TOWNSHIP}),
    Case(
        "residence unknown",
        "open_question",
        ("eligible.residence",),
        {"area": None},
        {"residence": TOWNSHIP},
    ),
    Case(
        "formal age a year under",
        "unfit",
        ("eligible.age",),
        post={"formal_age": True, "age_min": 40, "age_max": 65},
    ),
    Case(
        "formal age at the last year",
        "fit",
        post={"formal_age": True, "age_min": 18, "age_max": 39},
    ),
    Case(
        "licence ended yesterday",
        "unfit",
        ("eligible.licence",),
        {"licences": [ended("C1", YESTERDAY)]},
        {"licences": ("C1",)},
    ),
    Case(
        "licence ends today",
        "fit",
        worker={"licences": [ended("C1", TODAY)]},
        post={"licences": ("C1",)},
    ),
    Case(
        "welding beyond the retirement month",
        "unfit",
        ("eligible.licence",),
        {
            "birth": date(1963, 1, 10),
            "sex": "male",
            "licences": [ended("welding", date(2030, 1, 1))],
        },
        {"licences": ("welding",)},
    ),
    Case(
        "driving beyond the retirement month",
        "conditional",
        ("law.over_age",),
        {
            "birth": date(1963, 1, 10),
            "sex": "male",
            "licences": [ended("C1", date(2030, 1, 1))],
        },
        {"licences": ("C1",)},
    ),
    Case(
        "licences never asked",
        "open_question",
        ("eligible.licence",),
        {"licences": None},
        {"licences": ("C1", "health_card")},
    ),
    Case(
        "health card still to get",
        "conditional",
        ("eligible.licence",),
        post={"licences": ("health_card",)},
    ),
    Case(
        "background check not passed",
        "unfit",
        ("eligible.background",),
        {"bars": ("intentional_crime",)},
        {"background": ("intentional_crime",)},
    ),
    Case("epilepsy at a machine", "unfit", ("safety.hazard",), {"unsafe": EPILEPSY}),
    *(
        Case(
            f"epilepsy and {trait}",
            "unfit",
            ("safety.hazard",),
            {"unsafe": EPILEPSY},
            {"traits": (trait,)},
        )
        for trait in ("water", "open_fire", "vehicle")
    ),
    Case(
        "epilepsy at a table", "fit", worker={"unsafe": EPILEPSY}, post={"traits": ()}
    ),
    # A carrier of hepatitis B has no limit and nothing unsafe: there is no fact.
    Case(
        "hepatitis B carrier in a kitchen",
        "fit",
        worker={"licences": [{"code": "health_card"}]},
        post={"licences": ("health_card",), "traits": ("kitchen", "bio")},
    ),
    Case(
        "hypertension at night",
        "unfit",
        ("safety.hazard",),
        {"unsafe": ("night", "heat"), "week": ALWAYS},
        {"traits": ("night",), "time": shifts(span("20:00-04:00"))},
    ),
    Case("hypertension by day", "fit", worker={"unsafe": ("night", "heat")}),
    Case("refused trait", "unfit", ("veto.refused",), {"refused": ("machine",)}),
    Case("refused title", "unfit", ("veto.refused",), {"refused": ("J001",)}),
    Case("refused title group", "unfit", ("veto.refused",), {"refused": ("A",)}),
    Case("refused something else", "fit", worker={"refused": ("B", "night", "J002")}),
)
