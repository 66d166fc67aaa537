"""Who sees and who keeps which post."""

from typing import Any

from tests.jobs.builders import OTHER_COUNTY
from tests.jobs.builders import OTHER_TOWN
from tests.jobs.builders import TOWN
from tests.jobs.builders import VILLAGE
from tests.jobs.builders import a_site
from tests.jobs.builders import stated
from tests.jobs.conftest import Desk
from tests.jobs.conftest import DeskOf
from tests.jobs.conftest import HrOf

STEPS = ("publish", "pause", "close", "fill", "release")
OTHERS = ("worker", "kiosk", "auditor", "admin")


async def drafted(desk: Desk, employer: str, **facts: Any) -> str:
    draft = {"employer": employer, "stated": stated(**facts)}
    return str((await desk.write("/posts", draft))["id"])


async def refusals(desk: Desk, post: str) -> list[int]:
    """How the desk's five steps on a post end."""
    answers = [await desk.ask("POST", f"/posts/{post}/{step}") for step in STEPS]
    return [answer.status_code for answer in answers]


async def ids(desk: Desk, path: str = "/posts") -> list[str]:
    return [row["id"] for row in await desk.read(path)]


async def test_an_hr_officer_sees_every_post_of_her_employer_and_no_other(
    county: Desk, hr_of: HrOf
) -> None:
    hers, others = await county.employer(), await county.employer()
    draft, shown = await drafted(county, hers), await county.post(hers)
    foreign = await county.post(others)

    listed = await ids(hr_of(hers))
    refused = await hr_of(hers).ask("GET", f"/posts/{foreign}")

    assert listed == [shown, draft]
    assert refused.status_code == 404


async def test_an_hr_officer_moves_no_other_employers_post(
    county: Desk, hr_of: HrOf
) -> None:
    post = await county.post(await county.employer())
    hr = hr_of(await county.employer())

    assert await refusals(hr, post) == [404] * 5


async def test_an_hr_officer_posts_for_no_other_employer(
    county: Desk, hr_of: HrOf
) -> None:
    hers, other = await county.employer(), await county.employer()

    refused = await hr_of(hers).ask(
        "POST", "/posts", json={"employer": other, "stated": stated()}
    )

    assert refused.status_code == 404


async def test_officers_see_drafts_of_their_area_and_published_posts_of_all(
    county: Desk, desk_of: DeskOf
) -> None:
    employer = await county.employer()
    near = await drafted(county, employer, area=VILLAGE)
    await drafted(county, employer, area=OTHER_TOWN)
    shown = await county.post(employer, area=OTHER_TOWN)

    township = await ids(desk_of(role="township", areas=("990121101",)))

    assert township == [shown, near]


async def test_others_see_published_posts_only(county: Desk, desk_of: DeskOf) -> None:
    employer = await county.employer()
    draft, shown = await drafted(county, employer), await county.post(employer)
    desks = [desk_of(role=role, areas=("990121",)) for role in OTHERS]

    listed = [await ids(desk) for desk in desks]
    hidden = [(await desk.ask("GET", f"/posts/{draft}")).status_code for desk in desks]

    assert listed == [[shown]] * 4
    assert hidden == [404] * 4


async def test_only_keepers_move_posts(county: Desk, desk_of: DeskOf) -> None:
    post = await county.post(await county.employer())

    answers = [await refusals(desk_of(role=role), post) for role in OTHERS]

    assert answers == [[403] * 5] * 4


async def test_a_coordinator_keeps_her_own_village_only(
    county: Desk, desk_of: DeskOf
) -> None:
    employer = await county.employer()
    village = desk_of(role="coordinator", areas=(VILLAGE,))
    own = await drafted(village, employer, area=VILLAGE)

    foreign = await village.ask(
        "POST", "/posts", json={"employer": employer, "stated": stated(area=OTHER_TOWN)}
    )
    away = await village.ask(
        "PUT", f"/posts/{own}", json={"stated": stated(area=OTHER_TOWN)}
    )

    assert [foreign.json()["type"], away.json()["type"]] == [
        "/problems/area-is-not-yours"
    ] * 2


async def test_work_in_another_county_is_kept_at_home(
    county: Desk, desk_of: DeskOf
) -> None:
    employer = await county.employer(area=TOWN)
    post = await drafted(county, employer, area=OTHER_COUNTY, outside_county=True)
    there = desk_of(role="county", areas=("990122",))

    home = await ids(county)
    away = await there.ask("GET", f"/posts/{post}")

    assert (home, away.status_code) == ([post], 404)


async def test_an_employer_from_far_away_is_kept_by_who_brought_it_in(
    county: Desk,
) -> None:
    employer = await county.employer(area="440300000000")
    post = await county.post(employer, area="440300000000", outside_county=True)

    closed = await county.write(f"/posts/{post}/close")

    assert closed["state"] == "closed"


async def test_the_draft_is_read_by_keepers_only(county: Desk, worker: Desk) -> None:
    post = await county.post(await county.employer())

    refused = await worker.ask("GET", f"/posts/{post}/draft")

    assert refused.status_code == 404


async def test_many_posts_are_read_at_once_in_the_order_asked_for(
    county: Desk, worker: Desk
) -> None:
    employer = await county.employer()
    site = await county.write("/sites", a_site(employer))
    draft = await drafted(county, employer)
    first, second = await county.post(employer), await county.post(employer)
    await county.write(
        f"/posts/{first}", {"site": site["id"], "stated": stated()}, "PUT"
    )

    rows = (await worker.write("/posts/by-ids", {"ids": [second, draft, first]}))[
        "rows"
    ]

    assert [row["id"] for row in rows] == [second, first]
    assert (rows[1]["site_name"], rows[1]["place_name"]) == (
        "一车间",
        "示例村口旧小学",
    )
