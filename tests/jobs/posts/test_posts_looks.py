"""Doubtful adverts through the front door: held, listed, cleared, refused, on file."""

from uuid import UUID

import pytest

from tests.jobs.builders import stated
from tests.jobs.conftest import Desk
from tests.jobs.conftest import DeskOf
from tests.jobs.conftest import HrOf

DOUBTFUL = {"text": "缝制校服，35岁以下"}


async def held(county: Desk, **facts: object) -> str:
    return await county.post(await county.employer(), **{**DOUBTFUL, **facts})


async def test_a_doubtful_post_waits_for_an_officer(county: Desk, worker: Desk) -> None:
    post = await held(county)

    mine = await county.read(f"/posts/{post}")
    unseen = await worker.ask("GET", f"/posts/{post}")

    assert (mine["state"], mine["look"]) == ("draft", "held")
    assert unseen.status_code == 404


async def test_held_posts_are_a_list(county: Desk) -> None:
    post = await held(county)
    await county.post(await county.employer())

    waiting = await county.read("/posts", params={"look": "held"})

    assert [one["id"] for one in waiting] == [post]


@pytest.mark.parametrize(
    ("lang", "start", "law"),
    [
        ("zh", "“35岁以下”：年龄要求要有岗位上的理由", "《中华人民共和国就业促进法》"),
        ("en", "“35岁以下”: a wish of age needs a reason", "Employment Promotion Law"),
    ],
)
async def test_what_is_in_doubt_is_told_with_the_law(
    county: Desk, lang: str, start: str, law: str
) -> None:
    post = await held(county)

    doubts = (await county.read(f"/posts/{post}/looks", lang=lang))["doubts"]

    assert [(one["code"], one["words"]) for one in doubts] == [("age_cap", "35岁以下")]
    assert doubts[0]["sentence"].startswith(start)
    assert law in doubts[0]["sentence"]


async def test_a_cleared_post_is_shown_without_its_doubt(
    county: Desk, worker: Desk
) -> None:
    post = await held(county)

    cleared = await county.write(f"/posts/{post}/clear", {"reason": "岗位确需"})
    read = await worker.read(f"/posts/{post}")

    assert (cleared["state"], cleared["look"]) == ("published", "cleared")
    assert read["flags"] == []


async def test_a_refused_post_stays_refused_until_its_words_change(
    county: Desk,
) -> None:
    post = await held(county)

    refused = await county.write(f"/posts/{post}/refuse", {"reason": "没有理由"})
    again = await county.ask("POST", f"/posts/{post}/publish", lang="zh")
    await county.write(f"/posts/{post}", {"stated": stated()}, "PUT")
    shown = await county.write(f"/posts/{post}/publish")

    assert (refused["state"], refused["look"]) == ("draft", "refused")
    assert again.json()["type"] == "/problems/post-was-refused"
    assert "没有理由" in again.json()["detail"]
    assert shown["state"] == "published"


async def test_every_look_stays_on_file(county: Desk) -> None:
    post = await held(county)
    await county.write(f"/posts/{post}/refuse", {"reason": "没有理由"})
    change = {"stated": stated(text="缝制校服，30岁以下")}
    await county.write(f"/posts/{post}", change, "PUT")
    await county.write(f"/posts/{post}/publish")
    await county.write(f"/posts/{post}/clear", {"reason": "说明了理由"})

    looks = (await county.read(f"/posts/{post}/looks"))["looks"]

    told = [(one["verdict"], one["reason"], one["doubts"][0]["words"]) for one in looks]
    assert told == [
        ("cleared", "说明了理由", "30岁以下"),
        ("held", "", "30岁以下"),
        ("refused", "没有理由", "35岁以下"),
        ("held", "", "35岁以下"),
    ]
    assert all(one["by"] and one["at"] for one in looks)


async def test_a_shown_post_that_becomes_doubtful_is_taken_out_of_sight(
    county: Desk, worker: Desk
) -> None:
    post = await county.post(await county.employer())

    changed = await county.write(
        f"/posts/{post}", {"stated": stated(**DOUBTFUL)}, "PUT"
    )
    unseen = await worker.ask("GET", f"/posts/{post}")

    assert (changed["state"], changed["look"]) == ("paused", "held")
    assert unseen.status_code == 404


async def test_a_cleared_post_with_another_doubt_is_looked_at_anew(
    county: Desk,
) -> None:
    post = await held(county)
    await county.write(f"/posts/{post}/clear", {"reason": "岗位确需"})
    change = {"stated": stated(text="缝制校服，35岁以下，押一个月工资")}

    changed = await county.write(f"/posts/{post}", change, "PUT")
    doubts = (await county.read(f"/posts/{post}/looks"))["doubts"]

    assert (changed["state"], changed["look"]) == ("paused", "held")
    assert {one["code"] for one in doubts} == {"age_cap", "withheld_wages"}


async def test_publishing_a_held_post_again_holds_it_once(county: Desk) -> None:
    post = await held(county)

    again = await county.write(f"/posts/{post}/publish")
    looks = (await county.read(f"/posts/{post}/looks"))["looks"]

    assert (again["state"], again["look"], len(looks)) == ("draft", "held", 1)


async def test_only_officers_decide_and_only_what_is_held(
    county: Desk, hr_of: HrOf, desk_of: DeskOf
) -> None:
    employer = await county.employer()
    post = await county.post(employer, **DOUBTFUL)
    plain = await county.post(employer)
    reason = {"reason": "看过了"}
    far = desk_of(role="county", areas=("990122",))

    own = await hr_of(employer).ask("POST", f"/posts/{post}/clear", json=reason)
    foreign = await far.ask("POST", f"/posts/{post}/clear", json=reason)
    not_held = await county.ask("POST", f"/posts/{plain}/refuse", json=reason)
    wordless = await county.ask("POST", f"/posts/{post}/clear", json={"reason": ""})

    assert (own.status_code, foreign.status_code) == (403, 404)
    assert not_held.json()["type"] == "/problems/post-is-not-held"
    assert wordless.status_code == 422


async def test_the_employer_reads_what_was_decided_and_others_do_not(
    county: Desk, hr_of: HrOf, worker: Desk
) -> None:
    employer = await county.employer()
    post = await county.post(employer, **DOUBTFUL)
    await county.write(f"/posts/{post}/clear", {"reason": "岗位确需"})

    told = await hr_of(employer).read(f"/posts/{post}/looks")
    hidden = await worker.ask("GET", f"/posts/{UUID(post)}/looks")

    assert told["looks"][0]["reason"] == "岗位确需"
    assert hidden.status_code == 404


async def test_every_hit_of_an_unlawful_post_says_how_to_put_it_right(
    county: Desk,
) -> None:
    facts = stated(state="published", text="先交押 金300，在家刷.单")
    draft = {"employer": await county.employer(), "stated": facts}

    refused = await county.ask("POST", "/posts", json=draft, lang="zh")
    messages = [error["message"] for error in refused.json()["errors"]]

    assert refused.status_code == 422
    assert messages == [
        "“押 金”：不能向求职人员收押金、服装费、体检费、培训费等任何费用"
        "（《中华人民共和国劳动合同法》第九条）。请删去收费内容，费用由用人单位承担。",
        "“刷.单”：刷单、垫付返利是诈骗（《中华人民共和国反电信网络诈骗法》；"
        "《中华人民共和国电子商务法》第十七条）。这类内容不能发布。",
    ]
