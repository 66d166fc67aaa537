"""`doorstep assign` and `doorstep rematch` on files, as an office uses them."""

import json
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import python_calamine
from typer.testing import CliRunner

from deploy.cli import app
from services.matching import rematching_files
from services.matching.index import Index
from services.matching.snapshotting import Snapshots
from services.matching.snapshotting import capture
from tests.matching.builders import a_post
from tests.matching.builders import a_worker

DAY = "2026-03-16"
HOME = {"lat": 28.45, "lng": 112.45, "source": "survey"}
WEEK = [{"days": [1, 2, 3, 4, 5, 6], "start": "07:00", "end": "18:30"}]
WORK = [{"days": [1, 2, 3, 4, 5, 6], "start": "08:00", "end": "17:00"}]
WORKERS: list[dict[str, Any]] = [
    {"id": "R1", "area": "430903105213"},
    {"id": "R2", "area": "430903105213"},
    {"id": "R3", "area": "430903104201", "state": "working"},
    {"id": "R4", "area": None, "vetoes": ["缝纫"]},
]
POSTS: list[dict[str, Any]] = [
    {"id": "G1", "title": "缝纫工", "openings": 1},
    {"id": "G2", "title": "缝纫工", "openings": 4, "state": "closed"},
]
WORKER = {
    "place": HOME,
    "birth": "1986-05-04",
    "sex": "female",
    "schooling": "初中",
    "transport": ["电动车"],
    "max_km": 8,
    "hours": WEEK,
    "skills": ["缝纫"],
    "limits": [],
    "languages": ["普通话"],
}
POST = {
    "area": "430903105211",
    "place": {"lat": 28.4418, "lng": 112.43917, "source": "survey"},
    "shifts": WORK,
    "pay": {"min": 2800, "max": 4500, "unit": "month"},
}


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    """Both files, as arguments of a command."""
    workers, posts = tmp_path / "workers.json", tmp_path / "posts.json"
    workers.write_text(json.dumps([{**WORKER, **one} for one in WORKERS]))
    posts.write_text(json.dumps([{**POST, **one} for one in POSTS]))
    return ["--workers", str(workers), "--posts", str(posts), "--as-of", DAY]


def run(*arguments: str | Path, code: int = 0) -> str:
    ran = CliRunner().invoke(app, [str(one) for one in arguments])
    assert ran.exit_code == code, ran.output
    return ran.output


def lines_of(file: Path) -> list[list[str]]:
    text = file.read_text(encoding="utf-8-sig")
    return [line.split(",") for line in text.splitlines()]


def test_assign_writes_who_is_proposed_and_why_others_are_not(
    files: list[str], tmp_path: Path
) -> None:
    told = run("assign", *files, "--out", tmp_path / "fair.csv")
    lines = {line[0]: line[1:] for line in lines_of(tmp_path / "fair.csv")}

    assert told.startswith("排好 1 人，其中 1 人直接合适")
    assert lines["R1"][:3] == ["G1", "缝纫工", "合适"]
    assert lines["R2"][-1] == "适合的 1 个岗位这次名额都排满了，下次优先。"
    assert lines["R3"][-1] == "本人目前没在找活。"


def test_capacity_stands_for_the_openings(files: list[str], tmp_path: Path) -> None:
    out = tmp_path / "fair.json"
    run("assign", *files, "--out", out, "--capacity", "G1=2")
    rows = json.loads(out.read_text(encoding="utf-8"))

    assert [row["worker"] for row in rows if row["post"] == "G1"] == ["R1", "R2"]


def test_the_workbook_has_a_sheet_of_people_and_one_of_posts(
    files: list[str], tmp_path: Path
) -> None:
    out = tmp_path / "fair.xlsx"
    run("assign", *files, "--out", out)
    book = python_calamine.CalamineWorkbook.from_path(str(out))
    posts = book.get_sheet_by_name("岗位").to_python()

    assert book.sheet_names == ["安排建议", "岗位"]
    assert posts[1] == ["G1", "缝纫工", 1, 1, "名额 1 个，都排上了人。"]
    assert posts[2][4] == "名额 4 个，这次没有合适的人。"


@pytest.mark.parametrize("asked", ["G9=1", "G1", "G1=many"])
def test_a_capacity_that_is_not_understood_ends_the_command(
    files: list[str], tmp_path: Path, asked: str
) -> None:
    out = tmp_path / "fair.csv"
    told = run("assign", *files, "--out", out, "--capacity", asked, code=65)

    assert "岗位编号=人数" in told
    assert not out.exists()


def test_pairs_writes_where_both_go_and_what_fails(
    files: list[str], tmp_path: Path
) -> None:
    out = tmp_path / "two.csv"
    asked = [*files, "--out", out, "--worker", "R1", "--with", "R2"]
    told = run("pairs", *asked)
    stranger = run(
        "pairs", *files, "--out", out, "--worker", "R1", "--with", "R9", code=65
    )

    assert told.strip() == "暂时没有两人能一起去的地方；下面几处只差一点。"
    assert lines_of(out)[1][-1] == "这个岗位只剩一个名额。"
    assert "R9" in stranger


def test_rematch_writes_both_sides_and_who_is_on_no_list(
    files: list[str], tmp_path: Path
) -> None:
    out = tmp_path / "county"
    told = run("rematch", *files, "--out", out)
    unlisted = {line[0]: line[1] for line in lines_of(out / "on_no_list.csv")[1:]}
    summary = json.loads((out / "summary.json").read_text(encoding="utf-8"))

    assert [line[0] for line in lines_of(out / "workers.csv")] == ["worker", "R1", "R2"]
    assert [line[-1] for line in lines_of(out / "posts.csv")] == ["worker", "R1", "R2"]
    assert unlisted == {"R3": "not_looking", "R4": "veto"}
    assert summary["families"] == {"not_looking": 1, "veto": 1}
    assert summary["workers"]["gini"] == 0.0
    assert "2 人有岗位可推荐，2 人没有" in told


def test_every_township_gets_a_workbook(files: list[str], tmp_path: Path) -> None:
    out = tmp_path / "county"
    run("rematch", *files, "--out", out)
    book = python_calamine.CalamineWorkbook.from_path(
        str(out / "townships" / "430903105.xlsx")
    )

    assert {file.stem for file in (out / "townships").iterdir()} == {
        "430903105",
        "430903104",
        "000000000",
    }
    assert [row[0] for row in book.get_sheet_by_index(0).to_python()[1:]] == [
        "R1",
        "R2",
    ]


def test_a_rematch_broken_off_while_writing_judges_nobody_again(
    files: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, whole = tmp_path / "county", tmp_path / "whole"
    run("rematch", *files, "--out", whole)
    with monkeypatch.context() as patched:
        patched.setattr(rematching_files, "write_county", None)
        CliRunner().invoke(app, ["rematch", *files, "--out", str(out)])
    kept = (out / ".on-the-way").is_dir(), (out / "summary.json").exists()
    with monkeypatch.context() as patched:
        patched.setattr("services.matching.rematching.sweep", None)
        run("rematch", *files, "--out", out)

    assert kept == (True, False)
    assert not (out / ".on-the-way").exists()
    for file in ("workers.csv", "posts.csv", "on_no_list.csv", "summary.json"):
        assert (out / file).read_bytes() == (whole / file).read_bytes()


def test_rematch_needs_two_files_or_the_platform(tmp_path: Path) -> None:
    told = run("rematch", "--out", tmp_path / "county", code=65)

    assert "--running" in told


def test_without_a_platform_here_there_is_nothing_to_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOORSTEP_LOCAL", str(tmp_path))
    told = run("rematch", "--running", "--out", tmp_path / "county", code=65)

    assert "没有能用的匹配快照" in told


def test_what_the_platform_here_has_kept_is_matched_under_its_own_ids(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOORSTEP_LOCAL", str(tmp_path))
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "matching.private.json").write_bytes(b"a secret")
    index = Index()
    index.put_workers([(a_worker(), 1), (a_worker(id=UUID(int=2)), 1)])
    index.put_post(a_post(), 1)
    index.drop_worker(UUID(int=2), 2)
    captured = capture(index, ())
    assert captured is not None
    Snapshots(tmp_path / "snapshots", b"a secret").write(captured)
    run("rematch", "--running", "--out", tmp_path / "county", "--as-of", DAY)
    lines = lines_of(tmp_path / "county" / "workers.csv")

    assert [line[0] for line in lines[1:]] == [str(UUID(int=1))]
    assert [line[4:] for line in lines[1:]] == [[str(UUID(int=1001)), "缝纫工"]]
