"""What a survey asks beside comes in from a ledger and goes out again as it was."""

from datetime import date

from common.intake.columns import cells_of
from common.intake.ledger import Reading
from common.intake.ledger import read_row

READING = Reading(said_on=date(2026, 10, 31), today=date(2026, 11, 1))
ROW = {
    "name": "张示例",
    "birth": "1980-02-03",
    "training_wish": "缝纫、月嫂",
    "trainings": "2026年缝纫班",
    "poverty_cause": "因病",
    "difficulties": "要接送孩子",
    "works_at": "示例服装厂",
    "works_as": "缝纫工",
    "earns": "3200元/月",
}


def test_what_a_survey_asks_beside_is_read() -> None:
    told = read_row(ROW, READING).told

    assert told["training_wish"] == ["缝纫", "月嫂"]
    assert told["works_at"] == "示例服装厂"
    assert told["earns"] == {
        "min": 3200.0,
        "max": 3200.0,
        "unit": "month",
        "piece_rate": False,
    }


def test_no_wish_to_learn_is_an_answer() -> None:
    told = read_row({**ROW, "training_wish": "无"}, READING).told

    assert told["training_wish"] == []


def test_earnings_that_cannot_be_read_are_named() -> None:
    row = read_row({**ROW, "earns": "还可以"}, READING)

    assert [(cell.field, cell.key) for cell in row.wrong] == [
        ("earns", "field.ledger.earns")
    ]


def test_what_was_read_goes_out_and_comes_in_again() -> None:
    told = read_row(ROW, READING).told

    again = read_row({**ROW, **cells_of(told)}, READING).told

    assert again == told
