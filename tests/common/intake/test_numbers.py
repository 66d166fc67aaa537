"""Numbers as people say them, and refusals to guess."""

import pytest

from common.intake.numbers import SpokenMonths
from common.intake.numbers import SpokenPay
from common.intake.numbers import age_of
from common.intake.numbers import km_of
from common.intake.numbers import months_of
from common.intake.numbers import number_of
from common.intake.numbers import pay_of
from common.intake.numbers import time_of
from common.intake.numbers import walk_minutes_of
from common.intake.numbers import years_of


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("月薪3千5", SpokenPay(3500, 3500, "month")),
        ("三千五", SpokenPay(3500, 3500, None)),
        ("28-45百/月", SpokenPay(2800, 4500, "month")),
        ("一天一百二", SpokenPay(120, 120, "day")),
        ("4000左右", SpokenPay(4000, 4000, None, approximate=True)),
        ("150元/天", SpokenPay(150, 150, "day")),
        ("3500-4500", SpokenPay(3500, 4500, None)),
        ("15块一个小时", SpokenPay(15, 15, "hour")),
        ("一个月四千五", SpokenPay(4500, 4500, "month")),
        ("2.5k-3k", SpokenPay(2500, 3000, None)),
        ("1.2万", SpokenPay(12000, 12000, None)),
        ("三四千", SpokenPay(3000, 4000, None)),
        ("3,500元/月", SpokenPay(3500, 3500, "month")),
        ("二千八到三千二一个月", SpokenPay(2800, 3200, "month")),
    ],
)
def test_pay_is_read_with_its_unit_or_without(said, expected):
    assert pay_of(said) == expected


@pytest.mark.parametrize("said", ["面议", "计件", "看着给", ""])
def test_pay_without_a_number_is_not_guessed(said):
    assert pay_of(said) is None


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("做到五点半", "17:30"),
        ("早上七点四十", "07:40"),
        ("晚上八点", "20:00"),
        ("8:30", "08:30"),
        ("凌晨四点半", "04:30"),
        ("下午三点一刻", "15:15"),
        ("忙到十一点", "11:00"),
        ("随便", None),
        ("二十五点", None),
    ],
)
def test_clock_times_are_read_and_impossible_ones_are_not(said, expected):
    assert time_of(said) == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("冬月腊月", SpokenMonths("lunar", (11, 12))),
        ("五到七月", SpokenMonths("solar", (5, 6, 7))),
        ("十一月到一月", SpokenMonths("solar", (11, 12, 1))),
        ("冬月到正月", SpokenMonths("lunar", (11, 12, 1))),
        ("3、4月", SpokenMonths("solar", (3, 4))),
        ("农历八月", SpokenMonths("lunar", (8,))),
        ("农闲", None),
    ],
)
def test_months_are_read_with_their_calendar(said, expected):
    assert months_of(said) == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("七里路", 3.5),
        ("三公里", 3.0),
        ("800米", 0.8),
        ("2.5km", 2.5),
        ("半里路", 0.25),
        ("不远", None),
    ],
)
def test_a_li_is_half_a_kilometre(said, expected):
    assert km_of(said) == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("半个钟头路", 30),
        ("一个半小时", 90),
        ("二十分钟", 20),
        ("一刻钟", 15),
        ("两个钟头", 120),
        ("走得到", None),
    ],
)
def test_minutes_on_the_way_are_read(said, expected):
    assert walk_minutes_of(said) == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("五十有八", 58),
        ("六十三", 63),
        ("46岁", 46),
        ("今年三十七了", 37),
        ("属马的", None),
        ("不记得", None),
    ],
)
def test_an_age_is_read_but_a_birth_animal_is_none(said, expected):
    assert age_of(said) == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("踩过两年平车", 2),
        ("开挖机8年", 8),
        ("半年", 0.5),
        ("做了十几年", 10),
        ("1998年代", None),
        ("平车", None),
    ],
)
def test_years_of_practice_are_read(said, expected):
    assert years_of(said) == expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("三千零五十", 3050),
        ("一万二", 12000),
        ("廿五", 25),
        ("十五", 15),
        ("两百五", 250),
        ("一千零八", 1008),
        ("abc", None),
    ],
)
def test_spoken_numbers_are_numbers(word, expected):
    assert number_of(word) == expected
