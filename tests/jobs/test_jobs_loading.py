"""The bulk path: fast, seen by the feed, and safe to do again."""

from collections.abc import AsyncIterator
from collections.abc import Callable
from datetime import date
from uuid import UUID
from uuid import uuid4

import pytest

from common.contracts.values import Pay
from common.database import Database
from common.database import open_database
from common.intake.stated import StatedPost
from services.jobs.employers.domain import EmployerFacts
from services.jobs.loading import LoadedPost
from services.jobs.loading import LoadedSite
from services.jobs.loading import load_employers
from services.jobs.loading import load_posts
from services.jobs.loading import load_sites
from services.jobs.sites.domain import SiteFacts
from tests.jobs.builders import COUNTY
from tests.jobs.builders import TOWN
from tests.jobs.builders import VILLAGE
from tests.jobs.conftest import Desk
from tests.jobs.conftest import DeskOf
from tests.jobs.conftest import HrOf

EMPLOYER = UUID("01900000-0000-7000-8000-000000000001")
SITE = UUID("01900000-0000-7000-8000-000000000002")
FACTS = EmployerFacts("示例服装厂", "91990121MA0DEM1X17", "workshop", TOWN, ())


@pytest.fixture
async def database(database_url: Callable[[str], str]) -> AsyncIterator[Database]:
    opened = open_database(database_url("jobs"))
    yield opened
    await opened.close()


def a_post(**facts: object) -> LoadedPost:
    stated = StatedPost.model_validate(
        {
            "title": "缝纫工",
            "text": "缝制校服",
            "state": "published",
            "pay": Pay(min=2300, max=3500, unit="month"),
            "valid_until": date(2026, 6, 30),
            **facts,
        }
    )
    return LoadedPost(uuid4(), EMPLOYER, SITE, stated)


async def load(database: Database, posts: list[LoadedPost]) -> list[int]:
    site = SiteFacts("一车间", "", VILLAGE, None, ("坐着做",))
    facts = load_employers(database, [(EMPLOYER, FACTS)], home=COUNTY)
    sites = load_sites(database, [LoadedSite(SITE, EMPLOYER, site)])
    return [
        size
        for loading in (facts, sites, load_posts(database, posts))
        async for size in loading
    ]


async def test_a_loaded_post_is_read_like_any_other(
    database: Database, worker: Desk
) -> None:
    post = a_post(openings=7)

    await load(database, [post])
    read = await worker.read(f"/posts/{post.id}")

    assert (read["area"], read["openings"], read["employer_name"], read["version"]) == (
        VILLAGE,
        7,
        "示例服装厂",
        1,
    )


async def test_a_loaded_employer_is_verified_and_kept_at_home(
    database: Database, county: Desk
) -> None:
    await load(database, [])
    read = await county.read(f"/employers/{EMPLOYER}")

    assert (read["standing"], read["keeper"]) == ("verified", TOWN)


async def test_loading_tells_its_steps_and_may_be_done_again(
    database: Database, worker: Desk
) -> None:
    posts = [a_post() for _ in range(1001)]

    first = await load(database, posts)
    again = await load(database, posts)
    counted = await worker.ask("GET", "/posts?total=true&limit=1")

    assert (first, again) == ([1, 1, 1000, 1], [1, 1, 1000, 1])
    assert counted.headers["X-Total-Count"] == "1001"


async def test_a_post_loaded_as_filled_has_no_opening_left(
    database: Database, hr_of: HrOf
) -> None:
    post = a_post(state="filled", openings=4)

    await load(database, [post])
    read = await hr_of(str(EMPLOYER)).read(f"/posts/{post.id}")

    assert (read["state"], read["openings"], read["filled"]) == ("filled", 0, 4)


async def test_the_feed_tells_of_every_loaded_row(
    database: Database, desk_of: DeskOf
) -> None:
    await load(database, [a_post() for _ in range(30)])
    member = desk_of(role="member", areas=())
    head = await member.read("/internal/feed/head")
    page = await member.read(f"/internal/feed?epoch={head['epoch']}&after=0")

    assert [change["kind"] for change in page["rows"]] == ["employer"] + ["post"] * 30
