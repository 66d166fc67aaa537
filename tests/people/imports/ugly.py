"""The corpus: one workbook for each defect that officers' files really have."""

# One case a line reads best, however long it is.
# ruff: noqa: E501
import datetime
import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import xlsxwriter

from tests.people.imports.books import HEADING
from tests.people.imports.books import ZHANG
from tests.people.imports.books import xlsx
from tests.people.imports.forms import ods

NUMBER = "990121198002290017"
WOMAN = "990121197501150022"
OLDER = "990121196607080136"
UP, DOWN = "990121101201", "990121101202"
NOBODY: tuple[dict[str, Any], ...] = ()
GOOD = {"name": "张小三", "id_number": NUMBER, "area": UP, "wrong": set()}


@dataclass(frozen=True)
class Ugly:
    """A defect, the workbook that has it, and what is expected of its people."""

    defect: str
    content: Callable[[], bytes]
    people: tuple[dict[str, Any], ...]


def month(low: float, high: float, unit: str = "month") -> dict[str, Any]:
    return {"min": low, "max": high, "unit": unit, "piece_rate": False}


def with_cell(heading: str, value: Any) -> Callable[[], bytes]:
    """Zhang's line with one column more."""
    line = (*ZHANG[:3], value)
    return lambda: xlsx((*HEADING[:3], heading), line)


def cell(defect: str, heading: str, value: Any, **told: Any) -> Ugly:
    return Ugly(defect, with_cell(heading, value), ({"wrong": set(), **told},))


def wrong_cell(defect: str, heading: str, value: Any, key: str) -> Ugly:
    return Ugly(defect, with_cell(heading, value), ({"wrong": {key}},))


def lines(defect: str, *rows: Any, people: Any = (GOOD,)) -> Ugly:
    return Ugly(defect, lambda: xlsx(*rows), tuple(people))


def csv(defect: str, text: str, encoding: str, people: Any = (GOOD,)) -> Ugly:
    return Ugly(defect, lambda: text.encode(encoding), tuple(people))


def household() -> bytes:
    """A family whose head, village and group stand once, over merged cells."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        page = book.add_worksheet("户")
        page.merge_range(0, 0, 0, 4, "上村劳动力花名册")
        page.write_row(1, 0, ("行政村", "户主", "姓名", "身份证号", "文化程度"))
        page.merge_range(2, 0, 3, 0, "上村")
        page.merge_range(2, 1, 3, 1, "张小三")
        page.write_row(2, 2, ("张小三", NUMBER, "初中"))
        page.write_row(3, 2, ("李四妹", WOMAN, "小学"))
    return content.getvalue()


def hidden_sheet() -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        hidden = book.add_worksheet("去年")
        hidden.write_row(0, 0, HEADING)
        hidden.write_row(1, 0, ("旧人", *ZHANG[1:]))
        page = book.add_worksheet("今年")
        page.write_row(0, 0, HEADING)
        page.write_row(1, 0, ZHANG)
        hidden.hide()
        page.activate()
        page.set_first_sheet()
    return content.getvalue()


def two_sheets() -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        for name, line in (("上村", ZHANG), ("下村", ("李四妹", WOMAN, "下村"))):
            page = book.add_worksheet(name)
            page.write_row(0, 0, HEADING)
            page.write_row(1, 0, line)
        book.add_worksheet("填写说明").write(0, 0, "请逐项填写")
    return content.getvalue()


def dated_cell() -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        page = book.add_worksheet()
        day = book.add_format({"num_format": "yyyy/m/d"})
        page.write_row(0, 0, ("姓名", "出生日期", "行政村"))
        page.write(1, 0, "张小三")
        page.write_datetime(1, 1, datetime.datetime(1980, 2, 29), day)  # noqa: DTZ001
        page.write(1, 2, "上村")
    return content.getvalue()


BORN = {"name": "张小三", "birth": "1980-02-29", "area": UP, "wrong": set()}
LAYOUT = (
    lines("two title lines above the heading", ("务工台账",), ("2026年",), HEADING, ZHANG),
    lines("a blank line between title and heading", ("台账",), (), HEADING, ZHANG),
    lines("the heading on line six", *[("说明",)] * 5, HEADING, ZHANG),
    lines("blank lines between people", HEADING, (), ZHANG, (), ()),
    lines("a signature line below", HEADING, ZHANG, ("填表人：王某", "", "审核人：李某")),
    lines("a line of sums below", HEADING, ZHANG, ("合计", "", "1人")),
    lines("the heading again on a printed page", HEADING, ZHANG, HEADING),
    lines("blanks and stars in the heading", ("* 姓 名", "身份证号码\n（必填）", "行政村："), ZHANG[:3]),
    lines("the heading in full width letters", ("姓名", "身份证号", "村（社区）"), ZHANG[:3]),
    lines("traditional characters in the heading", ("姓名", "身份證號", "行政村"), ZHANG[:3]),
    lines("stray pinyin in the heading", ("姓名", "身份证号", "行政村(cūn)"), ZHANG[:3]),
    lines("a heading of two lines", ("姓名", "身份证号", "行政村", "务工情况", ""), ("", "", "", "是否务工", "务工区域"), (*ZHANG[:3], "是", "省外"), people=[{**GOOD, "state": "away"}]),
    lines("a column twice", (*HEADING, "姓名"), (*ZHANG, "别名")),
    lines("an unknown column", (*HEADING, "民族"), (*ZHANG, "壮族")),
    lines("a column of mistakes from the last time", (*HEADING, "错误说明"), (*ZHANG, "身份证号：错")),
    lines("numbers in the first column", ("序号", *HEADING), (1, *ZHANG)),
    Ugly("a household over merged cells", household, (GOOD, {"name": "李四妹", "area": UP, "wrong": set()})),
    lines("the village on the first line only", HEADING, ZHANG, ("李四妹", WOMAN, ""), people=[GOOD, {"name": "李四妹", "area": UP, "wrong": set()}]),
    Ugly("a hidden sheet before", hidden_sheet, (GOOD,)),
    Ugly("a sheet for each village, and instructions", two_sheets, (GOOD, {"name": "李四妹", "area": DOWN, "wrong": set()})),
    Ugly("an old open document", lambda: ods(HEADING[:3], ZHANG[:3]), (GOOD,)),
    csv("commas and the mark of UTF-8", "姓名,身份证号,行政村\n张小三,990121198002290017,上村\n", "utf-8-sig"),
    csv("commas of Chinese Windows", "姓名,身份证号,行政村\r\n张小三,990121198002290017,上村\r\n", "gb18030"),
    csv("tabs, and a rare character", "姓名\t身份证号\t行政村\n䶮小三\t990121198002290017\t上村\n", "gb18030", [{**GOOD, "name": "䶮小三"}]),
    csv("a number spoilt in a .csv", "姓名,身份证号,行政村\n张小三,9.90121E+17,上村\n", "utf-8", [{"wrong": {"identity.number_cell"}}]),
)  # fmt: skip
CELLS = (
    lines("an ID number as a number", HEADING, ("张小三", 990121198002290017.0, "上村"), people=[{"wrong": {"identity.number_cell"}}]),
    lines("an ID number with blanks and a no-break space", HEADING, ("张小三", " 990121 19800229\u00a00017 ", "上村")),
    lines("an ID number behind an apostrophe", HEADING, ("张小三", "'990121198002290017", "上村")),
    lines("an ID number in full width", HEADING, ("张小三", "９９０１２１１９８００２２９００１７", "上村")),
    lines("a small x at the end", HEADING, ("周小五", "99022119880406018x", "上村"), people=[{"id_number": "99022119880406018X", "wrong": set()}]),
    lines("an ID number with three zeros for its end", HEADING, ("张小三", "990121198002290000", "上村"), people=[{"wrong": {"identity.number_cell"}}]),
    lines("two digits changed places", HEADING, ("张小三", "990121198002290071", "上村"), people=[{"wrong": {"identity.check"}}]),
    lines("a number of the first generation", HEADING, ("老王", "990121500101101", "上村"), people=[{"id_number": "990121195001011019", "wrong": set()}]),
    lines("blanks inside a name", HEADING, ("张　小 三", NUMBER, "上村")),
    lines("several people in one cell", HEADING, ("张小三、李四妹", NUMBER, "上村"), people=[{"wrong": {"name.several"}}]),
    lines("no name", HEADING, ("", NUMBER, "上村"), people=[{"wrong": {"name.empty"}}]),
    cell("man with a blank behind", "性别", "男 ", name="张小三"),
    wrong_cell("the other sex than the number says", "性别", "女", "sex.differs"),
    cell("a slash for nothing", "文化程度", "/", schooling=None),
    cell("a dash for nothing", "期望工资", "—", pay_floor=None),
    cell("none in health: asked, nothing named", "健康状况", "无", limits=[]),
    cell("about four thousand", "期望工资", "4000左右", pay_floor=month(4000, 4000)),
    cell("from one pay to another", "期望工资", "3500-4500", pay_floor=month(3500, 4500)),
    cell("pay by the day", "期望工资", "150元/天", pay_floor=month(150, 150, "day")),
    cell("pay as a number", "期望工资", 3000, pay_floor=month(3000, 3000)),
    wrong_cell("pay in no numbers", "期望工资", "看着给", "ledger.pay-floor"),
    cell("a month with a point", "更新时间", "2026.10", said_on="2026-10-31"),
    cell("a month in words", "更新时间", "2026年9月", said_on="2026-09-30"),
    cell("a month without a year", "更新时间", "八月", said_on="2026-08-31"),
    cell("a serial number for a day", "更新时间", 45982, said_on="2025-11-21"),
    wrong_cell("a month that lost its zero", "更新时间", 2026.1, "cell.month_number"),
    cell("a month as a number", "更新时间", 2026.08, said_on="2026-08-31"),
    wrong_cell("a day that there is not", "更新时间", "2026-02-30", "cell.day"),
    Ugly("a birth date as a day of the spreadsheet", dated_cell, (BORN,)),
    lines("a birth date with points", ("姓名", "出生年月", "行政村"), ("张小三", "1980.2.29", "上村"), people=[BORN]),
    lines("a birth date of eight digits", ("姓名", "出生年月", "行政村"), ("张小三", 19800229, "上村"), people=[BORN]),
    lines("a birth month only", ("姓名", "出生年月", "行政村"), ("张小三", "1980.02", "上村"), people=[{"wrong": {"cell.birth"}}]),
    cell("a telephone as a number", "联系电话", 15400001234, phones=["15400001234"]),
    cell("a telephone with blanks and country code", "联系电话", "+86 154-0000 1234", phones=["15400001234"]),
    cell("two telephones in a cell", "联系电话", "15400001234、女儿15400005678", phones=["15400001234", "15400005678"]),
    wrong_cell("a telephone with a digit missing", "联系电话", "1540000123", "phone.mobile"),
    cell("works outside the province", "是否务工", "是（省外）", state="away"),
    cell("does not work", "是否务工", "否", state="looking"),
    cell("has lost the strength to work", "劳动能力", "丧失劳动力", state="unable"),
    cell("traditional characters and pinyin in a cell", "技能", "縫紉(féng)", skills=["缝纫"]),
    wrong_cell("a fault of the spreadsheet", "文化程度", "#REF!", "cell.broken"),
    wrong_cell("a letter of two thousand characters", "备注", "长" * 2001, "cell.long"),
    lines("an old code beside the village's name", (*HEADING, "村代码"), (*ZHANG, "990121101299")),
    lines("an old code alone", ("姓名", "身份证号", "村代码"), ("张小三", NUMBER, "990121101299"), people=[{"wrong": {"area.unknown"}}]),
    lines("another county's code beside a name of ours", (*HEADING, "村代码"), (*ZHANG, "990122101201"), people=[{"wrong": {"area.out-of-scope"}}]),
    lines("a village nobody knows", HEADING, ("张小三", NUMBER, "无此村"), people=[{"wrong": {"area.name-unknown"}}]),
    lines("a village with its ending", HEADING, ("张小三", NUMBER, "上村村委会")),
    lines("a village code as a number", ("姓名", "身份证号", "村代码"), ("张小三", NUMBER, 990121101201)),
    lines("only a name and a village", HEADING, ("张小三", "", "上村"), people=[{"wrong": {"ledger.nobody"}}]),
)  # fmt: skip
UGLY = LAYOUT + CELLS
