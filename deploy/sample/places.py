"""The areas of the sample's counties: real names and codes, village points invented."""

from dataclasses import dataclass
from functools import cache

from common.contracts.people import Area
from common.contracts.values import Place
from common.contracts.values import Terrain
from deploy.sample.tables import rows

Counties = tuple[str, ...]
# A plain county and a mountain county.
SMALL: Counties = ("430903", "511922")
# The five units of 巴中.
PREFECTURE: Counties = ("511902", "511903", "511921", "511922", "511923")


_ABOVE: tuple[tuple[str, str, str | None, Terrain], ...] = (
    ("430000000000", "湖南省", None, "hilly"),
    ("430900000000", "益阳市", "430000000000", "plain"),
    ("510000000000", "四川省", None, "mountain"),
    ("511900000000", "巴中市", "510000000000", "mountain"),
)


# What lies above a county has no useful centre.
_WIDE = tuple(
    Area(code=code, name=name, parent=parent, terrain=terrain, centre=None)
    for code, name, parent, terrain in _ABOVE
)


@dataclass(frozen=True, slots=True)
class County:
    """A county-level unit: how it is called, and the township of its industry."""

    name: str
    spoken: str
    park: str
    terrain: Terrain = "mountain"


COUNTIES = {
    "430903": County("赫山区", "赫山", "430903402000", "plain"),
    "511902": County("巴州区", "巴州", "511902001000"),
    "511903": County("恩阳区", "恩阳", "511903001000"),
    "511921": County("通江县", "通江", "511921100000"),
    "511922": County("南江县", "南江", "511922001000"),
    "511923": County("平昌县", "平昌", "511923001000"),
}


@dataclass(frozen=True, slots=True)
class Village:
    """A village with its point; `seat` if it is a residents' committee of a town."""

    code: str
    name: str
    lat: float
    lng: float

    @property
    def county(self) -> str:
        return self.code[:6]

    @property
    def township(self) -> str:
        return self.code[:9] + "000"

    @property
    def seat(self) -> bool:
        return self.code[9] == "0"

    @property
    def terrain(self) -> Terrain:
        return COUNTIES[self.county].terrain


@cache
def _by_code() -> dict[str, Village]:
    return {
        row["code"]: Village(
            row["code"], row["name"], float(row["lat"]), float(row["lng"])
        )
        for row in rows("villages")
    }


def village_by_code(code: str) -> Village:
    return _by_code()[code]


@cache
def villages(counties: Counties) -> tuple[Village, ...]:
    """All villages of these counties by code."""
    return tuple(one for one in _by_code().values() if one.county in counties)


@cache
def towns(county: str) -> tuple[Area, ...]:
    """The townships of one county."""
    return tuple(
        Area(
            code=row["code"],
            name=row["name"],
            parent=f"{county}000000",
            terrain=COUNTIES[county].terrain,
            centre=_point(float(row["lat"]), float(row["lng"]), row["source"]),
        )
        for row in rows("townships")
        if row["code"].startswith(county)
    )


@cache
def town_name(code: str) -> str:
    return next(town.name for town in towns(code[:6]) if town.code == code)


@cache
def areas(counties: Counties) -> tuple[Area, ...]:
    """The tree from the provinces down to the villages, parents before children."""
    below = [
        Area(
            code=village.code,
            name=village.name,
            parent=village.township,
            terrain=village.terrain,
            centre=_point(village.lat, village.lng, "synthetic"),
        )
        for village in villages(counties)
    ]
    middle = [town for county in counties for town in towns(county)]
    return (*_above(counties), *middle, *below)


def _above(counties: Counties) -> tuple[Area, ...]:
    """Provinces, prefectures and counties as far as they are needed."""
    found = []
    for wide in _WIDE:
        inside = [one for one in counties if one.startswith(wide.code.rstrip("0"))]
        if inside:
            found.append(wide)
        if wide.parent is not None:
            found += [_whole(county) for county in inside]
    return tuple(found)


def _whole(county: str) -> Area:
    """A county in the middle of its townships."""
    points = [town.centre for town in towns(county) if town.centre]
    lat = sum(point.lat for point in points) / len(points)
    lng = sum(point.lng for point in points) / len(points)
    return Area(
        code=f"{county}000000",
        name=COUNTIES[county].name,
        parent=f"{county[:4]}00000000",
        terrain=COUNTIES[county].terrain,
        centre=_point(round(lat, 5), round(lng, 5), "synthetic"),
    )


def _point(lat: float, lng: float, source: str) -> Place:
    return Place(lat=lat, lng=lng, accuracy_m=1000, source=source)
