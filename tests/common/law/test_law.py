"""Ages, retirement months and certificates as the law and the matrix have them."""

import csv
import os
from datetime import date
from pathlib import Path

import pytest

from common.law import age_on
from common.law import limits_from_certificate
from common.law import retirement_month
from common.law import rules_on
from common.law.rules import Rule

SHARED = Path(__file__).parents[3].parent / "shared" / "domain"


@pytest.mark.parametrize(
    ("birth", "today", "age"),
    [
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
        (date(2008, 2, 29), date(2028, 2, 29), 20),
        (date(2010, 3, 17), date(2026, 3, 16), 15),
        (date(2010, 3, 16), date(2026, 3, 16), 16),
    ],
)
def test_a_birthday_counts_from_its_own_day(birth: date, today: date, age: int) -> None:
    assert age_on(birth, today) == age


@pytest.mark.parametrize(
    ("birth", "sex", "track", "month"),
    [
        (date(1964, 12, 31), "male", 50, date(2024, 12, 1)),
        (date(1965, 1, 1), "male", 50, date(2025, 2, 1)),
        (date(1966, 7, 8), "male", 50, date(2026, 12, 1)),
        (date(1965, 5, 15), "male", 50, date(2025, 7, 1)),
        (date(1981, 8, 1), "female", 55, date(2039, 7, 1)),
        (date(1980, 5, 1), "female", 50, date(2033, 2, 1)),
        (date(1990, 5, 1), "female", 50, date(2045, 5, 1)),
    ],
)
def test_the_retirement_month_moves_step_by_step(
    birth: date, sex: str, track: int, month: date
) -> None:
    assert retirement_month(birth, sex, track) == month


def test_nobody_retires_without_a_birth_date() -> None:
    assert retirement_month(None, "male") is None
    assert retirement_month(date(1960, 1, 1), None) is None


def test_every_row_of_the_published_table_agrees() -> None:
    table = SHARED / "retirement-age.csv"
    if not table.exists() and not os.environ.get("CI"):
        pytest.skip("the published table lies outside the project")
    tracks = {"male_60": ("male", 50), "female_50": ("female", 50)}
    tracks["female_55"] = ("female", 55)

    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    differing = [
        row["birth_month"]
        for row in rows
        if retirement_month(
            date.fromisoformat(row["birth_month"] + "-01"), *tracks[row["category"]]
        )
        != date.fromisoformat(row["statutory_retirement_month"] + "-01")
    ]

    assert len(rows) == 411
    assert differing == []


def test_a_deaf_certificate_blocks_noise_to_protect_what_hearing_is_left() -> None:
    limits = limits_from_certificate("听力", 1)

    assert limits["HEAR"].block_at == 3
    assert limits["NOISE"].block_at == 3
    assert "STAND" not in limits


def test_a_limb_that_nobody_named_never_blocks() -> None:
    assert limits_from_certificate("肢体", 2) == {}
    assert limits_from_certificate("肢体", 2, "下肢")["CLIMB"].block_at == 1


def test_rules_hold_from_their_day_on() -> None:
    assert rules_on(date(2026, 3, 16))["working_age"] == "16"
    assert "women_lift_kg" not in rules_on(date(2012, 4, 27))


def test_a_rule_ends_with_its_last_day_and_its_area() -> None:
    rule = Rule("x", "1", date(2026, 1, 1), date(2026, 3, 31), "4309", "案例")

    assert rule.holds(date(2026, 3, 31), "430903")
    assert not rule.holds(date(2026, 4, 1), "430903")
    assert not rule.holds(date(2026, 3, 31), "511922")
