"""From the shifted grids of Chinese maps to WGS-84 and back.

Most maps on sale here show GCJ-02 (a shift of half a kilometre that the law asks
for) or BD-09 (a second shift on top). We keep WGS-84 only, so points are converted
where they enter, and nowhere else. Points are (lat, lng) in degrees throughout.
"""

from math import atan2
from math import cos
from math import hypot
from math import pi
from math import radians
from math import sin
from math import sqrt
from typing import Literal

Datum = Literal["wgs84", "gcj02", "bd09"]
Point = tuple[float, float]

_AXIS_M = 6378245.0
_ECCENTRICITY = 0.00669342162296594323
_BD = 3000 * pi / 180


def on_wgs84(point: Point, datum: Datum) -> Point:
    """The point on WGS-84; exact to a millimetre for GCJ-02, to 0.13 m for BD-09."""
    if datum == "wgs84":
        return point
    return gcj02_to_wgs84(bd09_to_gcj02(point) if datum == "bd09" else point)


def wgs84_to_gcj02(point: Point) -> Point:
    """The point as most Chinese maps show it; unchanged outside the rough box."""
    lat, lng = point
    if not (0.8293 <= lat <= 55.8271 and 72.004 <= lng <= 137.8347):
        return point
    shift_lat, shift_lng = _shift(lng - 105, lat - 35)
    phi = radians(lat)
    m = 1 - _ECCENTRICITY * sin(phi) ** 2
    meridian = _AXIS_M * (1 - _ECCENTRICITY) / (m * sqrt(m))
    parallel = _AXIS_M / sqrt(m) * cos(phi)
    return lat + 180 * shift_lat / (pi * meridian), lng + 180 * shift_lng / (
        pi * parallel
    )


def gcj02_to_wgs84(point: Point) -> Point:
    """The inverse, by three fixed-point steps: one step alone errs by 3 m."""
    lat, lng = point
    for _ in range(3):
        there = wgs84_to_gcj02((lat, lng))
        lat, lng = lat + point[0] - there[0], lng + point[1] - there[1]
    return lat, lng


def gcj02_to_bd09(point: Point) -> Point:
    """The further shift of Baidu maps."""
    lat, lng = point
    z = hypot(lng, lat) + 2e-5 * sin(lat * _BD)
    theta = atan2(lat, lng) + 3e-6 * cos(lng * _BD)
    return z * sin(theta) + 0.006, z * cos(theta) + 0.0065


def bd09_to_gcj02(point: Point) -> Point:
    """The inverse of Baidu's shift, by subtraction."""
    lat, lng = point[0] - 0.006, point[1] - 0.0065
    z = hypot(lng, lat) - 2e-5 * sin(lat * _BD)
    theta = atan2(lat, lng) - 3e-6 * cos(lng * _BD)
    return z * sin(theta), z * cos(theta)


def _shift(x: float, y: float) -> Point:
    """Metres north and east at x degrees east of 105 and y degrees north of 35."""
    wave = _wave(6 * pi * x, 2 * pi * x, 20, 20)
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x))
    north += wave + _wave(pi * y, pi * y / 3, 20, 40)
    north += _wave(pi * y / 12, pi * y / 30, 160, 320)
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x))
    east += wave + _wave(pi * x, pi * x / 3, 20, 40)
    east += _wave(pi * x / 12, pi * x / 30, 150, 300)
    return north, east


def _wave(first: float, second: float, a: float, b: float) -> float:
    return (a * sin(first) + b * sin(second)) * 2 / 3
