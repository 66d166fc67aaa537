"""Who reaches whom: officers their area, a person themselves, a kiosk who stands there.

Somebody out of reach does not exist: the answers are the same as for nobody.
"""

from uuid import UUID
from uuid import uuid4

import pytest
from sqlalchemy import true

from tests.people.builders import COUNTY
from tests.people.builders import FAR_VILLAGE
from tests.people.builders import FEMALE
from tests.people.builders import MALE
from tests.people.builders import NEXT_VILLAGE
from tests.people.builders import PHONE
from tests.people.builders import VILLAGE
from tests.people.builders import a_change
from tests.people.builders import a_woman
from tests.people.builders import a_worker


async def statuses(voice, id):
    """How each way to one worker answers."""
    return {
        "read": await voice.status(f"/workers/{id}"),
        "facts": await voice.status(f"/workers/{id}/facts"),
        "change": await voice.status(f"/workers/{id}", a_change(), "PATCH"),
        "pause": await voice.status(
            f"/workers/{id}/withdraw", {"kind": "pause"}, "POST"
        ),
        "resume": await voice.status(f"/workers/{id}/resume", {}, "POST"),
    }


ALLOWED = {"read": 200, "facts": 200, "change": 200, "pause": 200, "resume": 200}
UNKNOWN = dict.fromkeys(ALLOWED, 404)
FORBIDDEN = dict.fromkeys(ALLOWED, 403)


async def test_officers_reach_their_own_area_only(county, voice_of):
    id = await county.add(a_worker())

    assert await statuses(voice_of("coordinator", VILLAGE), id) == ALLOWED
    assert await statuses(voice_of("township", "990121101"), id) == ALLOWED
    assert await statuses(voice_of("county", "990121"), id) == ALLOWED
    assert await statuses(voice_of("coordinator", NEXT_VILLAGE), id) == UNKNOWN
    assert await statuses(voice_of("township", "990121102"), id) == UNKNOWN
    assert await statuses(voice_of("county", "990122"), id) == UNKNOWN
    assert await statuses(voice_of("county"), id) == UNKNOWN


async def test_a_person_reaches_themselves_only(county, voice_of):
    id = UUID(await county.add(a_worker()))
    other = await county.add(a_woman())

    assert await statuses(voice_of("worker", worker=id), id) == ALLOWED
    assert await statuses(voice_of("worker", worker=id), other) == UNKNOWN
    assert await statuses(voice_of("worker", "990121", worker=id), other) == UNKNOWN


async def test_a_kiosk_reaches_who_stands_there_only(county, voice_of):
    id = UUID(await county.add(a_worker()))
    other = await county.add(a_woman())

    assert await statuses(voice_of("kiosk", "990121", worker=id), id) == ALLOWED
    assert await statuses(voice_of("kiosk", "990121", worker=id), other) == UNKNOWN
    assert await statuses(voice_of("kiosk", "990121"), id) == UNKNOWN


@pytest.mark.parametrize("role", ["hr", "auditor", "admin", "member"])
async def test_other_roles_may_not_ask_for_workers_at_all(county, voice_of, role):
    id = await county.add(a_worker())
    voice = voice_of(role, "", employer=uuid4())

    assert await statuses(voice, id) == FORBIDDEN
    assert await voice.status("/workers") == 403
    assert await voice.status("/workers", a_woman(), "POST") == 403
    assert await voice.status("/workers/find", {"phone": PHONE}, "POST") == 403
    assert await voice.status("/workers/names", {"ids": [id]}, "POST") == 403
    assert await voice.status("/households") == 403


async def test_unknown_and_out_of_reach_get_the_same_answer(coordinator, voice_of):
    far = voice_of("coordinator", FAR_VILLAGE)
    id = await far.add(a_worker(stated={"area": FAR_VILLAGE}))
    beyond = await coordinator.ask("GET", f"/workers/{id}")
    nobody = await coordinator.ask("GET", f"/workers/{uuid4()}")

    assert (beyond.status_code, beyond.content) == (404, nobody.content)


@pytest.mark.parametrize(
    "asked",
    [
        {"id_number": MALE},
        {"id_number": " 990121 19800229 0017 "},
        {"phone": "+86 154-0000-1234"},
        {"name": "张 小三", "birth": "1980-02-29"},
    ],
)
async def test_a_person_is_found_by_what_they_show_or_say(coordinator, asked):
    id = await coordinator.add(a_worker())
    found = await coordinator.write("/workers/find", asked)

    assert [row["id"] for row in found["rows"]] == [id]
    assert found["rows"][0]["name"] == "张*三"


async def test_nobody_and_somebody_out_of_reach_are_found_the_same(
    coordinator, voice_of
):
    far = voice_of("coordinator", FAR_VILLAGE)
    await far.add(a_worker(stated={"area": FAR_VILLAGE}))
    asked = [
        {"id_number": MALE},
        {"id_number": FEMALE},
        {"phone": PHONE},
        {"name": "张小三", "birth": "1980-02-29"},
    ]
    answers = [
        await coordinator.ask("POST", "/workers/find", json=one) for one in asked
    ]

    assert {(a.status_code, a.content) for a in answers} == {(200, b'{"rows":[]}')}


async def test_a_search_asks_in_exactly_one_way(coordinator):
    both = {"id_number": MALE, "phone": PHONE}
    half = {"name": "张小三"}

    assert (await coordinator.refused("/workers/find", both))["status"] == 422
    assert (await coordinator.refused("/workers/find", half))["errors"] == [
        {
            "field": "",
            "message": "请只用一种方式查找：证件号码、电话，或者姓名加出生日期。",
        }
    ]


async def test_a_kiosk_finds_who_stands_there_and_keeps_no_door_open(county, voice_of):
    id = await county.add(a_worker())
    kiosk = voice_of("kiosk", "990121")
    elsewhere = voice_of("kiosk", "990122")
    found = await kiosk.write("/workers/find", {"id_number": MALE})

    assert [row["id"] for row in found["rows"]] == [id]
    assert await elsewhere.write("/workers/find", {"id_number": MALE}) == {"rows": []}
    assert await kiosk.status(f"/workers/{id}") == 404
    assert await kiosk.status("/workers") == 403


async def test_names_are_told_for_those_in_reach(county, voice_of):
    own = await county.add(a_worker())
    beyond = await county.add(a_woman(stated={"area": NEXT_VILLAGE}))
    coordinator = voice_of("coordinator", VILLAGE)
    names = await coordinator.write("/workers/names", {"ids": [beyond, own]})

    assert names["rows"] == [
        {
            "id": own,
            "name": "张小三",
            "phone": PHONE,
            "phones": [{"number": PHONE, "relation": "self"}],
            "area": VILLAGE,
            "area_name": "上村",
            "withdrawn": None,
        }
    ]


async def test_somebody_elses_file_is_read_for_a_purpose_only(county, voice_of):
    id = UUID(await county.add(a_worker()))
    aimless = voice_of("county", "990121", purpose="")
    own = voice_of("worker", worker=id, purpose="")

    assert await aimless.status(f"/workers/{id}") == 403
    assert await aimless.status(f"/workers/{id}/facts") == 403
    assert await aimless.status(f"/workers/{id}", a_change(), "PATCH") == 403
    assert await aimless.status("/workers/names", {"ids": [str(id)]}, "POST") == 403
    assert await own.status(f"/workers/{id}") == 200


async def test_a_list_holds_exactly_who_can_be_read(county, voice_of):
    own = await county.add(a_worker())
    await county.add(a_woman(stated={"area": NEXT_VILLAGE}))
    coordinator = voice_of("coordinator", VILLAGE)

    assert [row["id"] for row in await coordinator.read("/workers")] == [own]
    assert [r["id"] for r in await coordinator.read("/workers", area=COUNTY)] == [own]
    assert await coordinator.read("/workers", area=NEXT_VILLAGE) == []


async def test_the_database_itself_hides_who_is_out_of_reach(
    county, voice_of, monkeypatch
):
    id = await county.add(a_worker())
    # Without the filter in the queries only the row policies stand.
    monkeypatch.setattr(
        "services.people.workers.storage.reached_by", lambda *_, **__: true()
    )

    assert await voice_of("county", "990121").status(f"/workers/{id}") == 200
    assert await voice_of("coordinator", NEXT_VILLAGE).status(f"/workers/{id}") == 404
    assert await voice_of("worker", worker=uuid4()).status(f"/workers/{id}") == 404
    assert await voice_of("kiosk", "990121").status(f"/workers/{id}") == 404
