"""Cases of known ways, rivers and buses. The default home lies in VILLAGE.

By e-bike on the plain 5 km take 28 minutes, 9 km 46 by the model. By bus 5 km take 42.
"""

from typing import Any

from tests.matching.builders import NEXT_VILLAGE
from tests.matching.builders import SIX_DAYS
from tests.matching.builders import TOWNSHIP
from tests.matching.builders import VILLAGE
from tests.matching.builders import by
from tests.matching.builders import free
from tests.matching.builders import north
from tests.matching.builders import shifts
from tests.matching.builders import span
from tests.matching.cases.case import Case

EARLY, LATE, DAY = span("06:00-14:00"), span("10:30-18:30"), span("08:00-17:00")
LONG_WEEK = free({"days": SIX_DAYS, "start_min": 300, "end_min": 1380})
EBIKE_30 = {"reach": by("ebike", 30)}
BY_BUS = {"reach": by("bus", 60), "week": LONG_WEEK}
BUS_OR_WALK = {
    "reach": {"modes": [{"mode": "bus"}, {"mode": "walk", "max_min": 10}]},
    "week": LONG_WEEK,
}


def known(
    mode: str, minutes: int | None, area: str = VILLAGE, **more: Any
) -> dict[str, Any]:
    """What the officer of an area says of the way by a mode."""
    return {"from_area": area, "mode": mode, "minutes": minutes, **more}


def at(km: float, *ways: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A post so many kilometres away to which somebody knows the way."""
    return {"place": north(km), "known_ways": list(ways), **more}


KNOWING = (
    Case("9 km by the short cut", "fit", (), EBIKE_30, at(9.0, known("ebike", 25))),
    Case(
        "34 known minutes of 30",
        "conditional",
        ("reach.known",),
        EBIKE_30,
        at(1.0, known("ebike", 34)),
    ),
    Case(
        "35 known minutes of 30",
        "unfit",
        ("reach.known",),
        EBIKE_30,
        at(1.0, known("ebike", 35)),
    ),
    # 9.3 km are a sixth over 8 km, whatever the minutes: a wish for near by holds.
    Case(
        "kilometres hold on the straight line",
        "unfit",
        ("reach.known",),
        {"reach": by("ebike", 60, max_km=8.0)},
        at(9.3, known("ebike", 20)),
    ),
    Case(
        "known from another village",
        "fit",
        (),
        EBIKE_30,
        at(5.0, known("ebike", 90, NEXT_VILLAGE)),
    ),
    Case(
        "known from the township",
        "unfit",
        ("reach.known",),
        EBIKE_30,
        at(5.0, known("ebike", 90, TOWNSHIP)),
    ),
    Case(
        "the village is nearer the truth than the township",
        "fit",
        (),
        EBIKE_30,
        at(5.0, known("ebike", 90, TOWNSHIP), known("ebike", 20)),
    ),
    Case(
        "known by another mode",
        "fit",
        (),
        EBIKE_30,
        at(5.0, known("walk", 200), known("shuttle", None)),
    ),
    # A river without a bridge: 500 m as the crow flies, and no way there.
    Case(
        "across the river",
        "unfit",
        ("reach.known",),
        {"reach": by("walk", 45)},
        at(0.5, known("walk", None)),
    ),
    Case(
        "across the river by the car's bridge",
        "fit",
        (),
        {"reach": {"modes": [{"mode": "walk"}, {"mode": "car", "max_min": 30}]}},
        at(0.5, known("walk", None), known("car", 30)),
    ),
    Case(
        "the employer's shuttle crosses the river",
        "fit",
        (),
        {"reach": by("walk", 45)},
        at(0.5, known("walk", None), shuttle=[{"area": VILLAGE}]),
    ),
    # To the stop the river is no hindrance: what is known is the way to the work.
    Case(
        "the walk to the shuttle's stop",
        "fit",
        (),
        {"reach": by("walk", 45)},
        at(
            15.0,
            known("walk", None),
            shuttle=[{"area": NEXT_VILLAGE, "place": north(2.0)}],
        ),
    ),
    # 121 minutes each way, half an hour of it free: 91 more than the week has.
    Case(
        "hours count the known minutes",
        "unfit",
        ("week.hours",),
        {"reach": by("ebike", 180), "week": free(span("08:00-17:00"))},
        at(1.0, known("ebike", 121)),
    ),
    Case("the bus by day", "fit", (), BY_BUS, at(5.0, time=shifts(DAY))),
    Case(
        "the usual last bus",
        "conditional",
        ("reach.bus",),
        BY_BUS,
        at(5.0, time=shifts(LATE)),
    ),
    Case(
        "the usual first bus",
        "conditional",
        ("reach.bus",),
        BY_BUS,
        at(5.0, time=shifts(EARLY)),
    ),
    Case(
        "a known later bus",
        "fit",
        (),
        BY_BUS,
        at(5.0, known("bus", 40, last_min=1110), time=shifts(LATE)),
    ),
    Case(
        "known to end before work does",
        "unfit",
        ("reach.bus",),
        BY_BUS,
        at(5.0, known("bus", 40, last_min=1109), time=shifts(LATE)),
    ),
    Case(
        "known to begin after work does",
        "unfit",
        ("reach.bus",),
        BY_BUS,
        at(5.0, known("bus", 40, first_min=481), time=shifts(DAY)),
    ),
    Case(
        "one of two shifts has a bus",
        "conditional",
        ("reach.bus",),
        BY_BUS,
        at(
            5.0,
            known("bus", 40, first_min=400, last_min=1080),
            time=shifts(DAY, span("12:00-20:00"), pattern="choose"),
        ),
    ),
    Case(
        "no bus for the late shift, but the walk",
        "fit",
        (),
        BUS_OR_WALK,
        at(0.5, known("bus", 5, last_min=1000), time=shifts(LATE)),
    ),
    Case(
        "hours of work that nobody fixed",
        "fit",
        (),
        BY_BUS,
        at(
            5.0,
            known("bus", 40, first_min=600, last_min=660),
            time=shifts(flexible=True, minutes_per_day=240),
        ),
    ),
    Case(
        "there is no bus",
        "unfit",
        ("reach.known",),
        BY_BUS,
        at(5.0, known("bus", None)),
    ),
)
