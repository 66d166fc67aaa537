"""Conversions between the grids, against the published vectors."""

from math import cos
from math import hypot
from math import radians

import pytest

from common.intake.datum import Datum
from common.intake.datum import Point
from common.intake.datum import gcj02_to_bd09
from common.intake.datum import gcj02_to_wgs84
from common.intake.datum import on_wgs84
from common.intake.datum import wgs84_to_gcj02

PLACES = [(31.1774276, 121.5272106), (22.27, 109.56), (31.86, 106.75), (28.58, 112.37)]


def metres(a: Point, b: Point) -> float:
    east = (a[1] - b[1]) * cos(radians(a[0]))
    return 111_195 * hypot(a[0] - b[0], east)


@pytest.mark.parametrize(
    ("wgs", "gcj"),
    [
        ((31.1774276, 121.5272106), (31.1753040, 121.5315419)),
        ((22.27, 109.56), (22.2669789, 109.5641720)),
        ((31.86, 106.75), (31.8578204, 106.7541460)),
        ((28.58, 112.37), (28.5768835, 112.3757346)),
    ],
)
def test_gcj02_matches_the_published_points(wgs: Point, gcj: Point) -> None:
    assert wgs84_to_gcj02(wgs) == pytest.approx(gcj, abs=6e-8)


@pytest.mark.parametrize(
    ("wgs", "bd"),
    [
        ((22.27, 109.56), (22.2732984, 109.5705997)),
        ((31.86, 106.75), (31.8635847, 106.7607187)),
    ],
)
def test_bd09_matches_the_published_points(wgs: Point, bd: Point) -> None:
    assert gcj02_to_bd09(wgs84_to_gcj02(wgs)) == pytest.approx(bd, abs=6e-8)


@pytest.mark.parametrize("wgs", PLACES)
def test_gcj02_comes_back_within_a_millimetre(wgs: Point) -> None:
    assert metres(gcj02_to_wgs84(wgs84_to_gcj02(wgs)), wgs) < 0.001


@pytest.mark.parametrize("wgs", PLACES)
def test_bd09_comes_back_within_13_centimetres(wgs: Point) -> None:
    bd = gcj02_to_bd09(wgs84_to_gcj02(wgs))

    assert metres(on_wgs84(bd, "bd09"), wgs) < 0.13


@pytest.mark.parametrize(
    ("datum", "written"),
    [
        ("wgs84", (31.86, 106.75)),
        ("gcj02", (31.8578204, 106.7541460)),
        ("bd09", (31.8635847, 106.7607187)),
    ],
)
def test_the_same_place_on_any_map_is_one_point(datum: Datum, written: Point) -> None:
    assert metres(on_wgs84(written, datum), (31.86, 106.75)) < 0.15


def test_a_point_abroad_is_not_shifted() -> None:
    assert wgs84_to_gcj02((48.8566, 2.3522)) == (48.8566, 2.3522)
