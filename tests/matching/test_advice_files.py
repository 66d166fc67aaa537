"""`doorstep advise` and `doorstep why-not` on files, without any server."""

import json
from pathlib import Path
from typing import Any

import pytest
import python_calamine
from typer.testing import CliRunner

from deploy.cli import app

DAY = "2026-03-16"
DAYS = [1, 2, 3, 4, 5, 6]
WORKER: dict[str, Any] = {
    "area": "430903105213",
    "place": {"lat": 28.45, "lng": 112.45, "source": "survey"},
    "birth": "1986-05-04",
    "schooling": "初中",
    "transport": ["电动车"],
    "max_km": 8,
    "hours": [{"days": DAYS, "start": "07:00", "end": "18:30"}],
    "skills": ["缝纫"],
    "limits": [],
}
POST: dict[str, Any] = {
    "title": "缝纫工",
    "area": "430903105211",
    "place": {"lat": 28.4418, "lng": 112.43917, "source": "survey"},
    "shifts": [{"days": DAYS, "start": "05:00", "end": "17:00"}],
    "pay": {"min": 2800, "max": 4500, "unit": "month"},
}


@pytest.fixture
def workers(tmp_path: Path) -> Path:
    file = tmp_path / "workers.json"
    people = [{**WORKER, "id": f"R{n}"} for n in range(3)]
    file.write_text(json.dumps([*people, {**WORKER, "id": "R9", "state": "working"}]))
    return file


@pytest.fixture
def post(tmp_path: Path) -> Path:
    file = tmp_path / "post.json"
    file.write_text(json.dumps(POST))
    return file


def run(*arguments: str | Path, code: int = 0) -> str:
    ran = CliRunner().invoke(app, [str(one) for one in arguments])
    assert ran.exit_code == code, ran.output
    return ran.output


def test_advise_writes_the_post_as_it_is_and_every_change(
    workers: Path, post: Path, tmp_path: Path
) -> None:
    out = tmp_path / "advice.xlsx"
    files = ("--post", post, "--workers", workers)
    told = run("advise", *files, "--as-of", DAY, "--out", out)
    book = python_calamine.CalamineWorkbook.from_path(str(out))
    lines = book.get_sheet_by_index(0).to_python()

    assert told.startswith("1 个岗位的建议写好了")
    assert lines[0][2:4] == ["怎么改", "多来几人"]
    assert lines[1][2:7] == ["现在这样", 0, 0, 0, 0]
    assert lines[2][2:5] == ["上班晚 120 分钟", 3, 3]


def test_advise_as_json_names_its_columns(
    workers: Path, post: Path, tmp_path: Path
) -> None:
    out = tmp_path / "advice.json"
    files = ("--post", post, "--workers", workers)
    run("advise", *files, "--as-of", DAY, "--out", out)
    rows = json.loads(out.read_text(encoding="utf-8"))

    assert rows[1]["说明"] == (
        "上班晚 120 分钟：能来的多 3 人（合适的共 3 人，需协调的共 0 人）。"
    )


def test_why_not_tells_one_worker_what_is_missing(workers: Path, post: Path) -> None:
    files = ("--posts", post, "--workers", workers)
    told = run("why-not", *files, "--worker", "R1", "--as-of", DAY)

    assert told == (
        "缝纫工（1）这个活差一点：星期一有 120 分钟对不上，去不了。 "
        "怎样就能去：上班晚 30 分钟。\n"
    )


def test_why_not_writes_a_table_where_it_is_told_to(
    workers: Path, post: Path, tmp_path: Path
) -> None:
    out = tmp_path / "why.csv"
    files = ("--posts", post, "--workers", workers, "--out", out)
    run("why-not", *files, "--worker", "R1", "--as-of", DAY)

    lines = out.read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "岗位编号,岗位,怎样就能去,差在哪里"


def test_an_unknown_worker_and_an_unknown_form_end_the_command(
    workers: Path, post: Path, tmp_path: Path
) -> None:
    files = ("--workers", workers, "--as-of", DAY)
    who = run("why-not", *files, "--posts", post, "--worker", "R7", code=65)
    form = run("advise", *files, "--post", post, "--out", tmp_path / "a.doc", code=65)

    assert "R7" in who
    assert ".doc" in form
