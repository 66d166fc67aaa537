"""What is written at the desk: a post by plain questions, and what came of a call."""

import re

from playwright.sync_api import Page
from playwright.sync_api import expect

from tests.gateway.conftest import Platform
from tests.gateway.desk.conftest import Sit


def answer_questions(page: Page, title: str) -> None:
    """Say what the work is, where, and what is paid; the rest as it stands."""
    page.get_by_label("岗位名称，比如“缝纫工”").fill(title)
    expect(page.locator("#page").get_by_text("上村车间")).to_be_visible()
    page.get_by_role("spinbutton", name="最少").fill("2300")
    page.get_by_role("spinbutton", name="最多").fill("3200")
    page.get_by_role("spinbutton", name="招几个人").fill("12")


def settle_site(platform: Platform) -> None:
    """The employer has a workshop in the village, known to the office."""
    body = {
        "employer": str(platform.county.employer),
        "name": "上村车间",
        "area": "990121101201",
        "place": {"lat": 31.861, "lng": 106.751},
    }
    told = platform.person("county").post("/v1/sites", body)
    assert told.status_code == 201, told.text


def test_an_employer_writes_a_post_without_a_code_and_sees_who_could_come(
    sit: Sit, platform: Platform
) -> None:
    settle_site(platform)
    page = sit("hr", "posts/new")

    answer_questions(page, "缝纫工（新开班）")
    expect(page.get_by_text("马上能来的")).to_be_visible()
    page.get_by_role("button", name="先存草稿").click()

    expect(page.get_by_role("heading", name="缝纫工（新开班）")).to_be_visible()
    expect(page.get_by_text("招 12 人")).to_be_visible()
    expect(page.get_by_text("没发布")).to_be_visible()


def test_what_was_written_survives_a_reload(sit: Sit) -> None:
    page = sit("hr", "posts/new")

    page.get_by_label("岗位名称，比如“缝纫工”").fill("剪线头")
    page.get_by_role("button", name="周六").click()
    page.reload()

    expect(page.get_by_label("岗位名称，比如“缝纫工”")).to_have_value("剪线头")
    expect(page.get_by_role("button", name="周六")).to_have_attribute(
        "aria-pressed", "true"
    )


def test_an_unlawful_post_is_refused_in_plain_words_and_stays_written(
    sit: Sit, platform: Platform
) -> None:
    page = sit("hr", "posts/new")

    page.get_by_label("岗位名称，比如“缝纫工”").fill("缝纫工")
    page.get_by_label("用一两句话说说做什么").fill("先交押金三百元才能上岗。")
    page.get_by_role("button", name="发布", exact=True).click()

    expect(page.get_by_role("alert")).not_to_be_empty()
    expect(page.get_by_label("岗位名称，比如“缝纫工”")).to_have_value("缝纫工")


def test_the_outcome_of_a_call_is_noted_with_two_taps_and_can_be_undone(
    sit: Sit, platform: Platform
) -> None:
    worker = platform.county.worker
    page = sit("coordinator", f"people/{worker}", width=360, height=780)

    page.get_by_role("button", name="联系情况").click()
    page.get_by_role("button", name="没人接").click()
    expect(page.get_by_text("已记下：没人接")).to_be_visible()
    page.get_by_role("button", name="记错了，撤回").click()
    expect(page.get_by_text("已撤回。")).to_be_visible()

    page.get_by_role("tab", name="推荐和就业").click()
    expect(page.locator("li.struck")).to_contain_text("没人接")


def test_a_no_asks_why(sit: Sit, platform: Platform) -> None:
    worker = platform.county.worker
    page = sit("coordinator", f"people/{worker}", width=360, height=780)

    page.get_by_role("button", name="联系情况").click()
    page.get_by_role("button", name="不愿意").click()
    page.get_by_role("button", name="太远").click()

    expect(page.get_by_text(re.compile("已记下：不愿意"))).to_be_visible()
