"""Lists of posts: narrowed, in pages, counted, bounded."""

from typing import Any

import pytest

from tests.jobs.builders import COUNTY
from tests.jobs.builders import OTHER_TOWN
from tests.jobs.builders import TOWN
from tests.jobs.builders import VILLAGE
from tests.jobs.builders import a_site
from tests.jobs.builders import stated
from tests.jobs.conftest import Desk


async def titles(desk: Desk, **wanted: Any) -> list[str]:
    return [row["title"] for row in await desk.read("/posts", params=wanted)]


@pytest.fixture
async def three(county: Desk) -> dict[str, str]:
    """A sewing post in the village, a cleaning post in another town, a draft."""
    employer = await county.employer(name="示例服装厂")
    other = await county.employer(name="示例保洁社")
    draft = {"employer": employer, "stated": stated(title="护林员")}
    return {
        "employer": employer,
        "缝纫工": await county.post(employer, title="缝纫工", area=VILLAGE),
        "保洁员": await county.post(
            other, title="保洁员", area=OTHER_TOWN, kind="coop"
        ),
        "护林员": (await county.write("/posts", draft))["id"],
    }


async def test_a_list_is_narrowed_by_area(county: Desk, three: dict[str, str]) -> None:
    assert await titles(county, area=TOWN) == ["护林员", "缝纫工"]
    assert await titles(county, area=VILLAGE) == ["护林员", "缝纫工"]
    assert await titles(county, area=OTHER_TOWN) == ["保洁员"]
    assert await titles(county, area=COUNTY) == ["护林员", "保洁员", "缝纫工"]


async def test_a_list_is_narrowed_by_state_and_kind(
    county: Desk, three: dict[str, str]
) -> None:
    assert await titles(county, state="draft") == ["护林员"]
    assert await titles(county, state="published") == ["保洁员", "缝纫工"]
    assert await titles(county, kind="coop") == ["保洁员"]


async def test_a_list_is_narrowed_by_words_of_title_or_employer(
    county: Desk, three: dict[str, str]
) -> None:
    assert await titles(county, text="缝纫") == ["缝纫工"]
    assert await titles(county, text="保洁社") == ["保洁员"]
    assert await titles(county, text="%") == []


async def test_a_list_is_narrowed_to_an_employer(
    county: Desk, three: dict[str, str]
) -> None:
    assert await titles(county, employer=three["employer"]) == ["护林员", "缝纫工"]


async def test_a_list_is_narrowed_to_a_site(
    county: Desk, three: dict[str, str]
) -> None:
    site = await county.write("/sites", a_site(three["employer"]))
    change = {"site": site["id"], "stated": stated(title="缝纫工")}
    await county.write(f"/posts/{three['缝纫工']}", change, "PUT")

    assert await titles(county, site=site["id"]) == ["缝纫工"]


async def test_pages_follow_each_other_without_gap_or_overlap(
    county: Desk, three: dict[str, str]
) -> None:
    first = await titles(county, limit=2)
    second = await titles(county, limit=2, after=three["保洁员"])

    assert (first, second) == (["护林员", "保洁员"], ["缝纫工"])


async def test_the_total_counts_what_the_caller_may_see(
    worker: Desk, three: dict[str, str]
) -> None:
    answer = await worker.ask("GET", "/posts", params={"limit": 1, "total": True})

    assert (len(answer.json()), answer.headers["X-Total-Count"]) == (1, "2")


async def test_nothing_is_counted_unasked(worker: Desk) -> None:
    answer = await worker.ask("GET", "/posts")

    assert "X-Total-Count" not in answer.headers


async def test_a_list_without_bounds_or_sense_is_refused(worker: Desk) -> None:
    answers = [
        (await worker.ask("GET", f"/posts?{query}")).status_code
        for query in ("limit=201", "limit=0", "colour=red")
    ]

    assert answers == [422] * 3
