"""Cases of the family reach. The default reach is 8 km by e-bike on the plain.

Who would need hours for the way is also blocked by the week.
"""

from typing import Any

from tests.matching.builders import NEXT_VILLAGE
from tests.matching.builders import OTHER_TOWNSHIP
from tests.matching.builders import TOWNSHIP
from tests.matching.builders import VILLAGE
from tests.matching.builders import by
from tests.matching.builders import free
from tests.matching.builders import north
from tests.matching.builders import span
from tests.matching.cases.case import Case

LIVE_IN = {"shifts": (), "live_in": True}
ASKED = {"shifts": [span("08:00-17:00")], "live_in": True}
SLOW_OR_TIGHT = {
    "modes": [{"mode": "ebike", "max_min": 30}, {"mode": "walk", "max_min": 150}]
}
ON_FOOT = by("walk", 30, max_km=2.0, lodging="no")


def reach(**more: Any) -> dict[str, Any]:
    """The worker's fact of 8 km by e-bike with something more."""
    return {"reach": by("ebike", max_km=8.0, **more)}


def stop(area: str, place: dict[str, float] | None = None) -> dict[str, Any]:
    """A post 15 km away with a shuttle that stops somewhere."""
    return {"place": north(15.0), "shuttle": [{"area": area, "place": place}]}


GOING = (
    Case("just within 8 km", "fit", post={"place": north(7.99)}),
    Case(
        "an eighth over", "conditional", ("reach.commute",), {}, {"place": north(9.0)}
    ),
    Case("a sixth over", "unfit", ("reach.commute",), {}, {"place": north(9.3)}),
    # 1.5 km by road 2.08 km, at 4.5 km/h 28 minutes; 1.7 km 32 minutes; 2 km 37.
    Case("28 of 30 min", "fit", (), {"reach": by("walk", 30)}, {"place": north(1.5)}),
    Case(
        "32 of 30 min",
        "conditional",
        ("reach.commute",),
        {"reach": by("walk", 30)},
        {"place": north(1.7)},
    ),
    Case(
        "37 of 30 min",
        "unfit",
        ("reach.commute",),
        {"reach": by("walk", 30)},
        {"place": north(2.0)},
    ),
    # 2.5 km by road 3.41 km: 46 minutes where 45 are taken for walking.
    Case(
        "no limit named",
        "conditional",
        ("reach.commute",),
        {"reach": by("walk")},
        {"place": north(2.5)},
    ),
    # The fact sheet's example: 5 km by e-bike is 28 minutes on the plain, 47 in hills.
    Case("plain", "fit", (), {"reach": by("ebike", 40)}, {"place": north(5.0)}),
    Case(
        "mountain",
        "unfit",
        ("reach.commute",),
        {"reach": by("ebike", 40), "terrain": "mountain"},
        {"place": north(5.0)},
    ),
    Case(
        "the better of two modes",
        "fit",
        (),
        {"reach": {"modes": [{"mode": "walk", "max_min": 20}, {"mode": "ebike"}]}},
        {"place": north(5.0)},
    ),
    Case("will not live in", "unfit", ("reach.live_in",), {}, {"time": LIVE_IN}),
    Case(
        "live-in never asked",
        "open_question",
        ("reach.live_in",),
        reach(),
        {"time": ASKED},
    ),
    Case("lives in", "fit", (), reach(lodging="county"), {"time": LIVE_IN}),
    Case(
        "not outside the county",
        "unfit",
        ("reach.live_in",),
        reach(lodging="county"),
        {"outside_county": True, "lodging": True},
    ),
    Case(
        "anywhere",
        "fit",
        (),
        reach(lodging="anywhere"),
        {"outside_county": True, "lodging": True, "place": None, "area": None},
    ),
    Case("lodging offered but near", "fit", (), {}, {"lodging": True}),
    Case(
        "lodging taken, far",
        "fit",
        (),
        reach(lodging="county"),
        {"lodging": True, "place": north(40.0)},
    ),
    Case(
        "lodging not wanted, far",
        "unfit",
        ("reach.commute", "week.hours"),
        {},
        {"lodging": True, "place": north(40.0)},
    ),
    Case("own village only", "unfit", ("reach.scope",), reach(scope="village")),
    Case("own township", "fit", (), reach(scope="township")),
    Case("home work only", "unfit", ("reach.scope",), reach(scope="home")),
    Case(
        "home work",
        "fit",
        (),
        {"reach": {"scope": "home"}},
        {"home_based": True, "place": None},
    ),
    Case(
        "material is brought to the township",
        "fit",
        (),
        {"reach": ON_FOOT},
        {"home_based": True, "delivery": (TOWNSHIP,), "place": north(15.0)},
    ),
    Case(
        "material to fetch 3 km away",
        "conditional",
        ("reach.delivery",),
        {"reach": {"scope": "home"}},
        {"home_based": True, "delivery": (OTHER_TOWNSHIP,), "place": north(3.0)},
    ),
    Case(
        "material to fetch at an unknown place",
        "open_question",
        ("reach.delivery",),
        {"reach": ON_FOOT},
        {"home_based": True, "delivery": (OTHER_TOWNSHIP,), "place": None},
    ),
    Case(
        "material is brought elsewhere and far to fetch",
        "unfit",
        ("reach.delivery",),
        {"reach": ON_FOOT},
        {"home_based": True, "delivery": (OTHER_TOWNSHIP,), "place": north(15.0)},
    ),
    Case("shuttle in the village", "fit", (), {"reach": ON_FOOT}, stop(VILLAGE)),
    Case("stop by area", "fit", (), {"reach": ON_FOOT}, stop(TOWNSHIP)),
    Case(
        "1.2 km to the stop",
        "fit",
        (),
        {"reach": by("walk", 10)},
        stop(NEXT_VILLAGE, north(1.2)),
    ),
    Case(
        "3 km to the stop on foot",
        "unfit",
        ("reach.commute", "week.hours"),
        {"reach": ON_FOOT},
        stop(NEXT_VILLAGE, north(3.0)),
    ),
    Case("3 km to the stop by e-bike", "fit", (), {}, stop(NEXT_VILLAGE, north(3.0))),
    # 15 km by road 18.9 km: 48 minutes, and 10 to the stop: 58 of 52 is 12 % over.
    Case(
        "58 of 52 min by shuttle",
        "conditional",
        ("reach.shuttle",),
        {"reach": by("shuttle", 52)},
        stop(VILLAGE),
    ),
    Case("same village", "fit", (), {"reach": None}, {"area": VILLAGE}),
    Case("reach never asked", "open_question", ("reach.asked",), {"reach": None}),
    Case("home not placed", "open_question", ("reach.asked",), {"place": None}),
    # 6.2 km are 33 minutes by e-bike, over the 30 asked for; on foot they are 110,
    # which 150 allow. Walking opens nothing that the e-bike does not, and closes
    # nothing: the hours are those of the e-bike.
    Case(
        "a slow way beside a tight one",
        "fit",
        (),
        {"reach": SLOW_OR_TIGHT, "week": free(span("07:40-17:20"))},
        {"place": north(6.2)},
    ),
    Case(
        "living there not asked asks no hours",
        "open_question",
        ("reach.live_in",),
        {"reach": by("ebike"), "week": None},
        {"time": ASKED},
    ),
)
