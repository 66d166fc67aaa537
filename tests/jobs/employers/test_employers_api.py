"""Employers through the front door."""

from tests.jobs.builders import OTHER_COUNTY
from tests.jobs.builders import OTHER_TOWN
from tests.jobs.builders import TOWN
from tests.jobs.builders import VILLAGE
from tests.jobs.builders import an_employer
from tests.jobs.conftest import Desk
from tests.jobs.conftest import DeskOf
from tests.jobs.conftest import HrOf

CODE = "91990121MA0DEM1X17"
HERS = "01900000-0000-7000-8000-000000000001"


async def test_an_employer_begins_unverified_with_a_clean_code(county: Desk) -> None:
    made = await county.write(
        "/employers", an_employer(credit_code=f" {CODE[:8]} {CODE[8:].lower()}")
    )

    assert (made["credit_code"], made["standing"]) == (CODE, "unverified")
    assert (made["keeper"], made["version"], made["look_due"]) == (TOWN, 1, None)


async def test_the_wrong_part_of_a_code_is_named(county: Desk) -> None:
    draft = an_employer(credit_code="91990121MA0DEM1X18")
    message = "统一社会信用代码最后一位校验码不对，可能抄错了一位。"

    refused = await county.ask("POST", "/employers", json=draft, lang="zh")

    assert refused.json()["type"] == "/problems/credit-code-is-wrong"
    assert refused.json()["errors"] == [{"field": "credit_code", "message": message}]


async def test_a_code_stands_in_the_register_once(county: Desk) -> None:
    await county.employer(credit_code=CODE)

    refused = await county.ask("POST", "/employers", json=an_employer(credit_code=CODE))

    assert (refused.status_code, refused.json()["credit_code"]) == (409, CODE)


async def test_a_code_cannot_be_taken_over_by_a_change(county: Desk) -> None:
    await county.employer(credit_code=CODE)
    other = await county.employer()

    refused = await county.ask(
        "PUT", f"/employers/{other}", json=an_employer(credit_code=CODE)
    )

    assert refused.json()["type"] == "/problems/credit-code-is-taken"


async def test_numbers_that_nobody_can_call_are_all_named(county: Desk) -> None:
    contacts = [
        {"name": "王", "phone": "12"},
        {"name": "李", "phone": "0827-5550000"},
        {"name": "张", "phone": "二楼找我"},
    ]

    refused = await county.ask(
        "POST", "/employers", json=an_employer(contacts=contacts)
    )

    assert [error["field"] for error in refused.json()["errors"]] == [
        "contacts.0.phone",
        "contacts.2.phone",
    ]


async def test_a_look_is_signed_and_due_again_after_half_a_year(
    county: Desk, desk_of: DeskOf
) -> None:
    employer = await county.employer()
    officer = desk_of(role="township", areas=("990121101",), subject="officer-7")

    looked = await officer.write(f"/employers/{employer}/verify")

    assert (looked["standing"], looked["looked_by"]) == ("verified", "officer-7")
    assert looked["look_due"] > looked["looked_at"][:10]


async def test_a_suspension_tells_its_reason(county: Desk) -> None:
    employer = await county.employer()

    looked = await county.write(f"/employers/{employer}/suspend", {"reason": "欠薪"})

    assert (looked["standing"], looked["looked_reason"]) == ("suspended", "欠薪")


async def test_another_name_must_be_looked_at_again(county: Desk) -> None:
    employer = await county.employer()
    await county.write(f"/employers/{employer}/verify")

    same = await county.write(
        f"/employers/{employer}", an_employer(area=VILLAGE), "PUT"
    )
    other = await county.write(
        f"/employers/{employer}", an_employer(name="别家"), "PUT"
    )

    assert (same["standing"], other["standing"]) == ("verified", "unverified")


async def test_a_suspension_survives_another_name(county: Desk) -> None:
    employer = await county.employer()
    await county.write(f"/employers/{employer}/suspend", {"reason": "欠薪"})

    renamed = await county.write(
        f"/employers/{employer}", an_employer(name="换个名字"), "PUT"
    )

    assert renamed["standing"] == "suspended"


async def test_only_officers_judge_papers(county: Desk, desk_of: DeskOf) -> None:
    path = f"/employers/{await county.employer()}/verify"

    answers = [
        (await desk_of(role=role).ask("POST", path)).status_code
        for role in ("hr", "coordinator", "worker", "auditor", "admin")
    ]

    assert answers == [403] * 5


async def test_the_register_is_open_to_its_keepers_only(
    county: Desk, desk_of: DeskOf, hr_of: HrOf, worker: Desk
) -> None:
    employer, other = await county.employer(), await county.employer()
    elsewhere = desk_of(role="township", areas=("990121204",))

    answers = [
        (await desk.ask("GET", f"/employers/{employer}")).status_code
        for desk in (county, hr_of(employer), hr_of(other), elsewhere, worker)
    ]

    assert answers == [200, 200, 404, 404, 404]


async def test_names_are_open_to_everybody(county: Desk, worker: Desk) -> None:
    employer = await county.employer(credit_code=CODE)

    rows = (await worker.write("/employers/by-ids", {"ids": [HERS, employer]}))["rows"]

    assert rows == [
        {
            "id": employer,
            "name": "示例服装厂",
            "credit_code": CODE,
            "kind": "workshop",
            "area": TOWN,
        }
    ]


async def test_an_hr_account_registers_the_employer_it_speaks_for(hr_of: HrOf) -> None:
    hr = hr_of(HERS)

    made = await hr.employer()
    again = await hr.ask("POST", "/employers", json=an_employer())

    assert made == HERS
    assert (again.status_code, again.json()["type"]) == (
        409,
        "/problems/employer-is-known",
    )


async def test_an_hr_account_must_say_where_its_employer_is(hr_of: HrOf) -> None:
    refused = await hr_of(HERS).ask("POST", "/employers", json=an_employer(area=None))

    assert refused.json()["errors"] == [
        {"field": "area", "message": "This is required."}
    ]


async def test_officers_of_the_new_town_keep_an_employer_that_moved(
    county: Desk, desk_of: DeskOf
) -> None:
    path = f"/employers/{await county.employer(area=TOWN)}"

    await county.write(path, an_employer(area=OTHER_TOWN), "PUT")
    there = await desk_of(role="township", areas=("990121204",)).read(path)

    assert there["keeper"] == OTHER_TOWN


async def test_an_employer_cannot_move_itself_out_of_its_county(
    county: Desk, hr_of: HrOf
) -> None:
    employer = await county.employer(area=TOWN)

    moved = await hr_of(employer).write(
        f"/employers/{employer}", an_employer(area=OTHER_COUNTY), "PUT"
    )

    assert (moved["area"], moved["keeper"]) == (OTHER_COUNTY, TOWN)


async def test_others_register_nobody(desk_of: DeskOf) -> None:
    answers = [
        (await desk_of(role=role).ask("POST", "/employers", json=an_employer()))
        for role in ("worker", "kiosk", "auditor", "admin")
    ]

    assert [answer.status_code for answer in answers] == [403] * 4


async def test_the_register_is_narrowed(county: Desk) -> None:
    await county.employer(name="甲")
    other = await county.employer(name="乙", kind="coop", area=OTHER_TOWN)
    await county.write(f"/employers/{other}/verify")

    async def names(**wanted: str) -> str:
        rows = await county.read("/employers", params=wanted)
        return "".join(row["name"] for row in rows)

    assert await names() == "乙甲"
    assert await names(area=TOWN) == "甲"
    assert await names(kind="coop") == "乙"
    assert await names(text="甲") == "甲"
    assert await names(standing="verified") == "乙"
    assert await names(limit="1") == "乙"
