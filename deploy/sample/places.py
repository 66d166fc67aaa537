"""The areas of the two counties: real names and codes, village points invented."""

from dataclasses import dataclass
from functools import cache

from common.contracts.people import Area
from common.contracts.values import Place
from common.contracts.values import Terrain
from deploy.sample.tables import rows

PLAIN_COUNTY = "430903"
MOUNTAIN_COUNTY = "511922"
_ABOVE = (
    ("430000000000", "湖南省", None, "hilly"),
    ("430900000000", "益阳市", "430000000000", "plain"),
    ("430903000000", "赫山区", "430900000000", "plain"),
    ("510000000000", "四川省", None, "mountain"),
    ("511900000000", "巴中市", "510000000000", "mountain"),
    ("511922000000", "南江县", "511900000000", "mountain"),
)
# The industrial park of the plain county and the seat of the mountain county.
PARKS = {PLAIN_COUNTY: "430903402000", MOUNTAIN_COUNTY: "511922001000"}


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
        return "plain" if self.county == PLAIN_COUNTY else "mountain"


@cache
def villages() -> tuple[Village, ...]:
    """All villages of both counties by code."""
    return tuple(
        Village(row["code"], row["name"], float(row["lat"]), float(row["lng"]))
        for row in rows("villages")
    )


@cache
def village_by_code(code: str) -> Village:
    return next(village for village in villages() if village.code == code)


@cache
def township_names() -> dict[str, str]:
    return {row["code"]: row["name"] for row in rows("townships")}


@cache
def areas() -> tuple[Area, ...]:
    """The tree from the provinces down to the villages, parents before children."""
    above = [
        Area(code=code, name=name, parent=parent, terrain=terrain, centre=_mean(code))
        for code, name, parent, terrain in _ABOVE
    ]
    towns = [
        Area(
            code=row["code"],
            name=row["name"],
            parent=row["code"][:6] + "000000",
            terrain="plain" if row["code"].startswith(PLAIN_COUNTY) else "mountain",
            centre=_point(float(row["lat"]), float(row["lng"]), row["source"]),
        )
        for row in rows("townships")
    ]
    below = [
        Area(
            code=village.code,
            name=village.name,
            parent=village.township,
            terrain=village.terrain,
            centre=_point(village.lat, village.lng, "synthetic"),
        )
        for village in villages()
    ]
    return (*above, *towns, *below)


def _point(lat: float, lng: float, source: str) -> Place:
    return Place(lat=lat, lng=lng, accuracy_m=1000, source=source)


def _mean(code: str) -> Place | None:
    """The middle of a county's townships; what lies above has no useful centre."""
    if code[4:6] == "00":
        return None
    towns = [row for row in rows("townships") if row["code"].startswith(code[:6])]
    lat = sum(float(row["lat"]) for row in towns) / len(towns)
    lng = sum(float(row["lng"]) for row in towns) / len(towns)
    return _point(round(lat, 5), round(lng, 5), "synthetic")
