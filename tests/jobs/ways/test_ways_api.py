"""Known ways through the front door, and the posts that carry them."""

from collections.abc import Callable
from datetime import UTC
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.exc import ProgrammingError

from common.contracts.jobs import Post
from common.database import open_database
from common.tokens import Caller
from services.jobs.tables import random_id
from services.jobs.ways.storage import WayRow
from tests.jobs.builders import COUNTY
from tests.jobs.builders import OTHER_COUNTY
from tests.jobs.builders import OTHER_TOWN
from tests.jobs.builders import TOWN
from tests.jobs.builders import VILLAGE
from tests.jobs.builders import a_site
from tests.jobs.builders import stated
from tests.jobs.conftest import Desk
from tests.jobs.conftest import DeskOf
from tests.jobs.conftest import HrOf

NEXT_VILLAGE = "990121101202"


def a_way(**facts: Any) -> dict[str, Any]:
    """Twenty-five minutes by e-bike from the village."""
    return {"from_area": VILLAGE, "mode": "ebike", "minutes": 25, **facts}


@pytest.fixture
def village(desk_of: DeskOf) -> Desk:
    """A coordinator of the village."""
    return desk_of(role="coordinator", areas=("990121101201",))


@pytest.fixture
async def employer(county: Desk) -> str:
    return await county.employer()


@pytest.fixture
async def site(county: Desk, employer: str) -> str:
    """A site in another township of the county."""
    return str((await county.write("/sites", a_site(employer, area=OTHER_TOWN)))["id"])


@pytest.fixture
async def post(county: Desk, employer: str, site: str) -> str:
    """A published post of the site."""
    draft = {
        "employer": employer,
        "site": site,
        "stated": stated(area=None, state="published"),
    }
    return str((await county.write("/posts", draft))["id"])


async def known(desk: Desk, post: str) -> list[dict[str, Any]]:
    """What the post's contract says of ways."""
    return list((await desk.read(f"/posts/{post}"))["known_ways"])


async def test_a_coordinator_says_how_long_it_takes_from_the_own_village(
    village: Desk, site: str, post: str
) -> None:
    way = await village.write(f"/sites/{site}/ways", a_way(), "PUT")

    assert (way["minutes"], way["source"], way["valid_to"]) == (25, "officer", None)
    assert way["said_by"] and way["said_at"] and way["site"] == site
    assert await known(village, post) == [
        a_way(source="officer", first_min=None, last_min=None)
    ]


async def test_what_is_said_later_holds_and_what_was_said_stays_on_file(
    village: Desk, site: str, post: str
) -> None:
    await village.write(f"/sites/{site}/ways", a_way(), "PUT")
    river = a_way(minutes=None, source="person")
    await village.write(f"/sites/{site}/ways", river, "PUT")

    holding = await village.read(f"/sites/{site}/ways")
    file = await village.read(f"/sites/{site}/ways", params={"ended": True})

    assert [way["minutes"] for way in holding] == [None]
    assert [(way["minutes"], way["valid_to"] is None) for way in file] == [
        (None, True),
        (25, False),
    ]
    assert [way["minutes"] for way in await known(village, post)] == [None]


async def test_a_way_that_is_taken_back_leaves_the_posts(
    village: Desk, site: str, post: str
) -> None:
    await village.write(f"/sites/{site}/ways", a_way(), "PUT")
    which = {"from_area": VILLAGE, "mode": "ebike"}

    gone = await village.ask("DELETE", f"/sites/{site}/ways", params=which)
    again = await village.ask("DELETE", f"/sites/{site}/ways", params=which)
    file = await village.read(f"/sites/{site}/ways", params={"ended": True})

    assert (gone.status_code, again.status_code) == (204, 404)
    assert await known(village, post) == []
    assert len(file) == 1


async def test_the_feed_tells_every_post_of_the_site_and_no_other(
    village: Desk, county: Desk, desk_of: DeskOf, site: str, post: str, employer: str
) -> None:
    await county.post(employer)
    member = desk_of(role="member", areas=())
    head = await member.read("/internal/feed/head")

    await village.write(f"/sites/{site}/ways", a_way(), "PUT")
    page = f"/internal/feed?epoch={head['epoch']}&after={head['head']}"
    told = (await member.read(page))["rows"]

    assert [row["id"] for row in told] == [post]
    assert Post.model_validate(told[0]["body"]).known_ways[0].minutes == 25


async def test_a_post_that_is_made_later_knows_the_way_at_once(
    village: Desk, county: Desk, site: str, employer: str
) -> None:
    await village.write(f"/sites/{site}/ways", a_way(), "PUT")
    draft = {"employer": employer, "site": site, "stated": stated()}

    made = await county.write("/posts", draft)

    assert [way["minutes"] for way in made["known_ways"]] == [25]


async def test_nobody_speaks_for_another_village(village: Desk, site: str) -> None:
    foreign = [a_way(from_area=area) for area in (NEXT_VILLAGE, TOWN)]
    answers = [
        await village.ask("PUT", f"/sites/{site}/ways", json=way) for way in foreign
    ]
    which = {"from_area": NEXT_VILLAGE, "mode": "ebike"}
    taken = await village.ask("DELETE", f"/sites/{site}/ways", params=which)

    assert [a.json()["type"] for a in (*answers, taken)] == [
        "/problems/area-is-not-yours"
    ] * 3


async def test_a_township_speaks_for_its_villages_and_itself(
    desk_of: DeskOf, site: str
) -> None:
    township = desk_of(role="township", areas=("990121101",))
    own = [a_way(from_area=area) for area in (VILLAGE, TOWN)]
    said = [
        (await township.ask("PUT", f"/sites/{site}/ways", json=way)).status_code
        for way in (*own, a_way(from_area=OTHER_TOWN))
    ]

    assert said == [200, 200, 403]


async def test_a_coordinator_speaks_of_sites_of_the_own_county_only(
    desk_of: DeskOf, village: Desk
) -> None:
    far = desk_of(role="county", areas=("990122",))
    employer = await far.employer(area=OTHER_COUNTY)
    site = (await far.write("/sites", a_site(employer, area=OTHER_COUNTY)))["id"]

    refused = await village.ask("PUT", f"/sites/{site}/ways", json=a_way())

    assert refused.json()["type"] == "/problems/area-is-not-yours"


async def test_an_employer_says_nothing_of_ways(
    hr_of: HrOf, employer: str, site: str
) -> None:
    hr = hr_of(employer)
    draft = {"employer": employer, "site": site, "stated": stated(known_ways=[a_way()])}
    answers = [
        await hr.ask("PUT", f"/sites/{site}/ways", json=a_way()),
        await hr.ask("GET", f"/sites/{site}/ways"),
        await hr.ask("POST", "/posts", json=draft),
    ]

    assert [answer.status_code for answer in answers] == [403, 403, 422]
    assert answers[2].json()["errors"][0]["field"] == "stated.known_ways"


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"from_area": COUNTY}, "from_area"),
        ({"mode": "shuttle"}, "mode"),
        ({"last_min": 1080}, "first_min"),
        ({"mode": "bus", "minutes": None, "first_min": 400}, "first_min"),
        ({"mode": "bus", "first_min": 1080, "last_min": 400}, "last_min"),
    ],
)
async def test_what_cannot_be_is_refused(
    county: Desk, site: str, facts: dict[str, Any], field: str
) -> None:
    refused = await county.ask("PUT", f"/sites/{site}/ways", json=a_way(**facts))

    assert refused.status_code == 422
    assert [fault["field"] for fault in refused.json()["errors"]] == [field]


async def test_the_hours_of_a_bus_are_kept(county: Desk, site: str, post: str) -> None:
    bus = a_way(mode="bus", minutes=40, first_min=420, last_min=1050, source="driver")

    await county.write(f"/sites/{site}/ways", bus, "PUT")

    assert await known(county, post) == [bus]


async def test_a_site_that_is_nowhere_has_no_ways(county: Desk) -> None:
    nowhere = "/sites/01900000-0000-7000-8000-00000000dead/ways"
    answers = [
        await county.ask("PUT", nowhere, json=a_way()),
        await county.ask("GET", nowhere),
    ]

    assert [answer.status_code for answer in answers] == [404, 404]


async def test_the_policies_alone_let_nobody_speak_for_others(
    site: str, database_url: Callable[[str], str]
) -> None:
    hr = Caller("tester", "hr", (), employer=UUID(int=1))
    database = open_database(database_url("jobs"))
    row = WayRow(
        id=random_id(),
        site_id=UUID(site),
        said_by="tester",
        said_at=datetime.now(UTC),
        source="officer",
        first_min=None,
        last_min=None,
        **a_way(),
    )

    with pytest.raises(ProgrammingError, match="row-level security"):
        async with database.transaction(hr) as session:
            session.add(row)
            await session.flush()
    await database.close()
