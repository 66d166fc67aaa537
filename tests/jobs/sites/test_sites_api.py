"""Sites through the front door, and the posts that move with them."""

import pytest

from tests.jobs.builders import OTHER_TOWN
from tests.jobs.builders import VILLAGE
from tests.jobs.builders import a_site
from tests.jobs.builders import stated
from tests.jobs.conftest import Desk
from tests.jobs.conftest import DeskOf
from tests.jobs.conftest import HrOf


async def test_an_employer_has_many_sites(county: Desk, worker: Desk) -> None:
    employer = await county.employer()
    await county.write("/sites", a_site(await county.employer()))
    await county.write("/sites", a_site(employer, name="一车间"))
    await county.write("/sites", a_site(employer, name="二车间", area=OTHER_TOWN))

    all_sites = await worker.read("/sites", params={"employer": employer})
    near = await worker.read(
        "/sites", params={"employer": employer, "area": "990121101000"}
    )

    assert [site["name"] for site in all_sites] == ["二车间", "一车间"]
    assert [site["name"] for site in near] == ["一车间"]


async def test_a_point_is_stored_on_wgs84_whichever_map_it_was_picked_on(
    county: Desk,
) -> None:
    picked = {"lat": 31.8635847, "lng": 106.7607187, "accuracy_m": 30, "source": "map"}
    draft = a_site(await county.employer(), datum="bd09", place=picked)

    place = (await county.write("/sites", draft))["place"]

    assert place["lat"] == pytest.approx(31.86, abs=2e-6)
    assert place["lng"] == pytest.approx(106.75, abs=2e-6)
    assert (place["accuracy_m"], place["source"]) == (30, "map")


async def test_posts_move_with_their_site(county: Desk, worker: Desk) -> None:
    employer = await county.employer()
    site = (await county.write("/sites", a_site(employer)))["id"]
    draft = {
        "employer": employer,
        "site": site,
        "stated": stated(area=None, state="published"),
    }
    post = await county.write("/posts", draft)
    moved = a_site(employer, area=OTHER_TOWN, place={"lat": 31.9, "lng": 106.8})
    del moved["employer"]

    await county.write(f"/sites/{site}", moved, "PUT")
    read = await worker.read(f"/posts/{post['id']}")
    there = await worker.read("/posts", params={"area": OTHER_TOWN})

    assert (read["area"], read["place"]["lat"]) == (OTHER_TOWN, 31.9)
    assert read["version"] == post["version"] + 1
    assert [row["id"] for row in there] == [post["id"]]


async def test_a_post_that_names_its_own_area_stays_there(county: Desk) -> None:
    employer = await county.employer()
    site = (await county.write("/sites", a_site(employer)))["id"]
    draft = {"employer": employer, "site": site, "stated": stated(area=VILLAGE)}
    post = await county.write("/posts", draft)
    moved = a_site(employer, area=OTHER_TOWN)
    del moved["employer"]

    await county.write(f"/sites/{site}", moved, "PUT")
    read = await county.read(f"/posts/{post['id']}")

    assert (read["area"], read["version"]) == (VILLAGE, post["version"] + 1)


async def test_an_hr_officer_sees_and_changes_her_own_sites_only(
    county: Desk, hr_of: HrOf
) -> None:
    employer = await county.employer()
    hr = hr_of(await county.employer())
    site = (await county.write("/sites", a_site(employer)))["id"]
    moved = a_site(employer)
    del moved["employer"]

    answers = [
        await hr.ask("GET", f"/sites/{site}"),
        await hr.ask("PUT", f"/sites/{site}", json=moved),
        await hr.ask("POST", "/sites", json=a_site(employer)),
    ]
    listed = await hr.read("/sites")

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert listed == []


async def test_an_officer_opens_no_site_outside_her_area(
    county: Desk, desk_of: DeskOf
) -> None:
    employer = await county.employer()
    township = desk_of(role="township", areas=("990121204",))

    refused = await township.ask("POST", "/sites", json=a_site(employer))

    assert refused.json()["type"] == "/problems/area-is-not-yours"


async def test_a_site_of_nobody_is_refused(county: Desk) -> None:
    nobody = "01900000-0000-7000-8000-00000000dead"

    refused = await county.ask("POST", "/sites", json=a_site(nobody))

    assert refused.json()["errors"][0]["field"] == "employer"
