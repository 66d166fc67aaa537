"""Workers and posts with good defaults: say only what a test is about.

The default worker lives 1.4 km from the default post and fits it in every respect.
"""

from datetime import date
from typing import Any
from uuid import UUID

from common.contracts.jobs import Post
from common.contracts.people import Worker

TODAY = date(2026, 3, 16)  # A Monday.
HOME = {"lat": 28.45, "lng": 112.45}
VILLAGE = "430903105213"
NEXT_VILLAGE = "430903105211"
TOWNSHIP = "430903105000"
OTHER_TOWNSHIP = "430903104000"
WEEKDAYS = (1, 2, 3, 4, 5)
SIX_DAYS = (1, 2, 3, 4, 5, 6)
ALL_DAYS = (1, 2, 3, 4, 5, 6, 7)
DEGREES_PER_KM = 1 / 111.195080

WORKER: dict[str, Any] = {
    "id": UUID(int=1),
    "area": VILLAGE,
    "terrain": "plain",
    "place": HOME,
    "household": None,
    "birth": date(1986, 5, 4),
    "sex": "female",
    "state": "looking",
    "schooling": "junior",
    "languages": ("mandarin",),
    "licences": (),
    "groups": (),
    "week": {"windows": [{"days": SIX_DAYS, "start_min": 420, "end_min": 1110}]},
    "reach": {"modes": [{"mode": "ebike"}], "max_km": 8.0, "lodging": "no"},
    "night": None,
    "skills": [{"code": "sewing", "years": 10.0}],
    "wished": (),
    "refused": (),
    "pay_floor": {"min": 2800.0, "max": 2800.0, "unit": "month"},
    "limits": {},
    "unsafe": (),
}

POST: dict[str, Any] = {
    "id": UUID(int=1001),
    "employer": UUID(int=2001),
    "site": None,
    "title": "缝纫工",
    "title_code": "J001",
    "kind": "workshop",
    "state": "published",
    "area": NEXT_VILLAGE,
    "place": {"lat": 28.4418, "lng": 112.43917},
    "outside_county": False,
    "home_based": False,
    "delivery": (),
    "shuttle": (),
    "time": {"shifts": [{"days": SIX_DAYS, "start_min": 480, "end_min": 1020}]},
    "pay": {"min": 2800.0, "max": 4500.0, "unit": "month"},
    "needs": [{"code": "sewing"}],
    "training_days": None,
    "licences": (),
    "languages": (),
    "schooling": None,
    "age_min": None,
    "age_max": None,
    "formal_age": False,
    "background": (),
    "target_groups": (),
    "residence": None,
    "traits": ("machine",),
    "demands": {"SIT": 3, "FINE": 3, "HANDS": 3, "NEAR": 2, "MACH": 2, "PACE": 2},
    "lift_kg": None,
    "accommodations": (),
    "lodging": False,
    "meals": False,
    "insurance": False,
    "openings": 5,
    "valid_from": None,
    "valid_until": None,
    "flags": (),
    "contact": None,
}


def a_worker(**facts: Any) -> Worker:
    """A healthy seamstress of 39 who is free on six days and rides an e-bike."""
    return Worker.model_validate(WORKER | facts)


def a_post(**facts: Any) -> Post:
    """A sewing post in the next village, Monday to Saturday from 8:00 to 17:00."""
    return Post.model_validate(POST | facts)


def span(text: str, days: tuple[int, ...] = SIX_DAYS) -> dict[str, Any]:
    """A window from `08:00-17:30`; an end not after its start passes midnight."""
    start, end = text.split("-")
    return {"days": days, "start_min": _minute(start), "end_min": _minute(end)}


def _minute(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


def free(*spans: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A worker's week."""
    return {"windows": list(spans), **more}


def shifts(*spans: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A post's working time."""
    return {"shifts": list(spans), **more}


def north(km: float) -> dict[str, float]:
    """The place so many kilometres north of the default home."""
    return {"lat": HOME["lat"] + km * DEGREES_PER_KM, "lng": HOME["lng"]}


def yuan(low: float, high: float, unit: str = "month") -> dict[str, Any]:
    """A pay range."""
    return {"min": low, "max": high, "unit": unit}


def by(mode: str, max_min: int | None = None, **more: Any) -> dict[str, Any]:
    """A reach with one mode."""
    return {"modes": [{"mode": mode, "max_min": max_min}], **more}
