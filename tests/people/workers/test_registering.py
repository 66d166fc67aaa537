"""Registering a worker: what is kept, what is refused, how wrong fields are told."""

import asyncio
from uuid import UUID

import pytest
from pydantic import ValidationError

from common.texts import sentences
from services.people.workers.drafts import WorkerDraft
from tests.people.builders import FAR_VILLAGE
from tests.people.builders import FEMALE
from tests.people.builders import MALE
from tests.people.builders import NEXT_VILLAGE
from tests.people.builders import TOWN
from tests.people.builders import VILLAGE
from tests.people.builders import a_change
from tests.people.builders import a_woman
from tests.people.builders import a_worker


def wrong_fields(problem):
    return {error["field"]: error["message"] for error in problem["errors"]}


async def test_a_registered_worker_is_read_back_masked(coordinator):
    id = await coordinator.add(a_worker())
    card = await coordinator.read(f"/workers/{id}")

    assert card["name"] == "张*三"
    assert card["last4"] == "0017"
    assert card["phones"] == [{"number": "154****1234", "relation": "self"}]
    assert card["area_name"] == "上村"
    assert (card["birth"], card["sex"]) == ("1980-02-29", "male")
    assert MALE not in str(card)


async def test_what_is_stated_becomes_the_contract(coordinator):
    stated = {"state": "looking", "transport": ["电动车"], "max_km": 8, "limits": []}
    id = await coordinator.add(a_worker(stated=stated))
    worker = (await coordinator.read(f"/workers/{id}"))["worker"]

    assert worker["limits"] == {}
    assert worker["reach"]["max_km"] == 8
    assert [mode["mode"] for mode in worker["reach"]["modes"]] == ["ebike", "walk"]
    assert worker["birth"] == "1980-02-29"
    assert worker["week"] is None


async def test_every_wrong_field_is_told_at_once_in_plain_chinese(coordinator):
    draft = a_worker(
        name="张三1",
        id_number="990121198002290018",
        phones=[{"number": "12345"}],
        stated={"max_km": -1, "colour": "red"},
    )
    problem = await coordinator.refused("/workers", draft)

    assert problem["status"] == 422
    assert wrong_fields(problem) == {
        "name": "姓名只能有汉字、字母和间隔号，最多50个字。",
        "id_number": "身份证号第18位校验不对，请对照证件逐位核对。",
        "phones.0.number": sentences("zh")["field.phone.mobile"],
        "stated.max_km": "不能小于 0.0。",
        "stated.colour": "这一项不能填写。",
    }


async def test_every_field_that_cannot_be_true_is_told_at_once(coordinator):
    draft = a_worker(
        certificate="99012119750115002221",
        origin={"source": "visit", "said_on": "2999-01-01"},
        stated={
            "area": NEXT_VILLAGE,
            "birth": "1981-02-28",
            "sex": "female",
            "household": "01a1fdd5-0c97-77c8-8d2d-388ad0cb8f27",
        },
    )
    problem = await coordinator.refused("/workers", draft)

    assert wrong_fields(problem) == {
        "certificate": "残疾人证号里的身份证号和本人的不一致。",
        "origin.said_on": "日期不能晚于今天。",
        "stated.area": "这个区划不在您的工作范围内。",
        "stated.birth": "出生日期和身份证号不一致。",
        "stated.sex": "性别和身份证号不一致。",
        "stated.household": "没有找到这个家庭，或不在您的工作范围内。",
    }


@pytest.mark.parametrize(
    ("number", "key"),
    [
        ("99012119800229001", "identity.length"),
        ("990121198102290015", "identity.birth"),
        ("9901211980022900×7", "identity.characters"),
        ("990121500101101", "identity.length"),
        (990121198002290017, "identity.number_cell"),
        ("1" * 101, "string_too_long"),
    ],
)
def test_a_wrong_id_number_says_what_is_wrong(number, key):
    with pytest.raises(ValidationError) as refused:
        WorkerDraft.model_validate(a_worker(id_number=number))

    assert [(e["loc"], e["type"]) for e in refused.value.errors()] == [
        (("id_number",), key)
    ]


async def test_somebody_who_is_not_born_yet_cannot_be_registered(coordinator):
    draft = a_worker(id_number="990121209901010016")
    problem = await coordinator.refused("/workers", draft)

    assert wrong_fields(problem) == {
        "id_number": "身份证号第7到14位不是正确的出生日期。"
    }


async def test_wrong_fields_are_told_in_english_where_asked(coordinator):
    answer = await coordinator.ask(
        "POST",
        "/workers",
        json=a_worker(id_number="990121198002290018"),
        headers={"Accept-Language": "en"},
    )

    assert "18th character" in answer.json()["errors"][0]["message"]


async def test_a_refused_number_is_not_repeated_in_the_answer(coordinator):
    problem = await coordinator.refused(
        "/workers", a_worker(id_number="990121198002290018")
    )

    assert "990121198002290018" not in str(problem)


async def test_a_number_of_the_first_generation_comes_from_a_ledger_only(coordinator):
    draft = a_worker(id_number="990121500101101", origin={"source": "ledger"})
    id = await coordinator.add(draft)
    card = await coordinator.read(f"/workers/{id}")

    assert (card["last4"], card["birth"]) == ("1019", "1950-01-01")


async def test_a_worker_without_any_number_is_known_by_what_is_stated(coordinator):
    draft = a_worker(id_number=None, stated={"birth": "1970-05-01", "sex": "female"})
    card = await coordinator.write("/workers", draft)

    assert (card["last4"], card["birth"], card["sex"]) == (None, "1970-05-01", "female")


async def test_another_paper_is_kept_without_birth_and_sex(coordinator):
    draft = a_worker(id_type="other", id_number=" e12345678 ")
    card = await coordinator.write("/workers", draft)

    assert (card["id_type"], card["last4"], card["birth"]) == ("other", "5678", None)


async def test_an_invented_identity_is_refused_where_people_are_real(
    client_for, app_of, coordinator
):
    real = await client_for(app_of(allow_synthetic=False))
    voice = type(coordinator)(real, coordinator.key_file, coordinator.caller)
    problem = await voice.refused("/workers", a_worker())

    assert "99开头" in wrong_fields(problem)["id_number"]


async def test_a_worker_needs_an_area(coordinator):
    problem = await coordinator.refused("/workers", a_worker(stated={"area": None}))

    assert wrong_fields(problem) == {"stated.area": "必须填写。"}


async def test_an_area_that_nobody_loaded_is_unknown(county):
    draft = a_worker(stated={"area": "990121999999"})
    problem = await county.refused("/workers", draft)

    assert wrong_fields(problem) == {"stated.area": "区划表里没有这个代码。"}


async def test_a_number_is_registered_once(coordinator):
    await coordinator.add(a_worker())
    problem = await coordinator.refused("/workers", a_worker(name="张三"))

    assert (problem["status"], problem["type"]) == (409, "/problems/worker-exists")


async def test_the_same_answer_wherever_the_other_one_is(coordinator, voice_of):
    far = voice_of("coordinator", FAR_VILLAGE)
    await far.add(a_worker(stated={"area": FAR_VILLAGE}))
    await coordinator.add(a_woman())
    near = await coordinator.ask("POST", "/workers", json=a_woman())
    elsewhere = await coordinator.ask("POST", "/workers", json=a_worker())

    assert (near.status_code, near.content) == (409, elsewhere.content)


async def test_of_five_who_register_one_person_at_once_one_succeeds(coordinator):
    answers = await asyncio.gather(
        *(coordinator.ask("POST", "/workers", json=a_worker()) for _ in range(5))
    )

    assert sorted(a.status_code for a in answers) == [201, 409, 409, 409, 409]


async def test_a_repeated_request_registers_once_and_answers_the_same(coordinator):
    key = {"Idempotency-Key": "one-key-for-both-requests"}
    first = await coordinator.ask("POST", "/workers", json=a_worker(), headers=key)
    again = await coordinator.ask("POST", "/workers", json=a_worker(), headers=key)

    assert (first.status_code, again.content) == (201, first.content)


async def test_who_registers_themselves_gets_the_id_of_their_session(voice_of):
    id = "01a1fdd5-0c97-77c8-8d2d-388ad0cb8f27"
    person = voice_of("worker", worker=UUID(id))
    card = await person.write("/workers", a_worker(origin={"source": "self"}))

    assert card["id"] == id


async def test_a_kiosk_registers_people_of_its_area_only(voice_of):
    kiosk = voice_of("kiosk", "990121101")
    card = await kiosk.write("/workers", a_worker(origin={"source": "kiosk"}))
    outside = a_woman(stated={"area": FAR_VILLAGE})
    problem = await kiosk.refused("/workers", outside)

    assert card["area"] == VILLAGE
    assert wrong_fields(problem) == {"stated.area": "这个区划不在您的工作范围内。"}


async def test_identity_is_changed_field_by_field(coordinator):
    id = await coordinator.add(a_worker(id_number=None, stated={"sex": "male"}))
    change = a_change(id_number=FEMALE, name="李四妹", stated={"sex": "female"})
    card = await coordinator.write(f"/workers/{id}", change, "PATCH")

    assert (card["name"], card["last4"]) == ("李*妹", "0022")
    assert (card["birth"], card["sex"]) == ("1975-01-15", "female")
    assert card["phones"] == [{"number": "154****1234", "relation": "self"}]


async def test_a_number_that_is_taken_cannot_be_changed_to(coordinator):
    await coordinator.add(a_worker())
    id = await coordinator.add(a_woman(id_number=None))
    problem = await coordinator.refused(
        f"/workers/{id}", a_change(id_number=MALE), "PATCH"
    )

    assert problem["type"] == "/problems/worker-exists"


async def test_a_change_of_an_older_version_is_refused(coordinator):
    card = await coordinator.write("/workers", a_worker())
    change = a_change(version=card["version"], stated={"night": True})
    await coordinator.write(f"/workers/{card['id']}", change, "PATCH")
    problem = await coordinator.refused(f"/workers/{card['id']}", change, "PATCH")

    assert (problem["status"], problem["type"]) == (409, "/problems/worker-was-changed")


async def test_moving_a_worker_out_of_reach_is_refused(coordinator):
    id = await coordinator.add(a_worker())
    change = a_change(stated={"area": NEXT_VILLAGE})
    problem = await coordinator.refused(f"/workers/{id}", change, "PATCH")

    assert wrong_fields(problem) == {"stated.area": "这个区划不在您的工作范围内。"}


async def test_a_worker_is_placed_in_the_middle_of_the_village_or_at_home(county):
    home = {"lat": 22.31234, "lng": 109.56789, "accuracy_m": 5, "source": "survey"}
    id = await county.add(a_worker())
    at_home = await county.add(a_woman(stated={"place": home}))
    town = await county.add(a_worker(id_number=None, stated={"area": TOWN}))
    middle = (await county.read(f"/workers/{id}"))["worker"]["place"]
    rounded = (await county.read(f"/workers/{at_home}"))["worker"]["place"]

    assert (middle["lat"], middle["source"]) == (22.3, "village_centroid")
    assert (rounded["lat"], rounded["lng"]) == (22.312, 109.568)
    assert rounded["accuracy_m"] == 100
    assert (await county.read(f"/workers/{town}"))["worker"]["place"] is None


async def test_the_terrain_is_that_of_the_village_unless_stated(county):
    id = await county.add(a_worker())
    other = await county.add(a_woman(stated={"terrain": "plain"}))

    assert (await county.read(f"/workers/{id}"))["worker"]["terrain"] == "mountain"
    assert (await county.read(f"/workers/{other}"))["worker"]["terrain"] == "plain"
