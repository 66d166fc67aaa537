"""Call sheets: who stands on them, and what a returned one writes, once."""

import io
from typing import Any
from uuid import uuid4

import pytest
import xlsxwriter

from tests.people.builders import VILLAGE
from tests.people.builders import a_woman
from tests.people.builders import a_worker
from tests.people.conftest import Voice
from tests.people.conftest import VoiceOf

POST = str(uuid4())
HEADING = ("编号", "姓名", "结果", "不愿意的原因", "下次联系", "联系日期", "备注")


def filled(code: str, *lines: tuple[Any, ...]) -> bytes:
    """A sheet as it comes back: a title, its number, a heading, lines."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        page = book.add_worksheet()
        for number, cells in enumerate([(f"名单 名单号 {code}",), HEADING, *lines]):
            page.write_row(number, 0, cells)
    return content.getvalue()


@pytest.fixture
async def sheet(coordinator: Voice) -> dict[str, Any]:
    """A list of two for a post, the woman first."""
    man, woman = await coordinator.add(a_worker()), await coordinator.add(a_woman())
    lines = [
        {"worker": woman, "questions": ["哪天有空？"]},
        {"worker": man, "questions": []},
    ]
    draft = {"area": VILLAGE, "post": POST, "title": "缝纫工", "lines": lines}
    told: dict[str, Any] = await coordinator.write("/call-sheets", draft)
    return told


async def bring(voice: Voice, sheet: dict[str, Any], content: bytes, **query: Any):
    path = f"/call-sheets/{sheet['id']}/outcomes"
    return await voice.ask("POST", path, content=content, params=query)


async def test_a_sheet_keeps_its_order_and_names_whom_to_ring(
    coordinator: Voice, sheet: dict[str, Any]
) -> None:
    read = await coordinator.read(f"/call-sheets/{sheet['id']}")

    assert read == sheet
    assert [(one["number"], one["name"]) for one in sheet["lines"]] == [
        (1, "李四妹"),
        (2, "张小三"),
    ]
    assert sheet["lines"][1]["phones"] == [
        {"number": "15400001234", "relation": "self"}
    ]
    assert sheet["code"] == sheet["id"].replace("-", "")[-8:].upper()


async def test_outcomes_are_looked_at_first_and_written_on_demand(
    coordinator: Voice, sheet: dict[str, Any]
) -> None:
    content = filled(sheet["code"], (1, "李四妹", "愿意"), (2, "张小三", "没人接"))
    looked = (await bring(coordinator, sheet, content)).json()
    before = [
        await coordinator.read(f"/workers/{one['worker']}/contacts")
        for one in sheet["lines"]
    ]
    written = (await bring(coordinator, sheet, content, commit=True)).json()

    assert (looked["new"], looked["committed"], before) == (2, False, [[], []])
    assert (written["new"], written["committed"]) == (2, True)
    assert [one["contact"]["outcome"] for one in written["lines"]] == [
        "willing",
        "no_answer",
    ]
    assert written["lines"][0]["contact"]["post"] == POST


async def test_the_same_sheet_again_changes_nothing(
    coordinator: Voice, sheet: dict[str, Any]
) -> None:
    content = filled(
        sheet["code"],
        (1, "李四妹", "不愿意", "太远", "", "2026.11.2", "要接孩子"),
        (2, "张小三", "改天再打"),
    )
    await bring(coordinator, sheet, content, commit=True)
    again = (await bring(coordinator, sheet, content, commit=True)).json()
    kept = await coordinator.read(f"/workers/{sheet['lines'][0]['worker']}/contacts")

    assert (again["same"], again["new"], again["corrected"]) == (2, 0, 0)
    assert [(one["reason"], one["note"], one["on"]) for one in kept] == [
        ("far", "太远；要接孩子", "2026-11-02")
    ]


async def test_another_outcome_of_the_day_corrects_and_of_another_day_adds(
    coordinator: Voice, sheet: dict[str, Any]
) -> None:
    def line(outcome: str, day: str) -> bytes:
        return filled(sheet["code"], (2, "张小三", outcome, "", "", day))

    await bring(coordinator, sheet, line("没人接", "2026-11-02"), commit=True)
    mended = await bring(coordinator, sheet, line("接通", "2026-11-02"), commit=True)
    later = await bring(coordinator, sheet, line("愿意", "2026-11-05"), commit=True)
    kept = await coordinator.read(f"/workers/{sheet['lines'][1]['worker']}/contacts")

    assert (mended.json()["corrected"], later.json()["new"]) == (1, 1)
    assert [(one["outcome"], one["struck_at"] is None) for one in kept] == [
        ("willing", True),
        ("reached", True),
        ("no_answer", False),
    ]


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ((1, "张小三", "愿意"), "姓名和编号对不上"),
        ((9, "李四妹", "愿意"), "没有这个编号"),
        ((1, "李四妹", "嗯"), "看不懂"),
        ((1, "李四妹", "不愿意"), "原因"),
        ((1, "李四妹", "", "", "", "", "再说"), "没有填结果"),
        ((1, "李四妹", "接通", "", "", "2999-01-01"), "不能晚于今天"),
        ((1, "李四妹", "接通", "", "", "哪天"), ""),
    ],
)
async def test_a_line_that_cannot_be_taken_says_why_and_the_others_are_written(
    coordinator: Voice, sheet: dict[str, Any], cells: tuple[Any, ...], said: str
) -> None:
    content = filled(sheet["code"], cells, (2, "张小三", "接通"))
    told = (await bring(coordinator, sheet, content, commit=True)).json()

    assert (told["wrong"], told["new"]) == (1, 1)
    assert said in told["lines"][0]["message"]


async def test_an_empty_line_says_nothing(
    coordinator: Voice, sheet: dict[str, Any]
) -> None:
    content = filled(sheet["code"], (1, "李四妹", ""), (2, "张小三", "/"))
    told = (await bring(coordinator, sheet, content, commit=True)).json()

    assert (told["blank"], told["new"], told["wrong"]) == (2, 0, 0)


async def test_a_file_that_is_another_list_or_none_is_refused(
    coordinator: Voice, sheet: dict[str, Any]
) -> None:
    other = await bring(coordinator, sheet, filled("0123ABCD", (1, "李四妹", "愿意")))
    letter = await bring(coordinator, sheet, "姓名,电话\n张,1\n".encode())
    program = await bring(coordinator, sheet, b"MZ\x90")

    assert (other.status_code, other.json()["type"]) == (
        409,
        "/problems/sheet-is-another",
    )
    assert (letter.status_code, letter.json()["type"]) == (
        422,
        "/problems/sheet-is-unreadable",
    )
    assert (program.status_code, program.json()["type"]) == (
        422,
        "/problems/file-refused",
    )


async def test_nobody_is_rung_who_rests_or_is_out_of_reach(
    coordinator: Voice, county: Voice, voice_of: VoiceOf, sheet: dict[str, Any]
) -> None:
    woman, man = (one["worker"] for one in sheet["lines"])
    await coordinator.write(f"/workers/{woman}/withdraw", {"kind": "pause"})
    read = await coordinator.read(f"/call-sheets/{sheet['id']}")
    lines = [{"worker": woman}, {"worker": str(uuid4())}]
    draft = {"area": VILLAGE, "title": "缝纫工", "lines": lines}
    empty = await coordinator.refused("/call-sheets", draft)
    far = voice_of("county", "990122")

    assert [one["worker"] for one in read["lines"]] == [man]
    assert empty["type"] == "/problems/sheet-is-empty"
    assert await far.status(f"/call-sheets/{sheet['id']}") == 404
    assert [one["count"] for one in await county.read("/call-sheets")] == [2]
