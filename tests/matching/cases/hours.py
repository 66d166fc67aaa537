"""Cases of the family week. The default way takes 11 minutes by e-bike.

Half an hour of the way is free where hours were spoken, but never where care is.
"""

from datetime import date
from typing import Any

from tests.matching.builders import ALL_DAYS
from tests.matching.builders import SIX_DAYS
from tests.matching.builders import WEEKDAYS
from tests.matching.builders import by
from tests.matching.builders import free
from tests.matching.builders import north
from tests.matching.builders import shifts
from tests.matching.builders import span
from tests.matching.cases.case import Case

SCHOOL = span("08:00-16:30", WEEKDAYS)
PICK_UP = span("16:30-18:00", WEEKDAYS)
MOTHER = {"week": free(SCHOOL, care=[PICK_UP])}
EARLY, LATE = span("07:00-15:00"), span("13:00-21:00")
LODGED = {"reach": by("bus", lodging="county")}
SLACK = (11, 12, 1, 2)


def at(text: str, days: tuple[int, ...] = WEEKDAYS, **more: Any) -> dict[str, Any]:
    """A post's fact of one shift."""
    return {"time": shifts(span(text, days), **more)}


def week(text: str, days: tuple[int, ...] = SIX_DAYS, **more: Any) -> dict[str, Any]:
    """A worker's fact of one window."""
    return {"week": free(span(text, days), **more)}


def months(*named: int) -> dict[str, Any]:
    """A worker who is free by day in some months."""
    return week("07:00-18:30", months=named)


HOURS = (
    Case("back before the pick-up", "fit", (), MOTHER, at("08:30-16:00")),
    Case("pick-up at 16:30", "unfit", ("week.care",), MOTHER, at("08:30-16:30")),
    Case(
        "pick-up and come as you can",
        "fit",
        (),
        MOTHER,
        at("08:00-17:30", flexible=True),
    ),
    Case("11 min on the way", "fit", (), {"week": free(SCHOOL)}, at("08:30-16:30")),
    Case(
        "45 min over",
        "conditional",
        ("week.hours",),
        {"week": free(SCHOOL)},
        at("08:30-17:15"),
    ),
    Case(
        "two hours over",
        "unfit",
        ("week.hours",),
        {"week": free(SCHOOL)},
        at("08:30-18:30"),
    ),
    # 9 km by e-bike take 47 minutes: 17 more than spoken hours leave free.
    Case(
        "17 min over by a long way",
        "conditional",
        ("week.hours",),
        week("08:00-17:30") | {"reach": by("ebike", 60)},
        {"place": north(9.0)},
    ),
    Case(
        "the long way and time to spare",
        "fit",
        (),
        week("07:43-17:17") | {"reach": by("ebike", 60)},
        {"place": north(9.0)},
    ),
    Case(
        "chooses the early shift",
        "fit",
        (),
        week("06:30-15:30"),
        {"time": shifts(EARLY, LATE, pattern="choose")},
    ),
    Case(
        "chooses the late shift",
        "fit",
        (),
        week("12:30-21:30"),
        {"time": shifts(EARLY, LATE, pattern="choose")},
    ),
    Case(
        "must take both in turn",
        "unfit",
        ("week.hours",),
        week("06:30-15:30"),
        {"time": shifts(EARLY, LATE, pattern="rotate")},
    ),
    Case(
        "both in turn fit a long day",
        "fit",
        (),
        week("06:00-21:30"),
        {"time": shifts(EARLY, LATE, pattern="rotate")},
    ),
    Case(
        "lunch and dinner",
        "unfit",
        ("week.hours",),
        week("09:00-18:00"),
        {"time": shifts(span("10:00-14:00"), span("17:00-21:00"), pattern="split")},
    ),
    Case(
        "lunch and dinner, evenings free",
        "fit",
        (),
        week("09:00-21:30"),
        {"time": shifts(span("10:00-14:00"), span("17:00-21:00"), pattern="split")},
    ),
    Case(
        "over midnight",
        "fit",
        (),
        week("19:00-05:00", ALL_DAYS),
        at("20:00-04:00", ALL_DAYS),
    ),
    Case(
        "over midnight from Sunday to Monday",
        "fit",
        (),
        week("19:00-05:00", (7,)),
        at("20:00-04:00", (7,)),
    ),
    Case(
        "will not work at night",
        "unfit",
        ("week.night",),
        week("19:00-05:00", ALL_DAYS) | {"night": False},
        at("20:00-04:00", ALL_DAYS),
    ),
    Case(
        "six days for seven",
        "conditional",
        ("week.days",),
        {},
        at("08:00-17:00", ALL_DAYS),
    ),
    Case(
        "five days for seven",
        "conditional",
        ("week.days",),
        week("07:00-18:30", WEEKDAYS),
        at("08:00-17:00", ALL_DAYS),
    ),
    Case(
        "four days for seven",
        "unfit",
        ("week.days",),
        week("07:00-18:30", (1, 2, 3, 4)),
        at("08:00-17:00", ALL_DAYS),
    ),
    Case(
        "the weekend for seven",
        "conditional",
        ("week.days",),
        week("07:00-18:30", (6, 7)),
        at("08:00-17:00", ALL_DAYS),
    ),
    Case(
        "four days for six",
        "unfit",
        ("week.days",),
        week("07:00-18:30", (1, 2, 3, 4)),
    ),
    Case(
        "six days of seven asked",
        "fit",
        (),
        {},
        at("08:00-17:00", ALL_DAYS, days_required=6),
    ),
    Case(
        "three days for four",
        "unfit",
        ("week.days",),
        week("07:00-18:30", (1, 2, 3)),
        at("08:00-17:00", (1, 2, 3, 4)),
    ),
    Case("weekend only", "unfit", ("week.days",), week("07:00-18:30", (6, 7))),
    Case("slack season", "unfit", ("week.season",), months(*SLACK)),
    Case(
        "slack season for a winter post",
        "fit",
        (),
        months(*SLACK),
        at("08:00-17:00", season_months=(11, 12, 1)),
    ),
    Case(
        "half of the season",
        "conditional",
        ("week.season",),
        months(*SLACK),
        at("08:00-17:00", season_months=(1, 2, 3, 4)),
    ),
    Case(
        "a third of the season",
        "unfit",
        ("week.season",),
        months(*SLACK),
        at("08:00-17:00", season_months=(2, 3, 4)),
    ),
    Case(
        "later this year",
        "conditional",
        ("week.season",),
        {},
        at("08:00-17:00", season_months=(9, 10)),
    ),
    Case(
        "this month",
        "fit",
        (),
        {},
        at("08:00-17:00", season_months=(9, 10)),
        today=date(2026, 9, 1),
    ),
    Case("hours never asked", "open_question", ("week.asked",), {"week": None}),
    Case(
        "hours never asked, any time",
        "fit",
        (),
        {"week": None},
        {"time": {"flexible": True}},
    ),
    Case(
        "four hours in a short afternoon",
        "unfit",
        ("week.hours",),
        week("13:00-16:00"),
        {"time": {"flexible": True, "minutes_per_day": 240}},
    ),
    Case(
        "four hours in a long afternoon",
        "fit",
        (),
        week("13:00-17:30"),
        {"time": {"flexible": True, "minutes_per_day": 240}},
    ),
    Case(
        "9 hours where 8 are the most",
        "conditional",
        ("week.long",),
        week("07:00-18:30", max_minutes=480),
    ),
    Case(
        "10 hours where 8 are the most",
        "unfit",
        ("week.long",),
        week("07:00-18:30", max_minutes=480),
        at("08:00-18:00"),
    ),
    Case(
        "lives there, hours never asked",
        "fit",
        (),
        {"week": None} | LODGED,
        {"time": shifts(span("06:00-20:00"), live_in=True)},
    ),
    Case(
        "lives there, an hour on Mondays",
        "unfit",
        ("week.hours",),
        week("09:00-10:00", (1,)) | LODGED,
        {"time": shifts(span("06:00-20:00"), live_in=True)},
    ),
    Case(
        "lives there, no shifts named",
        "fit",
        (),
        week("09:00-10:00", (1,)) | LODGED,
        {"time": {"live_in": True}},
    ),
)
