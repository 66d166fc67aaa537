"""The tree of areas: read by everybody, kept by the county and the administrator."""

import pytest

from tests.people.builders import AREAS
from tests.people.builders import COUNTY
from tests.people.builders import FAR_VILLAGE
from tests.people.builders import NEXT_VILLAGE
from tests.people.builders import TOWN
from tests.people.builders import VILLAGE


async def codes(voice, **wanted):
    return [area["code"] for area in await voice.read("/areas", **wanted)]


async def test_an_area_tells_its_level_and_its_parent(county):
    levels = {a["code"]: (a["level"], a["parent"]) for a in await county.read("/areas")}

    assert levels[VILLAGE] == ("village", TOWN)
    assert levels[TOWN] == ("township", COUNTY)
    assert levels[COUNTY] == ("county", "990100000000")
    assert levels["990000000000"] == ("province", None)


async def test_areas_are_found_inside_another_below_one_or_by_code(county):
    assert await codes(county, inside=TOWN) == [TOWN, VILLAGE, NEXT_VILLAGE]
    assert await codes(county, parent=TOWN) == [VILLAGE, NEXT_VILLAGE]
    assert await codes(county, codes=[FAR_VILLAGE, TOWN]) == [TOWN, FAR_VILLAGE]
    assert await codes(county, text="村") == [VILLAGE, NEXT_VILLAGE, FAR_VILLAGE]


async def test_pages_of_areas_follow_each_other(county):
    first = await county.ask("GET", "/areas", params={"limit": 3, "total": True})
    rest = await codes(county, limit=100, after=first.json()[-1]["code"])

    assert first.headers["X-Total-Count"] == "8"
    assert [a["code"] for a in first.json()] + rest == [a["code"] for a in AREAS]


@pytest.mark.parametrize("role", ["worker", "hr", "kiosk", "auditor", "coordinator"])
async def test_everybody_reads_areas_and_few_keep_them(voice_of, role):
    voice = voice_of(role)

    assert await voice.status(f"/areas/{VILLAGE}") == 200
    assert await voice.status("/areas", [], "PUT") == 403


async def test_groups_stand_below_their_village(county):
    group = {"code": VILLAGE, "local": "03", "name": "三组"}
    await county.write("/areas", [group], "PUT")
    rows = await county.read("/areas", parent=VILLAGE)

    assert [(a["code"], a["local"], a["level"]) for a in rows] == [
        (VILLAGE, "03", "group")
    ]
    assert (await county.read(f"/areas/{VILLAGE}"))["name"] == "上村"


async def test_an_area_that_is_loaded_again_is_replaced(county):
    await county.write("/areas", [{"code": VILLAGE, "name": "新上村"}], "PUT")
    area = await county.read(f"/areas/{VILLAGE}")

    assert (area["name"], area["terrain"], area["centre"]) == ("新上村", "plain", None)


async def test_areas_hold_from_one_day_to_another(county):
    former = {"code": "990121101209", "name": "旧村", "valid_until": "2025-12-31"}
    await county.write("/areas", [former], "PUT")

    assert "990121101209" in await codes(county, parent=TOWN, on="2025-12-31")
    assert "990121101209" not in await codes(county, parent=TOWN, on="2026-01-01")


async def test_all_wrong_areas_are_named_and_none_is_taken(county):
    areas = [
        {"code": "990121101207", "name": "好村"},
        {"code": "160121101207", "name": "无省村"},
        {"code": TOWN, "local": "1", "name": "镇组"},
        {
            "code": "990121101208",
            "name": "倒村",
            "valid_from": "2026-02-01",
            "valid_until": "2026-01-01",
        },
    ]
    problem = await county.refused("/areas", areas, "PUT")

    assert [error["field"] for error in problem["errors"]] == [
        "1.code",
        "2.local",
        "3.valid_until",
    ]
    assert await county.status("/areas/990121101207") == 404


async def test_a_county_keeps_its_own_areas_only(county, voice_of):
    other = [{"code": FAR_VILLAGE, "name": "邻村"}]
    problem = await county.refused("/areas", other, "PUT")

    assert problem["errors"][0]["message"] == "这个区划不在您的工作范围内。"
    assert await voice_of("admin").status("/areas", other, "PUT") == 200
