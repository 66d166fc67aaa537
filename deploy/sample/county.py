"""Puts a sample together: areas, people, employers, posts and the stories.

A sample is one part or several. Parts are drawn apart from each other, people apart
from posts, so that a prefecture need never be in memory as a whole, and two processors
can share it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

from deploy.sample import stories
from deploy.sample.chance import Chance
from deploy.sample.chance import quotas
from deploy.sample.conditions import condition
from deploy.sample.employers import Town
from deploy.sample.identities import Identities
from deploy.sample.places import PREFECTURE
from deploy.sample.places import SMALL
from deploy.sample.places import Counties
from deploy.sample.places import areas
from deploy.sample.places import villages
from deploy.sample.population import populate
from deploy.sample.posts import Desk
from deploy.sample.posts import posts
from deploy.sample.shape import SampleCounty
from deploy.sample.shape import SamplePeople
from deploy.sample.shape import SampleWork
from deploy.sample.workers import Draw
from deploy.sample.workers import workers

SEED = 430903
# The stories are told where the small sample has them, or else in this county.
_STORIES_MOVED = "511922"


@dataclass(frozen=True, slots=True)
class Part:
    """Counties that are drawn together, as of a day; `stories` are part of the counts.

    Ages and dates count from the day, all else from the seed.
    """

    counties: Counties
    worker_count: int
    post_count: int
    today: date
    seed: int = SEED
    series: int = 0
    stories: bool = True

    def told(self) -> SampleCounty | None:
        """The story people and their work, where they are told in this part."""
        moved = self.counties != SMALL
        return (
            stories.county_of_stories(self.today, moved=moved) if self.stories else None
        )

    def people(self) -> SamplePeople:
        """Households, and workers one by one; the story people first."""
        told = self.told()
        known = told.workers if told else ()
        identities = Identities(Chance(self.seed, "identities"), self.series)
        count = self.worker_count - len(known)
        population = populate(self.seed, count, self.counties)
        conditions = condition(self.seed, population)
        chance = Chance(self.seed, "workers")
        draw = Draw(chance, identities, population, conditions, self.today)
        homes = told.households if told else ()
        return SamplePeople(
            (*homes, *population.households), chain(known, workers(draw))
        )

    def work(self) -> SampleWork:
        """Employers, their sites and their posts; those of the stories first."""
        told = self.told()
        numbers = Identities(Chance(self.seed, "numbers"), self.series)
        town = Town(Chance(self.seed, "employers"), numbers)
        desk = Desk(Chance(self.seed, "posts"), town, self.today, self.counties)
        known = told.posts if told else ()
        drawn = posts(desk, self.post_count - len(known))
        return SampleWork(
            (*(told.employers if told else ()), *town.employers),
            (*(told.sites if told else ()), *town.sites),
            (*known, *drawn),
        )


def prefecture(
    *, today: date, worker_count: int, post_count: int, seed: int = SEED
) -> tuple[Part, ...]:
    """The five units of 巴中, each a part; people by the number of villages."""
    sizes = [len(villages((county,))) for county in PREFECTURE]
    people, work = quotas(worker_count, sizes), quotas(post_count, sizes)
    return tuple(
        Part(
            counties=(county,),
            worker_count=people[at],
            post_count=work[at],
            today=today,
            seed=seed * 10 + at + 1,
            series=at + 1,
            stories=county == _STORIES_MOVED,
        )
        for at, county in enumerate(PREFECTURE)
    )


def county(
    *,
    today: date,
    seed: int = SEED,
    worker_count: int = 20_000,
    post_count: int = 2_000,
) -> SampleCounty:
    """The small sample as a whole: its two counties as of `today`."""
    return whole((Part(SMALL, worker_count, post_count, today, seed),))


def whole(parts: Sequence[Part]) -> SampleCounty:
    """All parts at once, for those who have the memory."""
    people = [part.people() for part in parts]
    work = [part.work() for part in parts]
    return SampleCounty(
        areas=areas(counties_of(parts)),
        households=tuple(home for one in people for home in one.households),
        workers=tuple(worker for one in people for worker in one.workers),
        employers=tuple(employer for one in work for employer in one.employers),
        sites=tuple(site for one in work for site in one.sites),
        posts=tuple(post for one in work for post in one.posts),
    )


def counties_of(parts: Sequence[Part]) -> Counties:
    """All counties of these parts."""
    return tuple(county for part in parts for county in part.counties)
