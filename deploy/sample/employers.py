"""Invented employers and their sites, opened as posts need them."""

from common.contracts.jobs import Contact
from common.contracts.jobs import PostKind
from common.contracts.values import Place
from deploy.sample.chance import Chance
from deploy.sample.chance import scatter
from deploy.sample.identities import Identities
from deploy.sample.places import COUNTIES
from deploy.sample.places import Village
from deploy.sample.places import town_name
from deploy.sample.places import towns
from deploy.sample.places import villages
from deploy.sample.shape import SampleEmployer
from deploy.sample.shape import SampleSite
from deploy.sample.tables import table

_POSTS_PER_EMPLOYER: dict[PostKind, float] = {
    "workshop": 2.2,
    "enterprise": 3.7,
    "coop": 2.5,
    "household": 1.3,
    "platform": 3.0,
    "export": 8.0,
}
_SITE_M = 250.0


class Town:
    """Where employers stand; asks for an employer and a site give old or new ones."""

    def __init__(self, chance: Chance, identities: Identities) -> None:
        self.employers: list[SampleEmployer] = []
        self.sites: list[SampleSite] = []
        self._chance = chance
        self._identities = identities
        self._pool: dict[tuple[str, ...], list[tuple[SampleEmployer, SampleSite]]] = {}
        self._villages: dict[tuple[str, str], list[Village]] = {}
        self._names: set[str] = set()

    def site_for(
        self, kind: PostKind, where: str, county: str
    ) -> tuple[SampleEmployer, SampleSite]:
        """An employer of the kind with a site at such a place, perhaps a new one."""
        village = self.village(where, county)
        if kind == "public_welfare":
            return self._station(village)
        known = self._pool.setdefault((kind, where, county), [])
        if known and not self._chance.yes(1 / _POSTS_PER_EMPLOYER[kind]):
            employer, site = self._chance.one(known)
            if where == "outside" or not self._chance.yes(0.08):
                return employer, site
            known.append((employer, self._open_site(employer, village)))
            return known[-1]
        employer = self._found(kind, village)
        known.append((employer, self._open_site(employer, village)))
        return known[-1]

    def village(self, where: str, county: str) -> Village:
        """A village of that sort: in the park, a town's committee, or a village."""
        if (where, county) not in self._villages:
            self._villages[where, county] = [
                village for village in villages((county,)) if _is(village, where)
            ]
        return self._chance.one(self._villages[where, county])

    def _station(self, village: Village) -> tuple[SampleEmployer, SampleSite]:
        """One station per township pays public-welfare posts; one site a village."""
        stations = self._pool.setdefault(("station", village.township), [])
        if not stations:
            employer = self._found("public_welfare", village)
            stations.append((employer, self._open_site(employer, village)))
        employer = stations[0][0]
        for station in stations:
            if station[1].area == village.code:
                return station
        stations.append((employer, self._open_site(employer, village)))
        return stations[-1]

    def _found(self, kind: PostKind, village: Village) -> SampleEmployer:
        employer = SampleEmployer(
            id=self._chance.id(),
            name=self._name(kind, village),
            credit_code=self._identities.credit_code(kind),
            kind=kind,
            area=village.code,
            contact=Contact(
                name=self._identities.surname() + self._chance.one(("经理", "主任")),
                phone=self._identities.phone(),
            ),
        )
        self.employers.append(employer)
        return employer

    def _open_site(self, employer: SampleEmployer, village: Village) -> SampleSite:
        lat, lng = scatter(self._chance, village.lat, village.lng, _SITE_M)
        site = SampleSite(
            id=self._chance.id(),
            employer=employer.id,
            name=f"{employer.name.removesuffix('（示例）')}{village.name}点",
            area=village.code,
            place=Place(lat=lat, lng=lng, accuracy_m=50, source="survey"),
        )
        self.sites.append(site)
        return site

    def _name(self, kind: PostKind, village: Village) -> str:
        """A name that says it is a sample and that nobody else of the county bears."""
        pattern = self._chance.one(table("posts")["employers"][kind])
        words = table("names")
        while True:
            brand = self._chance.one(words["brands_first"])
            brand += self._chance.one(words["brands_last"])
            if "{brand}" in pattern and f"{brand}{pattern}" in self._names:
                brand += self._chance.one(words["brands_last"])
            name = pattern.format(
                brand=brand,
                county=COUNTIES[village.county].spoken,
                town=town_name(village.township).removesuffix("镇"),
                surname=self._identities.surname(),
            )
            if f"{brand}{pattern}" not in self._names or kind == "public_welfare":
                self._names.add(f"{brand}{pattern}")
                return f"{name}（示例）"


def _is(village: Village, where: str) -> bool:
    if where == "park":
        return village.township == COUNTIES[village.county].park
    return village.seat if where in ("town", "outside") else not village.seat


def townships_near(village: Village, count: int) -> tuple[str, ...]:
    """The townships of the county whose centres lie nearest, the own one first."""
    near = sorted(
        towns(village.county),
        key=lambda town: (_squared(village, town.centre), town.code),
    )
    others = [town.code for town in near if town.code != village.township]
    return (village.township, *others[: count - 1])


def _squared(village: Village, centre: Place | None) -> float:
    """A measure of distance that only orders; the factor narrows a degree east."""
    if centre is None:
        return float("inf")
    return (village.lat - centre.lat) ** 2 + (0.86 * (village.lng - centre.lng)) ** 2
