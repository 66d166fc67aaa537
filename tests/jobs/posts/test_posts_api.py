"""Posts through the front door: told, published, changed, refused."""

import pytest

from tests.jobs.builders import OTHER_TOWN
from tests.jobs.builders import VILLAGE
from tests.jobs.builders import a_site
from tests.jobs.builders import stated
from tests.jobs.conftest import Desk
from tests.jobs.conftest import HrOf


async def test_a_draft_becomes_a_published_post(county: Desk, worker: Desk) -> None:
    employer = await county.employer(name="示例服装厂")
    draft = await county.write("/posts", {"employer": employer, "stated": stated()})

    await county.write(f"/posts/{draft['id']}/publish")
    read = await worker.read(f"/posts/{draft['id']}")

    assert (draft["state"], draft["version"]) == ("draft", 1)
    assert (read["state"], read["version"]) == ("published", 2)
    assert (read["openings"], read["employer_name"]) == (3, "示例服装厂")
    assert read["contact"] == {"name": "王主管", "phone": "15400000001"}


async def test_a_post_published_at_once_is_checked_like_any_other(
    county: Desk,
) -> None:
    employer = await county.employer()
    draft = {"employer": employer, "stated": stated(state="published", pay=None)}

    refused = await county.ask("POST", "/posts", json=draft)
    left = await county.read("/posts")

    assert refused.json()["type"] == "/problems/post-incomplete"
    assert left == []


async def test_an_incomplete_post_is_told_all_that_is_missing(county: Desk) -> None:
    bare = {"title": "缝纫工", "openings": 0}
    draft = {"employer": await county.employer(), "stated": bare}
    post = (await county.write("/posts", draft))["id"]

    refused = await county.ask("POST", f"/posts/{post}/publish", lang="zh")

    assert refused.status_code == 422
    assert refused.json()["detail"] == "岗位信息还缺 5 项必填内容，补全后才能发布。"
    assert [error["message"] for error in refused.json()["errors"]] == [
        "请写明工作内容。",
        "请写明工作地点，或注明可在家做。",
        "请写明工资待遇。",
        "请写明招聘人数。",
        "请写明招聘截止日期。",
    ]


async def test_an_unlawful_post_is_refused_with_the_law(county: Desk) -> None:
    employer = await county.employer()
    facts = stated(text="缝制校服，入职交押金500元", sex="限女", state="published")

    refused = await county.ask(
        "POST", "/posts", json={"employer": employer, "stated": facts}, lang="zh"
    )
    messages = [error["message"] for error in refused.json()["errors"]]

    assert refused.json()["type"] == "/problems/post-not-lawful"
    assert (refused.status_code, refused.json()["count"]) == (422, 2)
    assert any("劳动合同法" in message for message in messages)
    assert any("就业促进法" in message for message in messages)


async def test_every_wrong_field_is_listed_in_the_callers_language(
    county: Desk,
) -> None:
    facts = stated(openings=-1, days_required=9, unheard="of")
    draft = {"employer": await county.employer(), "stated": facts}

    refused = await county.ask("POST", "/posts", json=draft, lang="zh")

    assert refused.status_code == 422
    assert {error["field"] for error in refused.json()["errors"]} == {
        "stated.openings",
        "stated.days_required",
        "stated.unheard",
    }
    assert refused.headers["Content-Language"] == "zh"


async def test_an_unknown_employer_is_named_as_the_wrong_field(county: Desk) -> None:
    nobody = "01900000-0000-7000-8000-00000000dead"

    refused = await county.ask(
        "POST", "/posts", json={"employer": nobody, "stated": stated()}
    )

    assert refused.json()["errors"] == [
        {"field": "employer", "message": "There is no such employer."}
    ]


async def test_another_employers_site_cannot_be_used(county: Desk) -> None:
    site = await county.write("/sites", a_site(await county.employer()))
    draft = {
        "employer": await county.employer(),
        "site": site["id"],
        "stated": stated(),
    }

    refused = await county.ask("POST", "/posts", json=draft)

    assert refused.json()["errors"][0]["field"] == "site"


async def test_what_was_told_can_be_read_and_told_anew(county: Desk) -> None:
    post = await county.post(await county.employer())
    file = await county.read(f"/posts/{post}/draft")
    pay = {"min": 2600, "max": 4000, "unit": "month", "piece_rate": True}

    changed = await county.write(
        f"/posts/{post}",
        {"stated": file["stated"] | {"pay": pay}, "version": file["version"]},
        "PUT",
    )

    assert (changed["pay"], changed["version"]) == (pay, file["version"] + 1)
    assert changed["time"]["shifts"][0]["start_min"] == 480


async def test_the_second_of_two_editors_is_told_so(county: Desk) -> None:
    post = await county.post(await county.employer())
    change = {"stated": stated(openings=9), "version": 1}

    await county.write(f"/posts/{post}", change, "PUT")
    refused = await county.ask("PUT", f"/posts/{post}", json=change)

    assert refused.status_code == 409
    assert (refused.json()["type"], refused.json()["version"]) == (
        "/problems/post-was-changed",
        2,
    )


async def test_a_published_post_cannot_become_unlawful(
    county: Desk, worker: Desk
) -> None:
    post = await county.post(await county.employer())
    change = {"stated": stated(text="缝制校服，只招男工")}

    refused = await county.ask("PUT", f"/posts/{post}", json=change)
    read = await worker.read(f"/posts/{post}")

    assert refused.json()["type"] == "/problems/post-not-lawful"
    assert read["flags"] == []


async def test_a_post_can_move_to_another_site(county: Desk) -> None:
    employer = await county.employer()
    site = await county.write("/sites", a_site(employer, area=OTHER_TOWN))
    post = await county.post(employer, area=VILLAGE)

    moved = await county.write(
        f"/posts/{post}", {"site": site["id"], "stated": stated(area=None)}, "PUT"
    )

    assert (moved["area"], moved["site_name"]) == (OTHER_TOWN, "一车间")


async def test_a_point_picked_on_a_chinese_map_is_stored_on_wgs84(county: Desk) -> None:
    draft = {
        "employer": await county.employer(),
        "stated": stated(place={"lat": 31.8635847, "lng": 106.7607187}),
        "datum": "bd09",
    }

    place = (await county.write("/posts", draft))["place"]

    assert place["lat"] == pytest.approx(31.86, abs=2e-6)
    assert place["lng"] == pytest.approx(106.75, abs=2e-6)


async def test_the_states_of_a_post_follow_each_other(county: Desk) -> None:
    post = await county.post(await county.employer())

    states = [
        (await county.write(f"/posts/{post}/{step}"))["state"]
        for step in ("pause", "publish", "close")
    ]
    refused = await county.ask("POST", f"/posts/{post}/publish")

    assert states == ["paused", "published", "closed"]
    assert (refused.status_code, refused.json()["type"]) == (
        409,
        "/problems/post-is-closed",
    )


async def test_a_repeated_draft_makes_one_post(county: Desk) -> None:
    draft = {"employer": await county.employer(), "stated": stated()}
    key = {"Idempotency-Key": "the-same-key-for-both"}

    first = await county.ask("POST", "/posts", json=draft, headers=key)
    second = await county.ask("POST", "/posts", json=draft, headers=key)
    posts = await county.read("/posts")

    assert (first.status_code, second.status_code) == (201, 201)
    assert first.content == second.content
    assert len(posts) == 1


async def test_a_write_without_a_key_is_refused(county: Desk) -> None:
    refused = await county.ask("POST", "/posts", headers={"Idempotency-Key": ""})

    assert refused.json()["type"] == "/problems/key-missing"


async def test_an_employers_own_word_does_not_publish_before_it_is_verified(
    county: Desk, hr_of: HrOf
) -> None:
    employer = await county.employer()
    hr = hr_of(employer)
    draft = {"employer": employer, "stated": stated(state="published")}

    refused = await hr.ask("POST", "/posts", json=draft)
    await county.write(f"/employers/{employer}/verify")
    published = await hr.write("/posts", draft)

    assert refused.json()["type"] == "/problems/employer-is-unverified"
    assert published["state"] == "published"


async def test_a_suspended_employers_posts_rest_until_it_is_verified(
    county: Desk, worker: Desk
) -> None:
    employer = await county.employer()
    post = await county.post(employer)

    await county.write(f"/employers/{employer}/suspend", {"reason": "欠薪"})
    hidden = await worker.ask("GET", f"/posts/{post}")
    kept = await county.read(f"/posts/{post}")
    refused = await county.ask("POST", f"/posts/{post}/fill")
    await county.write(f"/employers/{employer}/verify")
    shown = await worker.read(f"/posts/{post}")

    assert (hidden.status_code, kept["state"]) == (404, "paused")
    assert refused.json()["type"] == "/problems/employer-is-suspended"
    assert shown["state"] == "published"
