"""A village's ledger as it is, a post, a list to ring, and forty outcomes typed in."""

import io
import logging
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import openpyxl
import pytest
import xlsxwriter

from common.intake.identifiers import identity_check
from gateway.app import Settings
from gateway.app import create_app
from services.jobs import app as jobs
from services.matching import app as matching
from services.people import app as people
from services.people.sealing import make_keys
from tests.conftest import Cluster
from tests.gateway.conftest import PASSWORD
from tests.gateway.conftest import Person
from tests.gateway.conftest import _load_accounts
from tests.gateway.conftest import _told
from tests.gateway.county import settle
from tests.gateway.members import Running
from tests.gateway.members import running

HEADING = [
    *("序号", "县", "乡镇", "行政村", "组/屯", "户主姓名", "姓名", "性别", "身份证号"),
    *("民族", "与户主关系", "文化程度", "健康状况", "残疾类别等级", "劳动能力"),
    *("户类型", "联系电话", "是否务工", "务工区域", "务工地点", "务工企业", "企业类型"),
    *("工种", "务工起止月", "累计月数", "月收入", "年收入", "就业渠道", "技能证书"),
    *("培训意愿", "培训工种", "就业意愿", "未就业原因", "就业需求", "返乡时间/原因"),
    *("帮扶措施", "帮扶责任人", "更新时间"),
]
ROWS = 600
SIGNS = "甲乙丙丁戊己庚辛壬癸"
AWAY = {"是否务工": "是", "务工区域": "省外", "务工地点": "广东", "工种": "普工"}
NEAR = {"是否务工": "是", "务工区域": "县内", "企业类型": "企业", "工种": "缝纫"}
HOME = {"是否务工": "否", "就业意愿": "县内", "未就业原因": "照顾家庭"}
TYPED = (
    ["愿意"] * 15
    + ["不愿意：太远"] * 8
    + ["没人接"] * 5
    + ["空号停机"] * 4
    + ["家人代接"] * 3
    + ["在外务工"] * 2
    + ["改天再打"] * 2
    + ["接通"]
)
WAIT_S = 120


@dataclass(frozen=True)
class Ledgered:
    """A county officer, an open post, and who the ledger says works away."""

    officer: Person
    post: str
    away: frozenset[str]


def name_of(n: int) -> str:
    return "覃" + "".join(SIGNS[int(digit)] for digit in f"{n:03d}")


def row_of(n: int) -> list[str]:
    """One line: a third work away, a tenth nearby, the others are at home."""
    works = AWAY if n % 3 == 0 else NEAR if n % 10 == 1 else HOME
    body = f"990121{1970 + n % 30}{1 + n % 12:02d}15{n:03d}"
    cells = {
        "序号": str(n + 1),
        "乡镇": "一镇",
        "行政村": "上村",
        "户主姓名": name_of(n),
        "姓名": name_of(n),
        "性别": "男" if n % 2 else "女",
        "身份证号": body + identity_check(body),
        "民族": "汉族",
        "与户主关系": "户主",
        "文化程度": "初中",
        "健康状况": "健康",
        "劳动能力": "普通劳动力",
        "户类型": "脱贫户",
        "联系电话": f"154{n:08d}",
        "更新时间": "2026-10-15",
        **works,
    }
    return [cells.get(column, "") for column in HEADING]


def ledger() -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        page = book.add_worksheet("台账")
        for number, cells in enumerate([HEADING, *map(row_of, range(ROWS))]):
            page.write_row(number, 0, cells)
    return content.getvalue()


def settled(officer: Person, id: str, state: str) -> Any:
    ends = time.monotonic() + WAIT_S
    while time.monotonic() < ends:
        told = officer.get(f"/v1/imports/files/{id}").json()
        if told["state"] == state:
            return told
        time.sleep(0.2)
    raise AssertionError(told)


def followed(officer: Person, post: str) -> Any:
    """The post's list once it grows no more."""
    totals = [-1, 0]
    while totals[-1] != totals[-2] or totals[-1] == 0:
        assert len(totals) < WAIT_S
        time.sleep(1)
        found = officer.get(f"/v1/posts/{post}/shortlist", limit=200).json()
        totals.append(found["total"])
    return found


def started(
    members: Running, postgres: Cluster, keys: Path, seals: Path
) -> dict[str, Any]:
    """Every member on a fresh database; the gateway's settings."""
    told = {n: _told(postgres, n, keys) for n in ("people", "jobs", "gateway")}
    told["people"]["keys_file"] = make_keys(seals / "people.json")
    members.start("people", people.create_app(people.Settings(**told["people"])))
    told["jobs"] |= {
        "people_url": members.urls["people"],
        "token_private_key_file": keys / "jobs.private.json",
    }
    members.start("jobs", jobs.create_app(jobs.Settings(**told["jobs"])))
    urls: dict[str, Any] = {f"{n}_url": url for n, url in members.urls.items()}
    followed: dict[str, Any] = {
        **urls,
        "environment": "test",
        "token_public_key_file": keys / "public.json",
        "token_private_key_file": keys / "matching.private.json",
    }
    members.start("matching", matching.create_app(matching.Settings(**followed)))
    key = {"token_private_key_file": keys / "gateway.private.json"}
    own = {**told["gateway"], **urls, "matching_url": members.urls["matching"], **key}
    members.start("gateway", create_app(Settings(**own)))
    return own


@pytest.fixture(scope="module")
def ledgered(
    postgres: Cluster, keys: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Ledgered]:
    """Six hundred lines imported at the gateway, with nothing but ledger columns."""
    # At the tests' level of logging numba tells every step of compiling.
    logging.getLogger("numba").setLevel(logging.WARNING)
    with running() as members:
        own = started(members, postgres, keys, tmp_path_factory.mktemp("seals"))
        county = settle(members.urls, keys)
        _load_accounts(members, own["database_url"], county)
        members.wait_until_ready("gateway")
        with httpx.Client(base_url=members.urls["gateway"], timeout=30) as http:
            asked = {"account": "county", "password": PASSWORD}
            token = http.post("/v1/sessions", json=asked).json()["token"]
            officer = Person(http, token)
            brought = officer.ask("POST", "/v1/imports/files", content=ledger()).json()
            checked = settled(officer, brought["id"], "checked")
            assert (checked["new"], checked["wrong"]) == (ROWS, 0)
            path = f"/v1/imports/files/{brought['id']}/commit"
            officer.post(path, {"rows": "all"})
            settled(officer, brought["id"], "committed")
            away = frozenset(name_of(n) for n in range(0, ROWS, 3))
            yield Ledgered(officer, str(county.post), away)


def a_sheet(scene: Ledgered) -> Any:
    answer = scene.officer.post("/v1/call-sheets", {"post": scene.post, "most": 200})
    assert answer.status_code == 201, answer.text
    return answer.json()


def with_outcomes(scene: Ledgered, sheet: Any) -> bytes:
    """The exported list with forty outcomes typed into it."""
    answer = scene.officer.get(f"/v1/call-sheets/{sheet['id']}/workbook")
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    page = book.active
    heading = next(row for row in page.iter_rows() if row[0].value == "编号")
    at = next(cell.column for cell in heading if cell.value == "结果")
    for number, outcome in enumerate(TYPED, heading[0].row + 1):
        page.cell(number, at).value, _, why = outcome.partition("：")
        page.cell(number, at + 1).value = why or None
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def bring(scene: Ledgered, sheet: Any, content: bytes) -> Any:
    path = f"/v1/call-sheets/{sheet['id']}/outcomes"
    answer = scene.officer.ask("POST", path, content=content, params={"commit": True})
    assert answer.status_code == 200, answer.text
    told = answer.json()
    return [told[n] for n in ("new", "same", "corrected", "wrong", "referred")]


def contacts_with(scene: Ledgered, sheet: Any) -> list[Any]:
    return [
        contact
        for line in sheet["lines"][: len(TYPED)]
        for contact in scene.officer.get(
            f"/v1/workers/{line['worker']}/contacts"
        ).json()
    ]


def rung(scene: Ledgered, sheet: Any) -> int:
    """How many of the whole list somebody has a contact with."""
    lines = scene.officer.get(f"/v1/call-sheets/{sheet['id']}").json()["lines"]
    return sum(line["last"] is not None for line in lines)


def test_a_ledger_gives_an_ordered_list_with_few_questions_and_nobody_away(
    ledgered: Ledgered,
) -> None:
    found = followed(ledgered.officer, ledgered.post)
    sheet = a_sheet(ledgered)
    named = [line["name"] for line in sheet["lines"]]

    assert len(named) >= 100
    assert [line["worker"] for line in sheet["lines"]] == [
        item["match"]["worker"] for item in found["items"]
    ]
    assert max(len(line["questions"]) for line in sheet["lines"]) <= 3
    assert ledgered.away & set(named) == set()


def test_forty_outcomes_are_forty_contacts_and_a_referral_for_every_yes(
    ledgered: Ledgered,
) -> None:
    followed(ledgered.officer, ledgered.post)
    sheet = a_sheet(ledgered)
    content = with_outcomes(ledgered, sheet)
    first = bring(ledgered, sheet, content)
    kept = contacts_with(ledgered, sheet)
    again = bring(ledgered, sheet, content)
    path = "/v1/referrals"
    referrals = ledgered.officer.get(path, post=ledgered.post, limit=200).json()

    assert first == [40, 0, 0, 0, 15]
    assert (len(kept), rung(ledgered, sheet)) == (40, 40)
    assert again == [0, 40, 0, 0, 0]
    assert contacts_with(ledgered, sheet) == kept
    assert {one["state"] for one in referrals} == {"agreed"}
    assert len(referrals) == 15
