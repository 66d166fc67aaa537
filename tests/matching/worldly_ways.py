"""The ways of the random worlds: stops of shuttles, and what is known of roads."""

from random import Random
from typing import Any

from tests.matching.builders import NEXT_VILLAGE
from tests.matching.builders import TOWNSHIP
from tests.matching.builders import VILLAGE
from tests.matching.builders import north

KILOMETRES = (0.0, 0.3, 1.0, 1.4999, 1.5, 1.501, 2.5, 5.0, 8.0, 9.2, 9.21, 15.0, 60.0)
VILLAGE_FAR = "430903104243"
MODES = ("walk", "ebike", "moto", "bus", "car", "wheelchair", "shuttle")
FROM = (VILLAGE, VILLAGE, TOWNSHIP, NEXT_VILLAGE, "430903000000")
BY = (*MODES, "ebike", "bus", "bus", "bus")
# None: there is no such way. The rest lies around the limits of the worlds' reaches.
MINUTES = (None, 0, 10, 11, 25, 30, 34, 35, 40, 46, 47, 60, 61, 69, 70, 180)
HOURS = (None, None, 0, 360, 389, 390, 391, 480, 1020, 1050, 1080, 1081, 1260, 1440)


def stop_of(rng: Random) -> dict[str, Any]:
    """A stop of a shuttle by its area, perhaps with a point."""
    area = rng.choice((VILLAGE, TOWNSHIP, NEXT_VILLAGE, VILLAGE_FAR))
    return {
        "area": area,
        "place": rng.choice((None, north(rng.choice(KILOMETRES)))),
    }


def ways_of(rng: Random) -> list[dict[str, Any]]:
    """Some known ways, perhaps two of one mode from areas within each other."""
    return [
        {
            "from_area": rng.choice(FROM),
            "mode": rng.choice(BY),
            "minutes": rng.choice(MINUTES),
            "first_min": rng.choice(HOURS),
            "last_min": rng.choice(HOURS),
            "source": rng.choice(("officer", "driver", "person")),
        }
        for _ in range(rng.randint(1, 6))
    ]
