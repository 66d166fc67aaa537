"""The hours of the random worlds: weeks of workers, working times of posts."""

from random import Random
from typing import Any

DAY_SETS = (
    (1, 2, 3, 4, 5),
    (1, 2, 3, 4, 5, 6),
    (1, 2, 3, 4, 5, 6, 7),
    (6, 7),
    (7,),
    (1, 3, 5),
    (2, 3, 4, 5, 6),
)
# Minutes of the day: shifts, windows and care meet at quarters of an hour.
SHIFTS = (
    (480, 1020),
    (480, 720),
    (840, 1080),
    (1200, 240),
    (1320, 360),
    (1080, 1320),
    (360, 840),
    (0, 0),
    (0, 1440),
    (450, 1050),
    (1440, 480),
    (1020, 1260),
)
WINDOWS = (
    (420, 1110),
    (480, 990),
    (0, 1440),
    (1140, 300),
    (469, 1031),
    (454, 1016),
    (480, 1020),
    (390, 720),
    (810, 1300),
    (0, 0),
    (1200, 360),
)
CARE = ((990, 1080), (1031, 1060), (1030, 1060), (440, 469), (1380, 60), (720, 780))
MONTHS = (
    None,
    None,
    None,
    (),
    (11, 12, 1, 2),
    (3,),
    (1, 2, 3, 4, 5, 6),
    tuple(range(1, 13)),
    (2, 12),
)


def week_of_worker(rng: Random) -> dict[str, Any] | None:
    """Windows, care, months and the longest day; or nobody asked."""
    if rng.random() < 0.15:
        return None
    return {
        "windows": [_span(rng, WINDOWS) for _ in range(rng.choice((0, 1, 1, 1, 2, 3)))],
        "care": [_span(rng, CARE) for _ in range(rng.choice((0, 0, 0, 1, 2)))],
        "months": rng.choice(MONTHS),
        "max_minutes": rng.choice((None, None, 480, 540, 300, 1440)),
        "farm": rng.choice((None, None, "slack", "busy")),
    }


def time_of_post(rng: Random) -> dict[str, Any]:
    """Shifts of every pattern, flexible or not, with seasons and live-in work."""
    return {
        "pattern": rng.choice(("single", "single", "choose", "rotate", "split")),
        "shifts": [_span(rng, SHIFTS) for _ in range(rng.choice((0, 1, 1, 2, 2, 3)))],
        "flexible": rng.random() < 0.3,
        "days_required": rng.choice((None, None, None, 1, 3, 5, 6, 7)),
        "minutes_per_day": rng.choice((None, None, 0, 120, 240, 480, 600)),
        "season_months": rng.choice(MONTHS),
        "live_in": rng.random() < 0.15,
    }


def _span(rng: Random, spans: tuple[tuple[int, int], ...]) -> dict[str, Any]:
    start, end = rng.choice(spans)
    if rng.random() < 0.2:
        start, end = rng.randint(0, 1440), rng.randint(0, 1440)
    return {"days": rng.choice(DAY_SETS), "start_min": start, "end_min": end}
