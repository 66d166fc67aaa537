"""Stories of days that pass: the same index, another day, another answer; no restart.

Their facts are those of the lifecycle scenarios L03, L04, L05, L07, L10, L19 and L20.
"""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from common.contracts.codes import Outcome
from common.contracts.codes import Verdict
from services.matching.found import Found
from services.matching.index import Index
from services.matching.misses import near_misses
from tests.matching.builders import ALL_DAYS
from tests.matching.builders import HOME
from tests.matching.builders import OTHER_TOWNSHIP
from tests.matching.builders import TODAY
from tests.matching.builders import TOWNSHIP
from tests.matching.builders import VILLAGE
from tests.matching.builders import WEEKDAYS
from tests.matching.builders import a_post
from tests.matching.builders import a_worker
from tests.matching.builders import by
from tests.matching.builders import free
from tests.matching.builders import north
from tests.matching.builders import shifts
from tests.matching.builders import span

ANN, BEN, CAI = UUID(int=1), UUID(int=2), UUID(int=3)
LIGHT, GUARD = UUID(int=1001), UUID(int=1002)


def an_index(*held: Any) -> Index:
    """Workers and posts of a story."""
    index = Index()
    index.put_workers([(one, 1) for one in held if hasattr(one, "birth")])
    index.put_posts([(one, 1) for one in held if hasattr(one, "openings")])
    return index


def listed(index: Index, worker: UUID, day: date) -> dict[UUID, Found]:
    """What a worker's list shows on a day, by post."""
    items = index.shortlist_for_worker(worker, today=day, top=50).items
    return {one.post: one for one in items}


def said(found: Found, rule: str) -> tuple[Outcome, dict[str, Any]]:
    """What one rule says of a pair."""
    ruling = next(one for one in found.rulings if one.rule == rule)
    return ruling.outcome, dict(ruling.numbers)


# L03: a person's hours change.


def test_hours_moved_to_the_afternoon_close_the_morning_by_name() -> None:
    school = shifts(span("08:30-16:00", WEEKDAYS))
    late = shifts(span("14:00-19:00", WEEKDAYS))
    index = an_index(
        a_worker(week=free(span("08:00-16:20", WEEKDAYS))),
        a_post(time=school),
        a_post(id=GUARD, time=late),
    )
    before = listed(index, ANN, TODAY)

    index.put_worker(a_worker(week=free(span("12:00-20:00", WEEKDAYS))), 2)

    assert set(before) == {LIGHT}
    assert set(listed(index, ANN, TODAY)) == {GUARD}
    outcome, numbers = said(index.explain(ANN, LIGHT, TODAY), "week.hours")
    assert (outcome, numbers) == (Outcome.BLOCK, {"day": 1, "minutes": 210})


# L04: a birthday makes a minor 16, and another 18.


def minors(birth_a: date, birth_b: date) -> Index:
    """A turns 16, B turns 18; light work, and a guard's that begins at 18."""
    young = {"sex": "male", "schooling": "junior"}
    return an_index(
        a_worker(birth=birth_a, **young),
        a_worker(id=BEN, birth=birth_b, **young),
        a_post(traits=(), demands={}),
        a_post(id=GUARD, traits=(), demands={}, age_min=18),
    )


def test_a_birthday_at_midnight_opens_what_the_law_opens() -> None:
    index = minors(date(2010, 3, 17), date(2008, 3, 17))
    eve, day = date(2026, 3, 16), date(2026, 3, 17)

    assert set(listed(index, ANN, eve)) == set()
    assert set(listed(index, BEN, eve)) == {LIGHT}
    assert set(listed(index, ANN, day)) == {LIGHT}
    assert said(listed(index, ANN, day)[LIGHT], "law.minor")[0] is Outcome.CAUTION
    assert set(listed(index, BEN, day)) == {LIGHT, GUARD}
    assert listed(index, BEN, day)[GUARD].verdict is Verdict.FIT


@pytest.mark.parametrize(
    ("birth", "eve", "day", "opened"),
    [
        (date(2008, 2, 29), date(2026, 2, 28), date(2026, 3, 1), {GUARD}),
        (date(2012, 2, 29), date(2028, 2, 28), date(2028, 2, 29), {LIGHT}),
        (date(2010, 2, 28), date(2026, 2, 27), date(2026, 2, 28), {LIGHT}),
    ],
)
def test_born_on_29_february_one_turns_on_1_march_in_common_years(
    birth: date, eve: date, day: date, opened: set[UUID]
) -> None:
    index = minors(birth, birth)

    assert set(listed(index, ANN, day)) - set(listed(index, ANN, eve)) == opened


# L05: a certificate runs out tonight.


def test_a_licence_counts_on_its_last_day_and_comes_back_when_renewed() -> None:
    ends = {"code": "welding", "valid_until": date(2026, 3, 31)}
    index = an_index(a_worker(licences=[ends]), a_post(licences=("welding",)))

    last = listed(index, ANN, date(2026, 3, 31))
    after = listed(index, ANN, date(2026, 4, 1))
    index.put_worker(a_worker(licences=[ends | {"valid_until": date(2029, 3, 31)}]), 2)

    assert (set(last), set(after)) == ({LIGHT}, set())
    assert set(listed(index, ANN, date(2026, 4, 1))) == {LIGHT}


def test_a_licence_without_an_end_lasts_as_long_as_its_kind() -> None:
    issued = {"code": "welding", "valid_from": date(2020, 4, 1)}
    index = an_index(a_worker(licences=[issued]), a_post(licences=("welding",)))

    assert set(listed(index, ANN, date(2020, 3, 31))) == set()
    assert set(listed(index, ANN, date(2026, 3, 31))) == {LIGHT}
    assert set(listed(index, ANN, date(2026, 4, 1))) == set()


def test_a_big_lorry_is_driven_until_63() -> None:
    man = {"sex": "male", "birth": date(1963, 3, 17)}
    index = an_index(
        a_worker(licences=[{"code": "driving_b2"}], **man),
        a_post(licences=("driving_b2",)),
    )

    assert set(listed(index, ANN, date(2026, 3, 16))) == {LIGHT}
    assert set(listed(index, ANN, date(2026, 3, 17))) == set()


# L07: a household loses its category.


def test_welfare_posts_end_with_the_groups_last_day_and_history_stays() -> None:
    group = {
        "code": "monitored",
        "valid_from": date(2024, 1, 1),
        "valid_until": date(2026, 4, 30),
    }
    index = an_index(
        a_worker(groups=[group]),
        a_post(kind="public_welfare", target_groups=("monitored",)),
    )

    assert set(listed(index, ANN, date(2026, 4, 30))) == {LIGHT}
    assert set(listed(index, ANN, date(2026, 5, 1))) == set()
    assert set(listed(index, ANN, date(2023, 12, 31))) == set()
    assert index.worker(ANN).groups[0].valid_until == date(2026, 4, 30)  # type: ignore[index]


# L10: a season opens and closes.

PICKING: dict[str, Any] = {
    "time": shifts(
        span("06:00-12:00", ALL_DAYS), flexible=True, season_months=(5, 6, 7)
    ),
    "valid_until": date(2026, 7, 31),
}
CURING: dict[str, Any] = {
    "id": GUARD,
    "time": shifts(span("08:00-17:00", ALL_DAYS), season_months=(12, 1, 2)),
    "valid_from": date(2026, 11, 15),
}


def test_a_season_is_coming_then_here_then_over() -> None:
    index = an_index(
        a_worker(week=free(span("05:00-19:00", ALL_DAYS))), a_post(**PICKING)
    )

    april = listed(index, ANN, date(2026, 4, 30))[LIGHT]
    may = listed(index, ANN, date(2026, 5, 1))[LIGHT]
    july = listed(index, ANN, date(2026, 7, 31))[LIGHT]

    assert said(april, "week.season") == (Outcome.CAUTION, {"month": 5})
    assert said(may, "week.season")[0] is Outcome.PASS
    assert (may.verdict, july.verdict) == (Verdict.FIT, Verdict.FIT)
    assert listed(index, ANN, date(2026, 8, 1)) == {}


def test_who_is_free_in_winter_hears_of_winter_work_alone() -> None:
    index = an_index(
        a_worker(week=free(span("07:00-18:00", ALL_DAYS), months=(12, 1, 2))),
        a_post(**PICKING),
        a_post(**CURING),
    )

    assert listed(index, ANN, date(2026, 5, 10)) == {}
    assert listed(index, ANN, date(2026, 11, 14)) == {}
    assert set(listed(index, ANN, date(2026, 11, 15))) == {GUARD}


# L19: a shuttle line is cancelled.


def test_a_stop_that_is_struck_closes_the_post_for_its_riders_alone() -> None:
    far = {"place": north(12), "area": "430903106000"}
    stops = [{"area": TOWNSHIP}, {"area": OTHER_TOWNSHIP}]
    rides: dict[str, Any] = {"reach": by("walk", 30)}
    index = an_index(
        a_worker(**rides),
        a_worker(id=BEN, area=OTHER_TOWNSHIP, place=HOME, **rides),
        a_worker(id=CAI, reach=by("ebike", max_km=20.0)),
        a_post(**far, shuttle=stops),
    )
    before = [set(listed(index, one, TODAY)) for one in (ANN, BEN, CAI)]

    index.put_post(a_post(**far, shuttle=stops[1:]), 2)

    assert before == [{LIGHT}] * 3
    assert [set(listed(index, one, TODAY)) for one in (ANN, BEN, CAI)] == [
        set(),
        {LIGHT},
        {LIGHT},
    ]


# L20: nobody fits, and what would change it is named.


def test_an_empty_list_stays_empty_and_names_what_would_open_most() -> None:
    old = a_worker(
        birth=date(1958, 6, 1),
        sex="male",
        reach=by("walk", max_km=3.0),
        week=free(span("07:00-11:30", ALL_DAYS)),
    )
    mornings = shifts(span("07:30-11:00", WEEKDAYS))
    index = an_index(
        old,
        a_post(time=mornings, area=VILLAGE, place=north(5)),
        a_post(id=GUARD, time=mornings, area=VILLAGE, place=north(6)),
        a_post(id=UUID(int=1003), time=mornings, place=HOME, state="closed"),
        a_post(
            id=UUID(int=1004),
            time=mornings,
            place=HOME,
            formal_age=True,
            age_max=60,
        ),
    )
    groups = near_misses(index, ANN, TODAY)

    assert listed(index, ANN, TODAY) == {}
    change, opened = groups[0]
    assert (change.key, change.numbers) == ("shuttle", {"area": TOWNSHIP})
    assert {one.post for one in opened} == {LIGHT, GUARD}


# A replay is the same question with the day of then.


def test_the_same_index_answers_for_any_day_in_any_order() -> None:
    post = a_post(valid_from=date(2026, 3, 10), valid_until=date(2026, 3, 20))
    index = an_index(a_worker(), post)
    days = [date(2026, 3, day) for day in (21, 9, 20, 10, 21, 10)]

    shown = [bool(listed(index, ANN, day)) for day in days]

    assert shown == [False, False, True, True, False, True]


def test_a_rule_of_a_later_day_holds_from_that_day_on() -> None:
    # Hunan's minimum wage of 1,700 begins on 1 December 2024.
    index = an_index(
        a_worker(pay_floor=None),
        a_post(pay={"min": 1000, "max": 1600, "unit": "month"}),
    )

    before = index.explain(ANN, LIGHT, date(2024, 11, 30))
    after = index.explain(ANN, LIGHT, date(2024, 12, 1))

    assert said(before, "law.wage")[0] is Outcome.PASS
    assert said(after, "law.wage") == (
        Outcome.CAUTION,
        {"earned": 1600, "least": 1700, "unit": "month"},
    )
