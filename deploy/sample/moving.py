"""Tells the stories in another county: same people, same distances, other villages."""

from typing import Any

from deploy.sample.places import village_by_code

# Each village of a story with the one that stands for it; townships go with them.
VILLAGES = {
    "430903105216": "511922103206",
    "430903105211": "511922103208",
    "430903101201": "511922101201",
    "430903101208": "511922101202",
    "430903101003": "511922101001",
    "430903110205": "511922108201",
    "430903110003": "511922108001",
    "430903104243": "511922105203",
    "430903104254": "511922105202",
}
_TOWNS = {old[:9] + "000": new[:9] + "000" for old, new in VILLAGES.items()}
# Where each township's story is measured from: its first village of the list.
_FIRST = {old[:9]: old for old in reversed(VILLAGES)}


def moved(told: Any) -> Any:
    """The table of the stories with its codes and points in the other county."""
    if isinstance(told, dict):
        rest = {name: moved(value) for name, value in told.items()}
        if "point" in told:
            area = told.get("area") or told["stated"]["area"]
            rest["point"] = _shifted(told["point"], area)
        return rest
    if isinstance(told, list):
        return [moved(one) for one in told]
    return (VILLAGES | _TOWNS).get(told, told) if isinstance(told, str) else told


def _shifted(point: list[float], area: str) -> list[float]:
    """As far from the new village as it was from the old one of its township."""
    first = _FIRST[area[:9]]
    old, new = village_by_code(first), village_by_code(VILLAGES[first])
    lat, lng = point
    return [round(lat + new.lat - old.lat, 6), round(lng + new.lng - old.lng, 6)]
