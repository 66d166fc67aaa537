"""Makes the whole sample county: areas, people, employers, posts and the stories."""

from datetime import date

from deploy.sample import stories
from deploy.sample.chance import Chance
from deploy.sample.conditions import condition
from deploy.sample.employers import Town
from deploy.sample.identities import Identities
from deploy.sample.places import areas
from deploy.sample.population import populate
from deploy.sample.posts import Desk
from deploy.sample.posts import posts
from deploy.sample.shape import SampleCounty
from deploy.sample.workers import Draw
from deploy.sample.workers import workers

SEED = 430903


def county(
    *,
    today: date,
    seed: int = SEED,
    worker_count: int = 20_000,
    post_count: int = 2_000,
) -> SampleCounty:
    """The county as of `today`: ages and dates count from it, all else from the seed.

    The story people and their posts come first and are part of the counts.
    """
    story = stories.county_of_stories(today)
    identities = Identities(Chance(seed, "identities"))
    population = populate(seed, worker_count - len(story.workers))
    conditions = condition(seed, population)
    draw = Draw(Chance(seed, "workers"), identities, population, conditions, today)
    town = Town(Chance(seed, "employers"), Identities(Chance(seed, "numbers")))
    desk = Desk(Chance(seed, "posts"), town, today)
    drawn = posts(desk, post_count - len(story.posts))
    return SampleCounty(
        areas=areas(),
        households=(*story.households, *population.households),
        workers=(*story.workers, *workers(draw)),
        employers=(*story.employers, *town.employers),
        sites=(*story.sites, *town.sites),
        posts=(*story.posts, *drawn),
    )
