"""Households: people of one home, seen by the officers of their area."""

from uuid import uuid4

from tests.people.builders import NEXT_VILLAGE
from tests.people.builders import VILLAGE
from tests.people.builders import a_change
from tests.people.builders import a_woman
from tests.people.builders import a_worker


async def test_members_join_a_household_as_they_are_registered(coordinator):
    draft = {"area": VILLAGE, "local": "03", "size": 4}
    home = (await coordinator.write("/households", draft))["id"]
    man = await coordinator.add(a_worker(stated={"household": home}))
    woman = await coordinator.add(a_woman())
    change = a_change(stated={"household": home})
    card = await coordinator.write(f"/workers/{woman}", change, "PATCH")
    household = await coordinator.read(f"/households/{home}")

    assert card["worker"]["household"] == home
    assert household == {"id": home, "head": None, "members": [man, woman], **draft}
    assert [w["id"] for w in await coordinator.read("/workers", household=home)] == [
        man,
        woman,
    ]


async def test_the_head_must_be_a_member(coordinator):
    home = (await coordinator.write("/households", {"area": VILLAGE}))["id"]
    man = await coordinator.add(a_worker(stated={"household": home}))
    woman = await coordinator.add(a_woman())
    problem = await coordinator.refused(f"/households/{home}", {"head": woman}, "PATCH")
    changed = await coordinator.write(
        f"/households/{home}", {"head": man, "size": 2}, "PATCH"
    )

    assert problem["errors"][0]["message"] == "户主要是这个家庭的成员。"
    assert (changed["head"], changed["size"]) == (man, 2)


async def test_who_leaves_a_household_is_no_member(coordinator):
    home = (await coordinator.write("/households", {"area": VILLAGE}))["id"]
    man = await coordinator.add(a_worker(stated={"household": home}))
    await coordinator.write(
        f"/workers/{man}", a_change(stated={"household": None}), "PATCH"
    )

    assert (await coordinator.read(f"/households/{home}"))["members"] == []


async def test_households_are_listed_by_area_a_page_at_a_time(county):
    near = (await county.write("/households", {"area": VILLAGE}))["id"]
    next_one = (await county.write("/households", {"area": NEXT_VILLAGE}))["id"]
    pages = [
        await county.read("/households", limit=1),
        await county.read("/households", limit=1, after=near),
    ]

    assert [[h["id"] for h in page] for page in pages] == [[near], [next_one]]
    assert [h["id"] for h in await county.read("/households", area=NEXT_VILLAGE)] == [
        next_one
    ]


async def test_a_household_out_of_reach_does_not_exist(county, coordinator):
    home = (await county.write("/households", {"area": NEXT_VILLAGE}))["id"]
    beyond = await coordinator.ask("GET", f"/households/{home}")
    nobody = await coordinator.ask("GET", f"/households/{uuid4()}")

    assert (beyond.status_code, beyond.content) == (404, nobody.content)
    assert await coordinator.status(f"/households/{home}", {}, "PATCH") == 404
    assert (
        await coordinator.status("/households", {"area": NEXT_VILLAGE}, "POST") == 422
    )
