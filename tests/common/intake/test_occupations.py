"""Titles of adverts fall into the minor groups of the national dictionary."""

import csv
from pathlib import Path

import pytest

from common.intake.occupations import letter_groups
from common.intake.occupations import occupation_of
from common.intake.occupations import occupations
from common.intake.occupations import trade_words
from common.intake.titles import titles

LABELLED = Path(__file__).parents[4] / "shared/data/occupations/titles_labelled_dev.csv"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("缝纫工", "6-05-01"),
        ("长途货运司机", "4-02-02"),
        ("高薪诚聘月嫂", "4-10-01"),
        ("川菜馆招聘收银", "4-01-02"),
        ("美团骑手", "4-10-08"),
        ("机械厂招聘铣工", "6-18-01"),
        ("酒店客房主管", "4-03-01"),
        ("蛋糕裱花师", "6-02-01"),
        ("设备机修工", "6-31-01"),
        ("服装店营业员（中心医院店）", "4-01-02"),
        ("物业保安", "4-07-05"),
        ("水库钓场救生员", "4-14-05"),
    ],
)
def test_titles_of_all_trades_find_their_minor_group(text, code):
    assert occupation_of(text).code == code


@pytest.mark.parametrize("text", ["", "123", "hello", "🔥🔥"])
def test_where_nothing_speaks_for_a_group_there_is_none(text):
    assert occupation_of(text) is None


def test_confidence_is_a_share():
    assert 0 < occupation_of("陶瓷包装工").confidence <= 1


def test_firms_praise_and_numbers_say_nothing_of_the_trade():
    assert trade_words("宏达公司招聘🔥电工5名（包住）") == "电工名"


def test_letter_groups_are_whole_and_each_once():
    assert letter_groups("工工") == ("工", "^工", "工工", "工$", "^工工", "工工$")


def test_every_title_of_the_county_has_a_named_minor_group():
    named = {title.occupation[:7] for title in titles().values() if title.occupation}

    assert named <= set(occupations())


def test_a_name_that_speaks_for_itself_is_sure_and_half_a_name_is_not():
    assert occupation_of("缝纫工").sure
    assert not occupation_of("技术员").sure


@pytest.mark.skipif(not LABELLED.exists(), reason="labelled titles are not here")
def test_the_weights_fit_the_titles_they_were_counted_on():
    with LABELLED.open(encoding="utf-8") as file:
        rows = [r for r in csv.DictReader(file) if r["manual_or_service"] == "1"]
    known = [r for r in rows if r["code_level"] != "2"][::5]
    found = [(occupation_of(r["title"]), r["csco_code"][:7]) for r in known]
    right = sum(told is not None and told.code == code for told, code in found)

    assert right / len(known) > 0.8
