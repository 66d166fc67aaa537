"""The cases reasoned by hand, and the values the oracle was given by hand."""

import csv
import os
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

from common.contracts.codes import FAMILIES
from common.law import rules_on
from tests.matching.builders import TODAY
from tests.matching.builders import a_post
from tests.matching.builders import a_worker
from tests.matching.cases import CASES
from tests.matching.cases import RULES
from tests.matching.cases import WORDS
from tests.matching.cases import Case
from tests.matching.oracle import Thresholds
from tests.matching.oracle import judge
from tests.matching.oracle import shortlist
from tests.matching.oracle.calendar import retirement_day

RETIREMENT = Path(__file__).parents[3] / "shared/domain/retirement-age.csv"
NAMED = [pytest.param(case, id=case.name) for case in CASES]


@pytest.mark.parametrize("case", NAMED)
def test_the_oracle_says_what_was_reasoned_by_hand(case: Case) -> None:
    worker, post = a_worker(**case.worker), a_post(**case.post)
    match = judge(worker, post, case.today, RULES, WORDS)

    assert (match.verdict, match.decisive()) == (case.verdict, set(case.rules))


def test_the_cases_reach_every_family_and_every_verdict() -> None:
    families = {rule.split(".")[0] for case in CASES for rule in case.rules}

    assert families == set(FAMILIES)
    assert {case.verdict for case in CASES} == {
        "fit",
        "conditional",
        "open_question",
        "unfit",
    }
    assert len(CASES) >= 60


def test_a_child_of_fifteen_is_offered_nothing_at_all() -> None:
    child = a_worker(birth=date(2010, 9, 1))
    posts = [a_post(**case.post) for case in CASES]

    assert shortlist(child, posts, TODAY, RULES, WORDS) == []


def test_equals_are_ordered_by_how_seldom_they_were_shown_and_then_by_id() -> None:
    ids = [UUID(int=number) for number in (9, 7, 8)]
    posts = [a_post(id=one) for one in ids]
    listed = shortlist(a_worker(), posts, TODAY, RULES, WORDS, {UUID(int=7): 1})

    assert [one for one, _ in listed] == [UUID(int=8), UUID(int=9), UUID(int=7)]


def test_the_score_of_the_default_pair_is_what_a_calculator_says() -> None:
    match = judge(a_worker(), a_post(), TODAY)

    # 1,396 m of 8,000: u = 0.1745, 1000 - 122.15 - 9.13 = 868 thousandths of 18.
    assert match.parts["distance"].points == 15624
    # Pay: the middle of 2,800 and 4,500 is 1.3036 floors, 700 + 182 of 14.
    assert match.parts["pay"].points == 12348
    # Skills 27, week 13, no wish named 4.5, no terms 0, no compromise 15.
    assert match.score == 15624 + 27000 + 13000 + 12348 + 4500 + 0 + 15000


def test_retirement_follows_every_row_of_the_published_table() -> None:
    if not RETIREMENT.exists():
        lacking = pytest.fail if os.environ.get("CI") else pytest.skip
        lacking("the table of retirement months is not beside this checkout")
    tracks = {
        "male_60": ("male", 50),
        "female_55": ("female", 55),
        "female_50": ("female", 50),
    }

    with RETIREMENT.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            sex, track = tracks[row["category"]]
            birth = date.fromisoformat(row["birth_month"] + "-17")
            month = date.fromisoformat(row["statutory_retirement_month"] + "-01")
            assert retirement_day(birth, sex, track) == month, row


def test_the_rule_data_says_what_the_page_says() -> None:
    told, page = rules_on(TODAY), Thresholds()

    assert int(told["working_age"]) == page.working_age
    assert int(told["adult_age"]) == page.adult_age
    assert int(told["women_lift_kg"]) == page.women_lift_kg
    assert int(told["night_from"]) == page.night_from
    assert int(told["night_until"]) == page.night_until
    assert set(told["minors_traits"].split()) == set(page.minors_traits)
    assert set(told["signal_traits"].split()) == set(page.signal_traits)
    assert int(told["reach_over_pct"]) == page.over_pct
    assert int(told["walk_default_min"]) == page.walk_default_min
    assert int(told["ride_default_min"]) == page.ride_default_min
    assert int(told["stop_walk_m"]) == page.stop_walk_m
    assert int(told["bus_first_min"]) == page.bus_first_min
    assert int(told["bus_last_min"]) == page.bus_last_min
    assert int(told["week_grace_min"]) == page.grace_min
    assert int(told["week_tight_min"]) == page.tight_min
    assert int(told["flexible_ok_pct"]) == page.flexible_ok_pct
    assert int(told["flexible_tight_pct"]) == page.flexible_tight_pct
    assert int(told["flexible_min"]) == page.flexible_min
    assert int(told["pay_caution_pct"]) == page.pay_caution_pct
    assert int(told["pay_far_pct"]) == page.pay_far_pct
    assert int(told["asks_years"]) == page.asks_years
    assert int(told["travel_grace_min"]) == page.travel_grace_min
    assert int(told["fetch_m"]) == page.fetch_m
    assert int(told["shuttle_default_min"]) == page.shuttle_default_min
