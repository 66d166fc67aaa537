"""The month's work of a village, and visits split among its staff."""

from typing import Any
from uuid import uuid4

from common.contracts.rosters import RosterLine
from gateway.visits.splitting import split
from tests.gateway.conftest import Person
from tests.gateway.conftest import Platform
from tests.gateway.county import VILLAGE
from tests.gateway.county import a_worker
from tests.gateway.lines import a_new_worker
from tests.gateway.lines import read
from tests.gateway.lines import write
from tests.gateway.test_gateway_call_sheets import a_name

MONTH = "2026-10"
UNKNOWN = uuid4()


def a_line(household: Any = None) -> RosterLine:
    return RosterLine(
        worker=uuid4(),
        name="张示例",
        sex=None,
        birth=None,
        area=VILLAGE,
        area_name="上村",
        household=household,
        phones=(),
        state="looking",
        training_wish=(),
        trainings=(),
        works_at=None,
        works_as=None,
        earns=None,
        told_on=None,
        fresh=False,
    )


def told(officer: Person, worker: str, day: str, **stated: Any) -> None:
    body = {"origin": {"source": "phone", "said_on": day}, "stated": stated}
    answer = officer.ask("PATCH", f"/v1/workers/{worker}", json=body)
    assert answer.status_code == 200, answer.text


def a_worker_since(platform: Platform, state: str) -> str:
    """Somebody of whom the state was told in September."""
    draft = a_worker(a_name(), state=state)
    draft["origin"] = {"source": "visit", "said_on": "2026-09-01"}
    return str(write(platform.person("coordinator"), "/v1/workers", draft)["id"])


def test_a_month_tells_who_left_and_who_returned_where_and_for_what(
    platform: Platform,
) -> None:
    officer = platform.person("coordinator")
    left = a_worker_since(platform, "looking")
    returned = a_worker_since(platform, "away")
    later = a_worker_since(platform, "looking")
    pay = {"min": 4500, "max": 4500, "unit": "month"}
    told(officer, left, "2026-10-12", state="away", works_at="东莞电子厂", earns=pay)
    told(officer, returned, "2026-10-31", state="looking")
    told(officer, later, "2026-11-01", state="away")
    month = read(officer, f"/v1/monitoring/{VILLAGE}", month=MONTH)
    moves = {row["person"]["worker"]: row["move"] for row in month["rows"]}
    gone = next(row for row in month["rows"] if row["person"]["worker"] == left)

    assert (moves[left], moves[returned]) == ("left", "returned")
    assert later not in moves
    assert gone["person"]["works_at"] == "东莞电子厂"
    assert gone["person"]["earns"]["max"] == 4500
    assert sum(month["counts"].values()) == len(month["rows"])


def test_the_month_leaves_as_a_workbook_and_on_paper(platform: Platform) -> None:
    officer = platform.person("coordinator")
    a_worker_since(platform, "away")
    path = f"/v1/monitoring/{VILLAGE}"
    book = officer.get(f"{path}/workbook", month=MONTH)
    paper = officer.get(f"{path}/paper", month=MONTH)
    wrong = officer.get(path, month="2026-13")

    assert book.content.startswith(b"PK")
    assert paper.content.startswith(b"%PDF")
    assert wrong.status_code == 422


def test_visits_are_split_without_parting_a_household() -> None:
    home, other = uuid4(), uuid4()
    people = [a_line(home)] * 3 + [a_line(other)] * 2 + [a_line() for _ in range(3)]
    parts = split(people, 3)

    assert [len(part) for part in parts] == [3, 3, 2]
    assert [one for part in parts for one in part] == people


def test_more_staff_than_homes_leaves_some_without_a_visit() -> None:
    assert [len(part) for part in split([a_line(), a_line()], 3)] == [1, 1, 0]
    assert split([], 2) == [[], []]


def test_a_home_larger_than_a_fair_part_stays_together() -> None:
    people = [a_line(uuid4())] + [a_line(UNKNOWN)] * 4

    assert [len(part) for part in split(people, 2)] == [1, 4]


def test_forms_are_printed_for_one_of_the_staff_and_noted(platform: Platform) -> None:
    officer = platform.person("coordinator")
    worker = a_new_worker(platform, a_name(), state="away", works_at="东莞电子厂")
    path = f"/v1/visits/{VILLAGE}"
    staff = {"who": "away", "staff": ["刘姐", "王叔"]}
    parts = read(officer, path, **staff)
    papers = [
        officer.get(f"{path}/paper", **staff, part=part).content for part in (1, 2)
    ]
    noted = platform.sql(
        "SELECT count(*) FROM read_log WHERE worker = :worker"
        " AND route = 'visit_forms'",
        worker=worker,
    )

    assert [part["staff"] for part in parts] == ["刘姐", "王叔"]
    assert worker in {one["worker"] for part in parts for one in part["people"]}
    assert all(paper.startswith(b"%PDF") for paper in papers)
    assert noted == [(1,)]


def test_cases_are_seen_by_the_village_and_decided_above(platform: Platform) -> None:
    officer, above = platform.person("coordinator"), platform.person("township")
    worker = a_worker_since(platform, "working")
    told(officer, worker, "2026-09-10", state="away")
    cases = read(officer, "/v1/cases")
    mine = next(case for case in cases if case["worker"] == worker)
    path = f"/v1/workers/{worker}/cases/state/decide"
    chosen = {"chosen": mine["other"]["number"], "note": "到厂里核对过"}
    refused = officer.post(path, chosen).status_code
    write(above, path, chosen)
    card = read(officer, f"/v1/workers/{worker}")

    assert (mine["kept"]["value"], mine["other"]["value"]) == ("away", "working")
    assert refused == 403
    assert card["state"] == "working"
