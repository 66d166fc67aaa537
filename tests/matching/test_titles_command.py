"""`doorstep titles`: a column of titles in; trade, name and sureness out."""

import csv
from pathlib import Path

import pytest
import typer

from services.matching.commands import recognise_titles


def test_every_title_comes_back_in_its_order_with_its_trade(tmp_path: Path) -> None:
    asked, told = tmp_path / "in.csv", tmp_path / "out.csv"
    asked.write_text("no,title\n1,缝纫工\n2,hello\n3,长途货运司机\n", "utf-8-sig")
    recognise_titles(asked, told)
    first = told.read_bytes()
    recognise_titles(asked, told)

    with told.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["title", "code", "name", "sure"]
    assert [(row["title"], row["code"], row["sure"]) for row in rows] == [
        ("缝纫工", "6-05-01", "1"),
        ("hello", "", "0"),
        ("长途货运司机", "4-02-02", "1"),
    ]
    assert told.read_bytes() == first


def test_a_file_without_titles_is_refused(tmp_path: Path) -> None:
    asked = tmp_path / "in.csv"
    asked.write_text("text\n缝纫工\n")

    with pytest.raises(typer.Exit):
        recognise_titles(asked, tmp_path / "out.csv")
