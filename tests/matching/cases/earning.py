"""Cases of the families pay, skill and asks. The default floor is 2,800 a month."""

from datetime import date
from typing import Any

from tests.matching.builders import WEEKDAYS
from tests.matching.builders import shifts
from tests.matching.builders import span
from tests.matching.builders import yuan
from tests.matching.cases.case import Case


def man(year: int, month: int = 1, day: int = 1) -> dict[str, Any]:
    """A man by his birth date: no retirement caution below 60."""
    return {"birth": date(year, month, day), "sex": "male"}


def knows(code: str, years: float | None = None) -> dict[str, Any]:
    """A worker's fact of one skill."""
    return {"skills": [{"code": code, "years": years}]}


def needs(**more: Any) -> dict[str, Any]:
    """A post's fact that sewing is needed, with something more."""
    return {"needs": [{"code": "sewing", **more}]}


HALF_DAY = shifts(span("08:00-12:00", WEEKDAYS))

EARNING = (
    Case("3,120 by the day", "fit", (), {}, {"pay": yuan(100, 120, "day")}),
    Case(
        "2,600 by the day",
        "conditional",
        ("pay.floor",),
        {},
        {"pay": yuan(80, 100, "day")},
    ),
    Case(
        "exactly 65 %",
        "conditional",
        ("pay.floor",),
        {},
        {"pay": yuan(70, 70, "day")},
    ),
    Case("64 %", "unfit", ("pay.floor",), {}, {"pay": yuan(69, 69, "day")}),
    # 54 hours a week are 233.8 a month: 12 yuan make 2,805.84.
    Case("full time by the hour", "fit", (), {}, {"pay": yuan(10, 12, "hour")}),
    # 20 hours a week: the floor is 2,800 ÷ 174 = 16.09 an hour.
    Case(
        "part time for 17 an hour",
        "fit",
        (),
        {},
        {"pay": yuan(15, 17, "hour"), "time": HALF_DAY},
    ),
    Case(
        "part time for 16 an hour",
        "conditional",
        ("pay.floor", "law.wage"),
        {},
        {"pay": yuan(15, 16, "hour"), "time": HALF_DAY},
    ),
    Case(
        "100 a day is 2,600 a month",
        "fit",
        (),
        {"pay_floor": yuan(100, 100, "day")},
        {"pay": yuan(2000, 2600)},
    ),
    Case("pay not said", "open_question", ("pay.asked",), {}, {"pay": None}),
    Case("no floor named", "fit", (), {"pay_floor": None}, {"pay": None}),
    Case(
        "any pay will do",
        "fit",
        (),
        {"pay_floor": yuan(0, 0)},
        {"pay": yuan(0, 1), "kind": "household"},
    ),
    Case(
        "any pay will do, none named",
        "fit",
        (),
        {"pay_floor": yuan(0, 0)},
        {"pay": None},
    ),
    Case("no skill", "unfit", ("skill.must",), {"skills": ()}),
    Case("no skill for a nice one", "fit", (), {"skills": ()}, needs(must=False)),
    Case(
        "no skill, trainable",
        "conditional",
        ("skill.must",),
        {"skills": ()},
        needs(trainable=True),
    ),
    Case(
        "no skill, a week of training",
        "conditional",
        ("skill.must",),
        {"skills": ()},
        {"training_days": 7},
    ),
    Case("near skill", "conditional", ("skill.must",), knows("tailoring")),
    Case("nearly the same skill", "fit", (), knows("hemming")),
    Case("far skill", "unfit", ("skill.must",), knows("cooking")),
    Case("two years of two", "fit", (), knows("sewing", 2), needs(years=2)),
    Case(
        "one year of two",
        "conditional",
        ("skill.must",),
        knows("sewing", 1),
        needs(years=2),
    ),
    Case(
        "half a year of two",
        "unfit",
        ("skill.must",),
        knows("sewing", 0.5),
        needs(years=2),
    ),
    Case("years never asked", "fit", (), knows("sewing"), needs(years=2)),
    Case("wishes this trade", "fit", (), {"wished": ("A",)}),
    Case("wishes another", "conditional", ("skill.trade",), {"wished": ("J177",)}),
    Case("wishes a near title", "fit", (), {"wished": ("J002",)}),
    Case("skills never asked", "open_question", ("skill.asked",), {"skills": None}),
    Case(
        "age wish two years over",
        "conditional",
        ("asks.age",),
        man(1974),
        {"age_max": 50},
    ),
    Case(
        "age wish three years over", "unfit", ("asks.age",), man(1973), {"age_max": 50}
    ),
    Case("age wish two years under", "conditional", ("asks.age",), {}, {"age_min": 41}),
    Case("age wish met", "fit", (), {}, {"age_min": 39, "age_max": 39}),
    Case(
        "17 for a post from 18 on",
        "unfit",
        ("asks.age",),
        man(2008, 10),
        {"age_min": 18},
    ),
    Case(
        "schooling one below",
        "unfit",
        ("asks.schooling",),
        {"schooling": "junior"},
        {"schooling": "high"},
    ),
    Case("schooling above", "fit", (), {}, {"schooling": "primary"}),
    Case(
        "schooling never asked",
        "open_question",
        ("asks.schooling",),
        {"schooling": None},
        {"schooling": "junior"},
    ),
    Case("language lacking", "unfit", ("asks.language",), {}, {"languages": ("yue",)}),
    Case(
        "languages never asked",
        "fit",
        (),
        {"languages": None},
        {"languages": ("yue",)},
    ),
)
