"""Hands the sample county to the members' bulk paths, each member its part.

Members and the generator are imported when they are needed: a second start needs
neither, and must be ready in five seconds.
"""

import asyncio
from collections.abc import Callable
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC
from datetime import date
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from deploy.members import Addresses

if TYPE_CHECKING:
    from deploy.sample.shape import SampleCounty
    from deploy.sample.shape import SampleEmployer
    from deploy.sample.shape import SampleSite
    from deploy.sample.shape import SampleWorker
    from services.jobs.employers.domain import EmployerFacts
    from services.jobs.loading import LoadedSite
    from services.people.loading import WorkerToLoad
    from services.people.workers.domain import Source
    from services.people.workers.identities import Person
    from services.people.workers.identities import Relation

# Workers and posts of each size; `tiny` is for tests.
SCALES = {"small": (20_000, 2_000), "tiny": (600, 150)}
PASSWORD = "doorstep-sample"  # noqa: S105 - printed at every start, sample data only
OFFICER = "county"
ACCOUNTS = {
    "worker": "求职者本人 the worker herself",
    "coordinator": "村协理员 village coordinator",
    "township": "乡镇人社所 township officer",
    "county": "县人社局 county officer",
    "hr": "用人单位人事 HR officer",
    "kiosk": "大厅一体机 kiosk",
    "auditor": "审计员 auditor",
    "admin": "系统管理员 administrator",
}
Advance = Callable[[int], None]


@dataclass
class Filling:
    """What an empty platform is filled with."""

    scale: str

    @property
    def workers(self) -> int:
        return SCALES[self.scale][0]

    @property
    def posts(self) -> int:
        return SCALES[self.scale][1]

    @cached_property
    def county(self) -> "SampleCounty":
        """The sample county as of today where it lies; drawn when first asked."""
        from deploy.sample.county import county

        return county(today=_today(), worker_count=self.workers, post_count=self.posts)

    def make_people_keys(self, file: Path) -> None:
        """The keys of people's identities, made once."""
        from services.people.sealing import make_keys

        make_keys(file)

    def count(self, member: str) -> int:
        """How many rows the member's bulk path will be handed."""
        counts = {"people": self.workers, "jobs": self.posts}
        return counts.get(member, len(ACCOUNTS))

    def fill(self, member: str, addresses: Addresses, advance: Advance) -> None:
        """Hand the member its part; `advance` hears how many rows more are stored."""
        parts = {"people": _people, "jobs": _jobs, "gateway": _gateway}
        asyncio.run(parts[member](self.county, addresses, advance))


def _today() -> date:
    return datetime.now(ZoneInfo("Asia/Shanghai")).date()


async def _people(
    county: "SampleCounty", addresses: Addresses, advance: Advance
) -> None:
    """Areas and households, then workers: what was surveyed, and ledger facts."""
    from services.people.loading import Batch
    from services.people.loading import HouseholdToLoad
    from services.people.loading import ToLoad
    from services.people.loading import load_people
    from services.people.sealing import read_keys

    batch = Batch(
        keys=read_keys(addresses.keys / "people.json"),
        today=_today(),
        now=datetime.now(UTC),
        synthetic=True,
    )
    homes = (HouseholdToLoad(h.id, h.area, h.size) for h in county.households)
    people = ToLoad(county.areas, homes, _workers_to_load(county, advance))
    await load_people(addresses.databases["people"].owner, batch, people)


def _workers_to_load(
    county: "SampleCounty", advance: Advance
) -> Iterator["WorkerToLoad"]:
    from services.people.loading import WorkerToLoad

    for number, worker in enumerate(county.workers, 1):
        source: Source = "ledger" if worker.facts == "ledger" else "visit"
        yield WorkerToLoad(worker.id, _person(worker), worker.stated, source)
        if number % 100 == 0:
            advance(100)


def _person(worker: "SampleWorker") -> "Person":
    from services.people.workers.identities import Person
    from services.people.workers.identities import Phone

    relation: Relation = "child" if worker.phone_owner == "子女" else "self"
    phones = (Phone(number=worker.phone, relation=relation),) if worker.phone else ()
    return Person(worker.name, "resident", worker.id_number, worker.certificate, phones)


async def _jobs(county: "SampleCounty", addresses: Addresses, advance: Advance) -> None:
    """Employers, each kept in the county where it sits, then sites, then posts."""
    from common.database import open_database
    from services.jobs import loading

    database = open_database(addresses.databases["jobs"].app)
    try:
        for home in sorted({employer.area[:6] for employer in county.employers}):
            facts = [
                (employer.id, _employer_facts(employer))
                for employer in county.employers
                if employer.area.startswith(home)
            ]
            async for _ in loading.load_employers(
                database, facts, home=home.ljust(12, "0")
            ):
                pass
        async for _ in loading.load_sites(database, map(_loaded_site, county.sites)):
            pass
        posts = (
            loading.LoadedPost(post.id, post.employer, post.site, post.stated)
            for post in county.posts
        )
        async for stored in loading.load_posts(database, posts):
            advance(stored)
    finally:
        await database.close()


def _employer_facts(employer: "SampleEmployer") -> "EmployerFacts":
    from services.jobs.employers.domain import EmployerFacts

    return EmployerFacts(
        name=employer.name,
        credit_code=employer.credit_code,
        kind=employer.kind,
        area=employer.area,
        contacts=(employer.contact,),
    )


def _loaded_site(site: "SampleSite") -> "LoadedSite":
    from services.jobs.loading import LoadedSite
    from services.jobs.sites.domain import SiteFacts

    facts = SiteFacts(
        name=site.name, address="", area=site.area, place=site.place, accommodations=()
    )
    return LoadedSite(site.id, site.employer, facts)


async def _gateway(
    county: "SampleCounty", addresses: Addresses, advance: Advance
) -> None:
    """The eight sample accounts, posted where the first story happens."""
    from common.database import open_database
    from deploy.sample.stories import MOTHER
    from gateway.loading import SampleScope
    from gateway.loading import load_sample_accounts

    mother = next(worker for worker in county.workers if worker.id == MOTHER)
    village = mother.stated.area or ""
    scope = SampleScope(
        county=village[:6] + "000000",
        township=village[:9] + "000",
        village=village,
        employer=county.employers[0].id,
        worker=MOTHER,
    )
    database = open_database(addresses.databases["gateway"].app)
    try:
        made = await load_sample_accounts(database, scope, PASSWORD)
    finally:
        await database.close()
    advance(len(made))
