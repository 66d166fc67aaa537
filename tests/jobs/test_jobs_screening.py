"""`doorstep screen`: a file of adverts in, what speaks against them out."""

import csv
from pathlib import Path

import pytest
import python_calamine
import typer

from services.jobs.screening import screen_file

ADVERTS = """序号,招聘内容
1,先交押 金500
2,"文员，35岁以下"
3,平车工，男女不限
4,
5,=1+1，刷dan日结
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    told = tmp_path / "adverts.csv"
    told.write_text(ADVERTS, encoding="gb18030")
    return told


def test_every_hit_is_a_line_with_its_law(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out.csv"

    screen_file(file, out)
    rows = list(csv.DictReader(out.read_text(encoding="utf-8-sig").splitlines()))

    assert [(row["row"], row["verdict"], row["words"]) for row in rows] == [
        ("2", "不能发布", "押 金"),
        ("3", "待工作人员核实", "35岁以下"),
        ("4", "没有发现问题", ""),
        ("6", "不能发布", "刷dan"),
    ]
    assert rows[0]["law"] == "《中华人民共和国劳动合同法》第九条"
    assert "共 4 条：不能发布 2 条，待核实 1 条" in capsys.readouterr().out


def test_a_cell_that_looks_like_a_formula_is_written_as_text(
    file: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out.csv"

    screen_file(file, out)

    assert "'=1+1" in out.read_text(encoding="utf-8-sig")


def test_a_workbook_holds_the_same_lines(file: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"

    screen_file(file, out)
    book = python_calamine.CalamineWorkbook.from_path(str(out))
    lines = book.get_sheet_by_index(0).to_python()

    assert [line[2] for line in lines] == [
        "verdict",
        "不能发布",
        "待工作人员核实",
        "没有发现问题",
        "不能发布",
    ]


@pytest.mark.parametrize(("name", "out"), [("a.csv", "o.txt"), ("a.txt", "o.csv")])
def test_another_form_of_file_is_refused(tmp_path: Path, name: str, out: str) -> None:
    (tmp_path / name).write_text("x\ny\n", encoding="utf-8")

    with pytest.raises(typer.Exit) as ended:
        screen_file(tmp_path / name, tmp_path / out)

    assert ended.value.exit_code == 65
