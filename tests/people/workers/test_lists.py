"""Lists of workers: a page at a time, by area, state and household, and by name."""

import pytest

from tests.people.builders import FEMALE
from tests.people.builders import NEXT_VILLAGE
from tests.people.builders import OLDER
from tests.people.builders import TOWN
from tests.people.builders import VILLAGE
from tests.people.builders import a_worker


@pytest.fixture
async def three(county) -> list[str]:
    return [
        await county.add(a_worker(name="张小三")),
        await county.add(
            a_worker(name="张燕", id_number=FEMALE, stated={"state": "away"})
        ),
        await county.add(
            a_worker(name="单强", id_number=OLDER, stated={"area": NEXT_VILLAGE})
        ),
    ]


async def test_pages_follow_each_other_and_tell_how_many_there_are(county, three):
    first = await county.ask("GET", "/workers", params={"limit": 2, "total": True})
    rest = await county.read("/workers", limit=2, after=first.json()[-1]["id"])

    assert [row["id"] for row in [*first.json(), *rest]] == three
    assert first.headers["X-Total-Count"] == "3"


async def test_a_list_is_narrowed_by_area_and_state(county, three):
    village = await county.read("/workers", area=VILLAGE)
    town = await county.read("/workers", area=TOWN)
    away = await county.read("/workers", area=TOWN, state="away")

    assert [row["id"] for row in village] == three[:2]
    assert [row["id"] for row in town] == three
    assert [row["id"] for row in away] == three[1:2]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("张", [0, 1]),
        ("zhang", [0, 1]),
        ("zxs", [0]),
        ("张小", [0]),
        ("Shan", [2]),
        ("李", []),
    ],
)
async def test_a_name_is_found_by_its_beginning_its_sound_or_initials(
    county, three, text, places
):
    rows = await county.read("/workers", text=text)

    assert [row["id"] for row in rows] == [three[place] for place in places]


async def test_a_list_is_sorted_by_the_sound_of_names_and_goes_on_from_there(
    county, three
):
    first = await county.read("/workers", order="name", limit=2)
    rest = await county.read(
        "/workers", order="name", limit=2, after=first[-1]["id"], area=TOWN
    )

    assert [row["id"] for row in first] == [three[2], three[0]]
    assert [row["id"] for row in rest] == [three[1]]


async def test_more_names_than_can_be_opened_are_not_sorted(county, three, monkeypatch):
    monkeypatch.setattr("services.people.workers.storage.SORTED_AT_MOST", 2)
    answer = await county.ask("GET", "/workers", params={"order": "name"})

    assert answer.status_code == 413
    assert answer.json()["type"] == "/problems/too-many-to-sort"
