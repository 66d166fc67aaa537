"""A ledger comes in at the desk: looked at, written, and taken back."""

from pathlib import Path

from playwright.sync_api import Page
from playwright.sync_api import expect

from tests.gateway.desk.conftest import Sit

GOOD = "姓名,出生日期,村,手艺\n赵新来,1980-02-03,上村,缝纫\n"
MIXED = GOOD + "钱没村,1981-02-03,没有这个村,缝纫\n"


def bring(page: Page, folder: Path, text: str) -> None:
    """Choose a ledger and have it looked at."""
    ledger = folder / "台账.csv"
    ledger.write_text(text, encoding="utf-8-sig")
    page.get_by_label("表格", exact=True).set_input_files(ledger)
    page.get_by_role("button", name="先看一遍").click()


def test_a_ledger_is_looked_at_written_and_taken_back(sit: Sit, tmp_path: Path) -> None:
    page = sit("township", "imports")

    bring(page, tmp_path, GOOD)
    expect(page.get_by_text("核对好了，还没写进去")).to_be_visible()
    expect(page.get_by_role("tab", name="新增 1")).to_be_visible()
    page.get_by_role("button", name="全部写入").click()
    expect(page.get_by_text("已写入")).to_be_visible()
    page.get_by_role("button", name="撤回").click()

    expect(page.get_by_text("已撤回")).to_be_visible()


def test_a_wrong_line_is_named_and_keeps_the_rest_from_being_written_unseen(
    sit: Sit, tmp_path: Path
) -> None:
    page = sit("township", "imports")

    bring(page, tmp_path, MIXED)

    expect(page.get_by_role("tab", name="有错 1")).to_be_visible()
    expect(page.get_by_text("第 3 行")).to_be_visible()
    expect(page.get_by_role("button", name="全部写入")).to_be_disabled()
    expect(page.get_by_role("button", name="下载标好错的表格")).to_be_visible()


def test_what_is_no_workbook_is_refused_with_a_reason(sit: Sit, tmp_path: Path) -> None:
    page = sit("township", "imports")

    bring(page, tmp_path, "\x00\x01 no ledger")

    expect(
        page.get_by_text("这个表格读不了").or_(page.get_by_role("alert")).first
    ).not_to_be_empty()
    expect(page.get_by_role("button", name="全部写入")).to_have_count(0)
