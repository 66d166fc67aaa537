"""A workbook through the only public door, worked off by the program beside people."""

import io
import time
from typing import Any
from uuid import uuid4

import openpyxl

from common.intake.identifiers import identity_check
from tests.gateway.conftest import Person
from tests.gateway.conftest import Platform
from tests.gateway.county import VILLAGE
from tests.people.imports.books import xlsx

HEADING = ("姓名", "身份证号", "行政村", "文化程度")
OFFERED = ("何小舟", "990121199001011236", "上村", "初中")
FILES = "/v1/imports/files"
WAIT_S = 120


def bring(officer: Person, content: bytes) -> Any:
    told = officer.ask("POST", FILES, content=content)
    assert told.status_code == 202, told.text
    return settled(officer, told.json()["id"])


def settled(officer: Person, id: str) -> Any:
    ends = time.monotonic() + WAIT_S
    while time.monotonic() < ends:
        told = officer.get(f"{FILES}/{id}").json()
        if told["state"] in ("checked", "committed", "undone", "refused"):
            return told
        time.sleep(0.1)
    raise AssertionError(told["state"])


def test_a_workbook_is_checked_written_and_taken_back(platform: Platform) -> None:
    officer = platform.person("coordinator")
    told = bring(officer, xlsx(HEADING, OFFERED))
    officer.post(f"{FILES}/{told['id']}/commit", {"rows": "all"})
    written = settled(officer, told["id"])
    found = officer.post("/v1/workers/find", {"id_number": OFFERED[1]}).json()["rows"]
    officer.post(f"{FILES}/{told['id']}/undo")
    undone = settled(officer, told["id"])
    gone = officer.post("/v1/workers/find", {"id_number": OFFERED[1]}).json()["rows"]

    assert (told["state"], told["new"], written["state"]) == ("checked", 1, "committed")
    assert [row["name"] for row in found] == ["何*舟"]
    assert (undone["state"], gone) == ("undone", [])


def test_whose_lines_are_shown_is_noted(platform: Platform) -> None:
    officer = platform.person("county")
    worker = officer.get(f"/v1/workers/{platform.county.worker}").json()
    line = ("张小芳", worker["birth"], "上村", "高中")
    told = bring(officer, xlsx(("姓名", "出生日期", "行政村", "文化程度"), line))
    lines = officer.get(f"{FILES}/{told['id']}/rows").json()
    noted = platform.sql(
        "SELECT count(*) FROM read_log WHERE route = 'find_import_rows'"
        " AND worker = :worker",
        worker=platform.county.worker,
    )

    assert [line["worker"] for line in lines] == [str(platform.county.worker)]
    assert noted == [(1,)]


def test_a_file_that_is_refused_says_why(platform: Platform) -> None:
    officer = platform.person("township")
    answer = officer.ask("POST", FILES, content=b"%PDF-1.7")
    key = {"Idempotency-Key": uuid4().hex}
    large = officer.ask("POST", FILES, content=bytes(41_000_000), headers=key)

    assert (answer.status_code, answer.json()["type"]) == (
        422,
        "/problems/file-refused",
    )
    assert "表格" in answer.json()["errors"][0]["message"]
    assert large.status_code == 413


def test_nobody_else_brings_workbooks(platform: Platform) -> None:
    statuses = {
        role: platform.person(role).ask("POST", FILES, content=b"x").status_code
        for role in ("worker", "hr", "kiosk", "auditor", "admin")
    }

    assert set(statuses.values()) == {403}


def test_thirty_from_the_yard_arrive_once_and_two_meet_themselves(
    platform: Platform,
) -> None:
    """L13: two of those collected without a signal were registered that morning."""
    officer = platform.person("coordinator")
    people = [(f"钟{'一二三四五六七八九十'[n % 10]}", number(n)) for n in range(30)]
    for name, own in people[:2]:
        draft = {
            "origin": {"source": "visit"},
            "name": name,
            "id_number": own,
            "stated": {"area": VILLAGE, "schooling": "高中"},
        }
        assert officer.post("/v1/workers", draft).status_code == 201
    book = xlsx(HEADING, *((*one, "上村", "初中") for one in people))
    key = {"Idempotency-Key": uuid4().hex}
    first = officer.ask("POST", FILES, content=book, headers=key).json()
    again = officer.ask("POST", FILES, content=book, headers=key).json()
    told = settled(officer, first["id"])
    officer.post(f"{FILES}/{told['id']}/commit", {"rows": "all"})
    settled(officer, told["id"])
    met = officer.post("/v1/workers/find", {"id_number": people[0][1]}).json()["rows"]
    facts = officer.get(f"/v1/workers/{met[0]['id']}/facts", history=True).json()

    assert again["id"] == first["id"]
    assert (told["new"], told["changed"], told["wrong"]) == (28, 2, 0)
    schooling = [(f["value"], f["source"]) for f in facts if f["field"] == "schooling"]
    assert schooling == [("初中", "ledger"), ("高中", "visit")]


def test_two_spellings_and_two_codes_are_told_and_not_merged(
    platform: Platform,
) -> None:
    """L14: an old code inside a number stays; sound and birth only look alike."""
    officer = platform.person("county")
    old, new = ("陈桂英", "990281197003050026"), ("陳桂英", "990121197003050020")
    for one in (old, new):
        told = bring(officer, xlsx(HEADING, (*checked(one), "上村", "初中")))
        lines = officer.get(f"{FILES}/{told['id']}/rows").json()
        officer.post(f"{FILES}/{told['id']}/commit", {"rows": "all"})
        settled(officer, told["id"])
    found = [
        officer.post("/v1/workers/find", {"id_number": checked(one)[1]}).json()["rows"]
        for one in (old, new)
    ]

    assert lines[0]["outcome"] == "new"
    assert lines[0]["alike"] == [found[0][0]["id"]]
    assert found[0][0]["id"] != found[1][0]["id"]
    assert {rows[0]["area"] for rows in found} == {VILLAGE}


def test_who_has_left_is_in_no_export_and_in_no_later_import(
    platform: Platform,
) -> None:
    """L15: taken off by the coordinator, and no list brings the person back."""
    officer = platform.person("coordinator")
    book = xlsx(HEADING, ("冯离开", number(77), "上村", "初中"))
    told = bring(officer, book)
    officer.post(f"{FILES}/{told['id']}/commit", {"rows": "all"})
    settled(officer, told["id"])
    look = {"id_number": number(77)}
    worker = officer.post("/v1/workers/find", look).json()["rows"][0]["id"]
    leave = {"kind": "erase", "said_by": "self"}
    officer.post(f"/v1/workers/{worker}/withdraw", leave)
    again = bring(officer, book)
    out = officer.post("/v1/exports/workers", {"reason": "核对"}).content

    assert (again["new"], again["wrong"]) == (0, 1)
    assert officer.get(f"{FILES}/{told['id']}/rows").json() == []
    assert "冯离开" not in words_of(out)


def number(place: int) -> str:
    body = f"9901211985{place % 12 + 1:02d}{place % 28 + 1:02d}{place:03d}"
    return body + identity_check(body)


def checked(one: tuple[str, str]) -> tuple[str, str]:
    """The number with the last character that belongs to it."""
    return one[0], one[1][:17] + identity_check(one[1][:17])


def words_of(book: bytes) -> set[str]:
    page = openpyxl.load_workbook(io.BytesIO(book)).active
    return {str(cell.value) for line in page.iter_rows() for cell in line}
