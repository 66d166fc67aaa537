"""Straight metres and minutes by mode and terrain, both whole numbers."""

from math import asin
from math import ceil
from math import cos
from math import exp
from math import floor
from math import radians
from math import sin
from math import sqrt

from common.contracts.values import Place
from tests.matching.oracle.values import Thresholds

RADIUS_M = 6_371_008.8
TERRAINS = ("plain", "hilly", "mountain")


def metres_between(one: Place, other: Place) -> int:
    """Great-circle metres by the haversine formula, rounded half up."""
    lat1, lat2 = radians(one.lat), radians(other.lat)
    up = sin((lat2 - lat1) / 2)
    across = sin((radians(other.lng) - radians(one.lng)) / 2)
    h = up * up + cos(lat1) * cos(lat2) * across * across
    return floor(2 * RADIUS_M * asin(sqrt(min(1.0, h))) + 0.5)


def minutes_by(mode: str, metres: int, terrain: str, rules: Thresholds) -> int:
    """Whole minutes one way, rounded up, with the detour of the terrain."""
    c, beta = rules.detours[terrain]
    km = metres / 1000
    road = km * c * (1 + beta * exp(-km / 5))
    speed = float(rules.speeds[mode][TERRAINS.index(terrain)])
    fixed = float(rules.speeds[mode][3])
    return ceil(road / speed * 60 + fixed)
