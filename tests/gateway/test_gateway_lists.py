"""The five lists: who stands where follows from events; on screen and on paper."""

import io
from typing import Any

import openpyxl
import pytest

from tests.gateway.conftest import Platform
from tests.gateway.county import COUNTY
from tests.gateway.county import VILLAGE
from tests.gateway.lines import a_new_worker
from tests.gateway.lines import read
from tests.gateway.lines import write
from tests.gateway.test_gateway_call_sheets import a_name

FIVE = ["basic", "training", "transfer", "self_employed", "public_welfare"]


def lists_of(platform: Platform, worker: str) -> list[str]:
    """The lists on which somebody stands."""
    officer = platform.person("coordinator")
    told = {kind: read(officer, f"/v1/lists/{VILLAGE}/{kind}") for kind in FIVE}
    return [
        kind
        for kind, one in told.items()
        if worker in {entry["person"]["worker"] for entry in one["entries"]}
    ]


def works(platform: Platform, worker: str, channel: str) -> str:
    """A spell of work that the coordinator writes down; its id."""
    draft = {
        "worker": worker,
        "employer_name": "示例合作社",
        "channel": channel,
        "started": "2026-11-02",
        "insurance": ["none"],
    }
    return str(write(platform.person("coordinator"), "/v1/placements", draft)["id"])


@pytest.mark.parametrize(
    ("channel", "kind"),
    [
        ("export", "transfer"),
        ("flexible", "transfer"),
        ("self_employed", "self_employed"),
        ("public_welfare", "public_welfare"),
    ],
)
def test_work_that_goes_on_says_on_which_list_somebody_stands(
    platform: Platform, channel: str, kind: str
) -> None:
    worker = a_new_worker(platform, a_name())
    before = lists_of(platform, worker)
    works(platform, worker, channel)

    assert before == ["basic"]
    assert lists_of(platform, worker) == ["basic", kind]


def test_the_place_goes_when_the_work_ends(platform: Platform) -> None:
    worker = a_new_worker(platform, a_name())
    placement = works(platform, worker, "public_welfare")
    path = f"/v1/placements/{placement}/end"
    write(
        platform.person("coordinator"),
        path,
        {"ended": "2026-11-10", "cause": "contract_over"},
    )

    assert "public_welfare" not in lists_of(platform, worker)


def test_a_survey_puts_on_the_lists_of_training_and_of_work_away(
    platform: Platform,
) -> None:
    worker = a_new_worker(
        platform,
        a_name(),
        state="away",
        works_at="东莞电子厂",
        training_wish=["电工"],
        earns={"min": 4500, "max": 4500, "unit": "month"},
    )

    assert lists_of(platform, worker) == ["basic", "training", "transfer"]


def test_the_numbers_are_those_of_the_lists(platform: Platform) -> None:
    officer = platform.person("coordinator")
    a_new_worker(platform, a_name())
    heads = read(officer, f"/v1/lists/{VILLAGE}")["lists"]
    basic = read(officer, f"/v1/lists/{VILLAGE}/basic")

    assert [head["kind"] for head in heads] == FIVE
    assert heads[0]["count"] == len(basic["entries"])
    assert 0 < heads[0]["fresh"] <= heads[0]["count"]


def rows_of(content: bytes) -> list[tuple[Any, ...]]:
    page = openpyxl.load_workbook(io.BytesIO(content)).active
    return [tuple(cell.value for cell in row) for row in page.iter_rows()]


def test_a_list_leaves_as_a_workbook_and_on_paper_and_is_noted(
    platform: Platform,
) -> None:
    officer = platform.person("coordinator")
    name = a_name()
    worker = a_new_worker(platform, name, state="away", works_at="东莞电子厂")
    book = officer.get(f"/v1/lists/{VILLAGE}/transfer/workbook")
    paper = officer.get(f"/v1/lists/{VILLAGE}/transfer/paper")
    noted = platform.sql(
        "SELECT DISTINCT route FROM read_log WHERE worker = :worker"
        " AND route LIKE 'list_%'",
        worker=worker,
    )
    row = next(row for row in rows_of(book.content) if row[1] == name)

    assert row[6] == "东莞电子厂"
    assert paper.content.startswith(b"%PDF")
    assert {one[0] for one in noted} == {"list_workbook", "list_paper"}


def test_lists_are_for_officers_of_the_area_only(platform: Platform) -> None:
    path = f"/v1/lists/{VILLAGE}/basic"
    far = f"/v1/lists/{COUNTY}/basic"
    officer = platform.person("coordinator")
    shown = {entry["person"]["area"] for entry in read(officer, far)["entries"]}

    assert platform.person("hr").get(path).status_code == 403
    assert platform.person("worker").get(path).status_code == 403
    assert shown == {VILLAGE}


def test_one_list_of_tasks_holds_what_is_due_of_people_and_of_referrals(
    platform: Platform,
) -> None:
    officer = platform.person("coordinator")
    worker = a_new_worker(platform, a_name())
    call = {"outcome": "later", "on": "2026-11-02", "next_on": "2026-11-03"}
    write(officer, f"/v1/workers/{worker}/contacts", call)
    tasks = read(officer, "/v1/tasks", limit=200)
    mine = next(task for task in tasks if task["worker"] == worker)
    kinds = read(officer, "/v1/tasks", kind="call_again")

    assert (mine["kind"], mine["late"]) == ("call_again", True)
    assert mine["text"] == "约好今天再联系，请打电话或上门。"
    assert mine["person"]["phone"] == "15400001234"
    assert {task["kind"] for task in kinds} == {"call_again"}
    assert [task["id"] for task in tasks] == sorted(task["id"] for task in tasks)
