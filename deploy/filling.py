"""Hands the sample to the members' bulk paths, each member its part.

Members and the generator are imported when they are needed: a second start needs
neither, and must be ready in five seconds. A prefecture is loaded in parts, as many at
a time as there are processors.
"""

import asyncio
from collections.abc import Callable
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC
from datetime import date
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from deploy.members import Addresses
from deploy.sharing import share

if TYPE_CHECKING:
    from pathlib import Path

    from deploy.sample.county import Part
    from deploy.sample.shape import SampleEmployer
    from deploy.sample.shape import SampleSite
    from deploy.sample.shape import SampleWork
    from deploy.sample.shape import SampleWorker
    from services.jobs.employers.domain import EmployerFacts
    from services.jobs.loading import LoadedSite
    from services.people.loading import Batch
    from services.people.loading import WorkerToLoad
    from services.people.workers.domain import Source
    from services.people.workers.identities import Person
    from services.people.workers.identities import Relation


@dataclass(frozen=True, slots=True)
class Size:
    """How many workers and posts; a prefecture is drawn and loaded in five parts."""

    workers: int
    posts: int
    prefecture: bool = False


# `tiny` is for tests.
SCALES = {
    "small": Size(20_000, 2_000),
    "prefecture": Size(251_700, 41_239, prefecture=True),
    "tiny": Size(600, 150),
}
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
STRIDE = 100


@dataclass(frozen=True, slots=True)
class Filling:
    """What an empty platform is filled with."""

    size: Size

    def parts(self) -> tuple["Part", ...]:
        """The sample as of today where it lies; nothing is drawn yet."""
        from deploy.sample.county import Part
        from deploy.sample.county import prefecture
        from deploy.sample.places import SMALL

        today, workers, posts = _today(), self.size.workers, self.size.posts
        if self.size.prefecture:
            return prefecture(today=today, worker_count=workers, post_count=posts)
        return (Part(SMALL, workers, posts, today),)

    def make_people_keys(self, file: "Path") -> None:
        """The keys of people's identities, made once."""
        from services.people.sealing import make_keys

        make_keys(file)

    def count(self, member: str) -> int:
        """How many rows the member's bulk path will be handed."""
        counts = {"people": self.size.workers, "jobs": self.size.posts}
        return counts.get(member, len(ACCOUNTS))

    def fill(self, member: str, addresses: Addresses, advance: Advance) -> None:
        """Hand the member its part; `advance` hears how many rows more are stored."""
        parts = self.parts()
        if member == "gateway":
            asyncio.run(_gateway(parts, addresses, advance))
            return
        if member == "people":
            asyncio.run(_areas(parts, addresses))
        load = {"people": load_people_of, "jobs": load_work_of}[member]
        share(partial(load, addresses), parts, advance)


def _today() -> date:
    return datetime.now(ZoneInfo("Asia/Shanghai")).date()


def load_people_of(addresses: Addresses, part: "Part", advance: Advance) -> None:
    """Households, then workers: what was surveyed, and ledger facts."""
    from services.people.loading import HouseholdToLoad
    from services.people.loading import ToLoad
    from services.people.loading import load_people

    drawn = part.people()
    homes = (HouseholdToLoad(h.id, h.area, h.size) for h in drawn.households)
    people = ToLoad((), homes, _workers_to_load(drawn.workers, advance))
    owner = addresses.databases["people"].owner
    asyncio.run(load_people(owner, _batch(addresses), people))


async def _areas(parts: tuple["Part", ...], addresses: Addresses) -> None:
    from deploy.sample.county import counties_of
    from deploy.sample.places import areas
    from services.people.loading import ToLoad
    from services.people.loading import load_people

    tree = ToLoad(areas=areas(counties_of(parts)))
    await load_people(addresses.databases["people"].owner, _batch(addresses), tree)


def _batch(addresses: Addresses) -> "Batch":
    from services.people.loading import Batch
    from services.people.sealing import read_keys

    return Batch(
        keys=read_keys(addresses.keys / "people.json"),
        today=_today(),
        now=datetime.now(UTC),
        synthetic=True,
    )


def _workers_to_load(
    workers: Iterator["SampleWorker"], advance: Advance
) -> Iterator["WorkerToLoad"]:
    from services.people.loading import WorkerToLoad

    number = 0
    for number, worker in enumerate(workers, 1):
        source: Source = "ledger" if worker.facts == "ledger" else "visit"
        yield WorkerToLoad(worker.id, _person(worker), worker.stated, source)
        if number % STRIDE == 0:
            advance(STRIDE)
    advance(number % STRIDE)


def _person(worker: "SampleWorker") -> "Person":
    from services.people.workers.identities import Person
    from services.people.workers.identities import Phone

    relation: Relation = "child" if worker.phone_owner == "子女" else "self"
    phones = (Phone(number=worker.phone, relation=relation),) if worker.phone else ()
    return Person(worker.name, "resident", worker.id_number, worker.certificate, phones)


def load_work_of(addresses: Addresses, part: "Part", advance: Advance) -> None:
    """Employers, each kept in the county where it sits, then sites, then posts."""
    asyncio.run(_load_work(addresses.databases["jobs"].app, part.work(), advance))


async def _load_work(url: str, work: "SampleWork", advance: Advance) -> None:
    from common.database import open_database
    from services.jobs import loading

    database = open_database(url)
    try:
        for home in sorted({employer.area[:6] for employer in work.employers}):
            facts = [
                (employer.id, _employer_facts(employer))
                for employer in work.employers
                if employer.area.startswith(home)
            ]
            async for _ in loading.load_employers(
                database, facts, home=home.ljust(12, "0")
            ):
                pass
        async for _ in loading.load_sites(database, map(_loaded_site, work.sites)):
            pass
        posts = (
            loading.LoadedPost(post.id, post.employer, post.site, post.stated)
            for post in work.posts
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
    parts: tuple["Part", ...], addresses: Addresses, advance: Advance
) -> None:
    """The eight sample accounts, posted where the first story happens."""
    from common.database import open_database
    from deploy.sample.stories import MOTHER
    from gateway.loading import SampleScope
    from gateway.loading import load_sample_accounts

    told = next(told for part in parts if (told := part.told()))
    mother = next(worker for worker in told.workers if worker.id == MOTHER)
    village = mother.stated.area or ""
    scope = SampleScope(
        county=village[:6] + "000000",
        township=village[:9] + "000",
        village=village,
        employer=told.employers[0].id,
        worker=MOTHER,
    )
    database = open_database(addresses.databases["gateway"].app)
    try:
        made = await load_sample_accounts(database, scope, PASSWORD)
    finally:
        await database.close()
    advance(len(made))
