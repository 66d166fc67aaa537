"""From a post to a list of whom to ring, and back: contacts and people put forward."""

import io
from typing import Any
from uuid import uuid4

import openpyxl
import pytest

from tests.gateway.conftest import Person
from tests.gateway.conftest import Platform
from tests.gateway.lines import a_new_post
from tests.gateway.lines import a_new_worker
from tests.gateway.lines import listed
from tests.gateway.lines import read
from tests.gateway.lines import wait_until
from tests.gateway.lines import write

OUTCOME = "结果"
GIVEN = "甲乙丙丁戊己庚辛壬癸"


def a_name() -> str:
    given = (GIVEN[byte % len(GIVEN)] for byte in uuid4().bytes[:3])
    return "钟" + "".join(given)


@pytest.fixture
def scene(platform: Platform) -> tuple[Person, str, list[str]]:
    """A coordinator, a post, and two people who are on its list."""
    post = a_new_post(platform, title="缝纫工")
    workers = [a_new_worker(platform, a_name()) for _ in range(2)]
    wait_until(lambda: all(listed(platform, worker, post) for worker in workers))
    return platform.person("coordinator"), post, workers


def a_sheet(officer: Person, post: str) -> dict[str, Any]:
    return write(officer, "/v1/call-sheets", {"post": post, "most": 200})


def filled(officer: Person, sheet: dict[str, Any], outcomes: dict[str, str]) -> bytes:
    """The exported workbook with outcomes typed in, by worker."""
    answer = officer.get(f"/v1/call-sheets/{sheet['id']}/workbook")
    assert answer.status_code == 200, answer.text
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    page = book.active
    rows = {str(cell.value): cell.row for cell in page["A"]}
    heading = next(cells for cells in page.iter_rows() if cells[0].value == "编号")
    at = next(cell.column for cell in heading if cell.value == OUTCOME)
    for line in sheet["lines"]:
        typed = outcomes.get(line["worker"], "").partition("：")
        page.cell(rows[str(line["number"])], at).value = typed[0] or None
        page.cell(rows[str(line["number"])], at + 1).value = typed[2] or None
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def bring(officer: Person, sheet: dict[str, Any], content: bytes, **query: Any) -> Any:
    path = f"/v1/call-sheets/{sheet['id']}/outcomes"
    answer = officer.ask("POST", path, content=content, params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def contacts(officer: Person, worker: str) -> Any:
    return read(officer, f"/v1/workers/{worker}/contacts")


def test_a_yes_on_the_sheet_puts_forward_and_a_no_does_not(
    scene: tuple[Person, str, list[str]],
) -> None:
    officer, post, (willing, unwilling) = scene
    sheet = a_sheet(officer, post)
    content = filled(officer, sheet, {willing: "愿意", unwilling: "不愿意：太远"})
    looked = bring(officer, sheet, content)
    before = read(officer, "/v1/referrals", post=post)
    done = bring(officer, sheet, content, commit=True)
    referrals = read(officer, "/v1/referrals", post=post)

    assert (looked["new"], looked["referred"], before) == (2, 0, [])
    assert (done["new"], done["referred"]) == (2, 1)
    assert [(one["worker"], one["state"]) for one in referrals] == [(willing, "agreed")]
    assert referrals[0]["consent"]["how"] == "phone"
    assert contacts(officer, willing)[0]["referral"] == referrals[0]["id"]
    assert contacts(officer, unwilling)[0]["reason"] == "far"


def test_the_same_sheet_again_changes_nothing_even_after_a_refusal(
    scene: tuple[Person, str, list[str]],
) -> None:
    officer, post, (willing, _) = scene
    sheet = a_sheet(officer, post)
    content = filled(officer, sheet, {willing: "愿意"})
    bring(officer, sheet, content, commit=True)
    referral = read(officer, "/v1/referrals", post=post)[0]["id"]
    step = {"step": "refuse", "refused_by": "person", "reason": "other_job"}
    write(officer, f"/v1/referrals/{referral}/steps", step)
    again = bring(officer, sheet, content, commit=True)

    assert (again["same"], again["new"], again["referred"]) == (1, 0, 0)
    assert len(read(officer, "/v1/referrals", post=post)) == 1
    assert len(contacts(officer, willing)) == 1


def test_a_yes_to_a_referral_that_is_open_already_is_that_one(
    scene: tuple[Person, str, list[str]],
) -> None:
    officer, post, (worker, _) = scene
    draft = {"worker": worker, "post": post, "consent": "visit"}
    referral = write(officer, "/v1/referrals", draft)["id"]
    told = write(
        officer,
        f"/v1/workers/{worker}/contacts",
        {"outcome": "willing", "post": post},
    )

    assert told["not_referred"] == ""
    assert contacts(officer, worker)[0]["referral"] == referral


def test_who_is_put_forward_stands_on_no_further_sheet(
    scene: tuple[Person, str, list[str]],
) -> None:
    officer, post, (worker, other) = scene
    yes = {"outcome": "willing", "post": post}
    write(officer, f"/v1/workers/{worker}/contacts", yes)
    sheet = a_sheet(officer, post)

    named = {line["worker"] for line in sheet["lines"]}
    assert other in named
    assert worker not in named


def test_a_yes_that_cannot_be_put_forward_is_kept_and_says_why(
    platform: Platform, scene: tuple[Person, str, list[str]]
) -> None:
    officer, post, (worker, _) = scene
    write(platform.person("county"), f"/v1/posts/{post}/close", {})
    yes = {"outcome": "willing", "post": post}
    told = write(officer, f"/v1/workers/{worker}/contacts", yes)

    assert told["not_referred"] != ""
    assert contacts(officer, worker)[0]["outcome"] == "willing"


def test_everybody_on_a_sheet_is_noted_as_read_by_whoever_takes_it(
    platform: Platform, scene: tuple[Person, str, list[str]]
) -> None:
    officer, post, (worker, _) = scene
    sheet = a_sheet(officer, post)
    officer.get(f"/v1/call-sheets/{sheet['id']}/workbook")
    noted = platform.sql(
        "SELECT DISTINCT route FROM read_log WHERE worker = :worker"
        " AND route LIKE '%call_sheet%'",
        worker=worker,
    )

    assert {row[0] for row in noted} == {"add_call_sheet", "call_sheet_workbook"}


def test_a_sheet_is_its_areas_and_officers_only(
    platform: Platform, scene: tuple[Person, str, list[str]]
) -> None:
    officer, post, _ = scene
    sheet = write(platform.person("county"), "/v1/call-sheets", {"post": post})
    path = f"/v1/call-sheets/{sheet['id']}"
    nobody = officer.post("/v1/call-sheets", {"post": str(uuid4())})

    assert officer.get(path).status_code == 404
    assert platform.person("hr").get(path).status_code == 403
    assert nobody.status_code == 404


def test_a_list_without_a_post_names_whom_nobody_spoke_with(
    platform: Platform,
) -> None:
    officer = platform.person("coordinator")
    worker, heard = a_new_worker(platform, a_name()), a_new_worker(platform, a_name())
    write(officer, f"/v1/workers/{heard}/contacts", {"outcome": "reached"})
    sheet = write(officer, "/v1/call-sheets", {"most": 200})
    named = {line["worker"] for line in sheet["lines"]}

    assert worker in named
    assert heard not in named
    assert "上村" in sheet["title"]


def test_a_sheet_comes_on_paper_with_a_font_of_its_own(
    scene: tuple[Person, str, list[str]],
) -> None:
    officer, post, _ = scene
    sheet = a_sheet(officer, post)
    answer = officer.get(f"/v1/call-sheets/{sheet['id']}/paper")

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert b"NotoSansSC" in answer.content
