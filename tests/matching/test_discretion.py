"""What an employer reads of advice tells nothing of any single person."""

from typing import Any
from uuid import UUID

import pytest

from services.matching.advice_answers import Telling
from services.matching.advice_answers import employer_advice_of
from services.matching.advice_answers import employer_near_misses_of
from services.matching.advising import advise
from services.matching.discretion import coarse
from services.matching.discretion import coarse_gain
from services.matching.found import Change
from services.matching.near_workers import won_for_post
from services.matching.views import Views
from tests.matching.builders import TODAY
from tests.matching.builders import a_post
from tests.matching.builders import a_worker
from tests.matching.builders import shifts
from tests.matching.builders import span

EARLY = {"time": shifts(span("05:00-17:00")), "demands": {"STAND": 3, "HEAR": 2}}
TELLING = Telling("1", "zh")
SEATED = Change("accommodation", "employer", {"accommodation": "seated"})
PAID = Change("pay_up", "employer", {"yuan": 300, "unit": "month"})


def read_by_an_employer(
    post: dict[str, Any], facts: dict[str, Any], others: int = 16
) -> str:
    """Both answers on a post, with somebody of these facts among some others."""
    views = Views()
    people = [a_worker(id=UUID(int=n + 1)) for n in range(others)]
    for worker in (*people, a_worker(id=UUID(int=500), **facts)):
        views.put_worker(worker, 1)
    offer = a_post(**post)
    advice = employer_advice_of(advise(views.public(), offer, TODAY), offer, TELLING)
    near = won_for_post(views.public(), offer, TODAY)
    told = employer_near_misses_of(near, offer, TELLING)
    return advice.model_dump_json() + told.model_dump_json()


@pytest.mark.parametrize("post", [EARLY, {"demands": {"STAND": 3, "HEAR": 2}}])
@pytest.mark.parametrize(
    "facts",
    [
        {"limits": {"STAND": {"block_at": 2}}},
        {"limits": {"HEAR": {"block_at": 1, "caution_at": 1}}},
        {"limits": None},
        {"unsafe": ("machine",)},
        {"groups": [{"code": "disabled"}, {"code": "dibao"}]},
        {"bars": ("intentional_crime",)},
        {"birth": "1959-02-03"},
        {"sex": "male"},
        {"household": UUID(int=77)},
        {"pay_floor": {"min": 9000, "max": 9000, "unit": "month"}},
        {"refused": ("machine",)},
        {"state": "working"},
        {"place": {"lat": 28.452, "lng": 112.451}},
    ],
)
def test_one_persons_facts_change_nothing_that_an_employer_reads(
    post: dict[str, Any], facts: dict[str, Any]
) -> None:
    assert read_by_an_employer(post, facts) == read_by_an_employer(post, {})


def test_many_people_do_change_what_an_employer_reads() -> None:
    assert read_by_an_employer(EARLY, {}, 16) != read_by_an_employer(EARLY, {}, 25)


def test_fewer_than_five_are_not_counted_and_others_by_fives() -> None:
    counted = [coarse(n) for n in (0, 4, 5, 9, 10, 123)]

    assert counted == [None, None, 5, 5, 10, 120]


def test_of_an_accommodation_only_five_or_twenty_is_told() -> None:
    seated = [coarse_gain((SEATED,), n) for n in (0, 4, 5, 19, 20, 400)]

    assert seated == [None, None, 5, 5, 20, 20]
    assert coarse_gain((PAID,), 19) == 15


def test_an_accommodation_is_offered_without_a_tier_or_a_number_of_people() -> None:
    standing = {"demands": {"STAND": 3}}
    views = Views()
    for n in range(17):
        limits = {"STAND": {"block_at": 2}} if n < 12 else {}
        views.put_worker(a_worker(id=UUID(int=n + 1), limits=limits), 1)
    offer = a_post(**standing)
    told = employer_advice_of(advise(views.public(), offer, TODAY), offer, TELLING)

    seated = {one.changes[0].numbers["accommodation"]: one for one in told.changes}
    assert seated["seated"].text == "用人单位提供“坐着做”：至少多 5 人能来。"
    assert "12" not in told.model_dump_json()


def test_a_pair_with_an_accommodation_is_not_told_to_an_employer() -> None:
    views = Views()
    for n in range(30):
        limits = {"STAND": {"block_at": 2}} if n < 12 else {}
        views.put_worker(a_worker(id=UUID(int=n + 1), limits=limits), 1)
    offer = a_post(time=EARLY["time"], demands={"STAND": 3})
    advice = advise(views.public(), offer, TODAY)
    told = employer_advice_of(advice, offer, TELLING)

    assert advice.pair is not None
    assert "accommodation" in {one.key for one in advice.pair.changes}
    assert told.pair is None
