"""What each role comes to the desk for, done in a real browser."""

import re

from playwright.sync_api import Page
from playwright.sync_api import expect

from tests.gateway.conftest import Platform
from tests.gateway.desk.conftest import Sit
from tests.gateway.desk.conftest import sign_in


def name_of(platform: Platform) -> str:
    """The full name of the worker of the village, as officers read it."""
    body = {"ids": [str(platform.county.worker)]}
    told = platform.person("county").post("/v1/workers/names", body)
    return str(told.json()["rows"][0]["name"])


def test_a_wrong_password_is_told_and_what_was_typed_stays(sit: Sit) -> None:
    page = sit(None, "sign-in")

    sign_in(page, "county", "not it")

    expect(page.get_by_role("alert")).not_to_be_empty()
    expect(page.get_by_label("账号")).to_have_value("county")


def test_nobody_comes_in_without_signing_in_and_then_to_where_they_wanted(
    sit: Sit,
) -> None:
    page = sit(None, "posts?text=缝纫")
    page.wait_for_url("**/desk/sign-in?then=**")

    sign_in(page, "county")

    page.wait_for_url("**/desk/posts?text=**")


def test_an_address_from_outside_is_not_followed_after_signing_in(sit: Sit) -> None:
    page = sit(None, "sign-in?then=//elsewhere.test/")

    sign_in(page, "county")

    page.wait_for_url("**/desk/today")


def test_an_officer_sees_who_can_come_and_why(sit: Sit, platform: Platform) -> None:
    page = sit("county", f"posts/{platform.county.post}")

    row = page.get_by_role("row").filter(has_text=name_of(platform))
    row.get_by_role("button", name="为什么").click()

    drawer = page.get_by_role("dialog")
    expect(drawer.get_by_text("匹配度是怎么来的")).to_be_visible()
    expect(drawer.get_by_text("路程")).to_be_visible()


def test_an_officer_refers_somebody_and_sees_it_on_record(
    sit: Sit, platform: Platform
) -> None:
    page = sit("county", f"people/{platform.county.worker}")
    row = page.get_by_role("row").filter(has_text="裁剪工")

    row.get_by_role("button", name="推荐").click()
    page.get_by_text("还没问，先提名").click()
    page.get_by_role("button", name="确定推荐").click()

    expect(row.get_by_text("推荐 ✓")).to_be_visible()
    page.get_by_role("tab", name="推荐和就业").click()
    expect(page.get_by_text("已经提名，等本人答复。")).to_be_visible()


def test_filters_stand_in_the_address_and_survive_a_reload(sit: Sit) -> None:
    page = sit("county", "posts")

    page.get_by_role("textbox", name="岗位或单位名称").fill("裁剪")
    page.get_by_role("button", name="查询").click()
    expect(page).to_have_url(re.compile("text="))
    page.reload()

    expect(page.get_by_role("row")).to_have_count(2)
    expect(page.get_by_role("link", name="裁剪工")).to_be_visible()


def test_advice_says_how_many_more_would_come(sit: Sit, platform: Platform) -> None:
    page = sit("county", f"posts/{platform.county.post}")

    page.get_by_role("tab", name="怎样多招到人").click()

    expect(page.get_by_text("马上能来的")).to_be_visible()


def test_an_employer_sees_neither_names_nor_telephones(
    sit: Sit, platform: Platform
) -> None:
    page = sit("hr", f"posts/{platform.county.post}")

    expect(page.get_by_text("求职者同意以前")).to_be_visible()

    expect(
        page.get_by_text("人可以考虑").or_(page.get_by_text("不到")).first
    ).to_be_visible()
    told = page.locator("main").inner_text()
    assert name_of(platform) not in told
    assert "15400001234" not in told
    expect(page.get_by_role("link", name="人员", exact=True)).to_have_count(0)


def test_a_session_that_ended_keeps_the_page_and_goes_on(
    sit: Sit, platform: Platform
) -> None:
    page = sit("county", "people")
    expect(page.get_by_role("row")).not_to_have_count(0)
    page.context.clear_cookies()

    page.get_by_role("textbox", name="姓名、拼音或首字母").fill("张")
    page.get_by_role("button", name="查询").click()
    expect(page.get_by_text("登录已到期，请再登录一次")).to_be_visible()
    sign_in(page, "county")

    expect(page.get_by_text("登录已到期，请再登录一次")).to_be_hidden()
    expect(page).to_have_url(re.compile("text="))
    page.get_by_role("button", name="查询").or_(
        page.get_by_role("button", name="再试一次")
    ).last.click()
    expect(page.get_by_role("row").filter(has_text="张")).not_to_have_count(0)


def test_a_lost_network_is_said_and_asking_again_helps(sit: Sit) -> None:
    page = sit("county", "posts")
    expect(page.get_by_role("row")).not_to_have_count(0)
    page.context.set_offline(True)

    page.get_by_role("textbox", name="岗位或单位名称").fill("裁剪")
    page.get_by_role("button", name="查询").click()
    expect(page.get_by_text("现在连不上服务器")).to_be_visible()
    expect(page.get_by_text("网络断了")).to_be_visible()
    page.context.set_offline(False)
    page.get_by_role("button", name="再试一次").click()

    expect(page.get_by_role("link", name="裁剪工")).to_be_visible()


def test_the_match_list_is_worked_with_the_keyboard_alone(
    sit: Sit, platform: Platform
) -> None:
    page = sit("county", f"posts/{platform.county.post}")
    expect(page.get_by_role("button", name="为什么").first).to_be_visible()

    _tab_to(page, "为什么")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")

    expect(page.get_by_role("dialog")).to_be_hidden()


def test_everything_is_told_in_english_when_asked(sit: Sit, platform: Platform) -> None:
    page = sit("county", f"people/{platform.county.worker}")

    page.get_by_role("button", name="English").click()

    expect(page.get_by_role("tab", name="Facts and sources")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_large_print_makes_letters_larger_and_stays_after_a_reload(sit: Sit) -> None:
    page = sit("county", "posts")
    size = "() => parseFloat(getComputedStyle(document.body).fontSize)"
    before = page.evaluate(size)

    page.get_by_role("button", name="大字").click()
    page.reload()

    assert page.evaluate(size) >= before + 4


def _tab_to(page: Page, text: str) -> None:
    """Press Tab until the thing with this text has the focus."""
    focused = "() => document.activeElement?.textContent?.trim() ?? ''"
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate(focused) == text:
            return
    raise AssertionError(f"the keyboard does not reach {text}")
