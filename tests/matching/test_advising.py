"""Advice to a post: every number equals a whole list judged again with the change."""

from collections import Counter
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from common.contracts.codes import Verdict
from common.contracts.jobs import Post
from services.matching.advising import Advice
from services.matching.advising import advise
from services.matching.crowd import crowd_of
from services.matching.desk import Headcount
from services.matching.desk import applied
from services.matching.desk import as_offered
from services.matching.desk import desk_of
from services.matching.index import Index
from services.matching.offering import offers_of
from tests.matching.builders import ALL_DAYS
from tests.matching.builders import OTHER_TOWNSHIP
from tests.matching.builders import TODAY
from tests.matching.builders import a_post
from tests.matching.builders import a_worker
from tests.matching.builders import free
from tests.matching.builders import north
from tests.matching.builders import shifts
from tests.matching.builders import span
from tests.matching.builders import yuan
from tests.matching.test_index_equals_oracle import an_index
from tests.matching.worlds import World
from tests.matching.worlds import a_world

SEEDS = range(700, 712)
Facts = dict[str, Any]
Told = tuple[str, Headcount, Headcount]


def advice_for(post: Facts, *groups: tuple[int, Facts]) -> Advice:
    """Advice to a post, with so many workers of each kind."""
    index = Index()
    ids = iter(range(1, 1000))
    for count, facts in groups:
        people = [a_worker(id=UUID(int=next(ids)), **facts) for _ in range(count)]
        index.put_workers([(worker, 1) for worker in people])
    return advise(index, a_post(**post), TODAY)


def gains(advice: Advice) -> dict[str, int]:
    """How many more each kind of change brings; of several steps the longest."""
    told = sorted(advice.singles, key=lambda one: one.more)
    return {one.changes[0].key: one.more for one in told}


def listed(index: Index, post: Post, today: date) -> Headcount:
    """The whole list of a post, counted by verdict."""
    told = index.shortlist_for_post(post, today=today, top=1000)
    counts = Counter(one.verdict for one in told.items)
    return Headcount(
        counts[Verdict.FIT], counts[Verdict.CONDITIONAL], counts[Verdict.OPEN_QUESTION]
    )


def rerun(world: World) -> list[Told]:
    """Every single change of every post: what is told, and what a re-run gives."""
    index = an_index(world)
    told = []
    for post in world.posts:
        desk = desk_of(crowd_of(index, world.today), as_offered(post))
        told.append(("now", desk.now, listed(index, as_offered(post), world.today)))
        for one in desk.judged([(offer,) for offer in desk.offers]):
            changed = applied(as_offered(post), one.offers)
            again = listed(index, changed, world.today)
            told.append((one.changes[0].key, one.then, again))
    return told


def rerun_pairs(world: World) -> list[Told]:
    """The pair that is advised for every post, and what a re-run gives."""
    index = an_index(world)
    told = []
    for post in world.posts:
        pair = advise(index, post, world.today).pair
        if pair is not None:
            changed = applied(as_offered(post), pair.offers)
            again = listed(index, changed, world.today)
            told.append((pair.changes[0].key, pair.then, again))
    return told


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_told_of_a_change_equals_a_rerun(seed: int) -> None:
    told = rerun(a_world(seed, workers=25, posts=3))

    assert len(told) >= 40
    assert [one for one in told if one[1] != one[2]] == []


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_told_of_a_pair_equals_a_rerun(seed: int) -> None:
    told = rerun_pairs(a_world(seed, workers=25, posts=8))

    assert [one for one in told if one[1] != one[2]] == []


@pytest.mark.parametrize(
    ("key", "worker", "post"),
    [
        ("start_later", {}, {"time": shifts(span("05:00-17:00"))}),
        ("end_earlier", {}, {"time": shifts(span("08:00-20:30"))}),
        ("part_time", {"week": free(span("07:00-13:00"))}, {}),
        (
            "choose_start",
            {"week": free(span("07:30-16:30"))},
            {"time": shifts(span("08:30-18:30"))},
        ),
        (
            "fixed_shift",
            {},
            {
                "time": shifts(
                    span("08:00-17:00"), span("14:00-21:30"), pattern="rotate"
                )
            },
        ),
        ("flexible", {"week": free(span("09:30-16:00"))}, {}),
        (
            "no_night",
            {"week": free(span("00:00-24:00", ALL_DAYS)), "night": False},
            {
                "time": shifts(
                    span("08:00-16:00"), span("20:00-04:00"), pattern="rotate"
                )
            },
        ),
        ("fewer_days", {"week": free(span("07:00-18:30", (1, 2, 3, 4)))}, {}),
        (
            "weekend_off",
            {"week": free(span("07:00-18:30", (1, 2, 3, 4)))},
            {"time": shifts(span("08:00-17:00", ALL_DAYS))},
        ),
        (
            "lodging_offered",
            {"reach": {"modes": [{"mode": "walk"}], "lodging": "county"}},
            {"place": north(30)},
        ),
        ("daily_return", {}, {"time": shifts(span("08:00-17:00"), live_in=True)}),
        ("home_work", {}, {"place": north(30), "title_code": "J038"}),
        ("shuttle_to", {}, {"place": north(30)}),
        ("site", {}, {"place": north(30), "area": OTHER_TOWNSHIP}),
        ("pay_up", {}, {"pay": yuan(1700, 1700)}),
        ("training_offered", {"skills": ()}, {}),
        ("age_wish", {}, {"age_max": 32}),
        ("age_wish", {}, {"age_min": 45}),
        ("schooling", {"schooling": "primary"}, {"schooling": "high"}),
        (
            "experience_dropped",
            {"skills": [{"code": "sewing", "years": 1}]},
            {"needs": [{"code": "sewing", "years": 5}]},
        ),
        ("language_dropped", {"languages": ("yue",)}, {"languages": ("mandarin",)}),
        (
            "accommodation",
            {"limits": {"STAND": {"block_at": 2}}},
            {"demands": {"STAND": 3}},
        ),
    ],
)
def test_a_change_tells_how_many_more_it_brings(
    key: str, worker: Facts, post: Facts
) -> None:
    advice = advice_for(post, (6, worker))

    assert advice.now.ready == 0
    assert gains(advice)[key] == 6


def test_people_in_work_are_in_no_number() -> None:
    early = {"time": shifts(span("05:00-17:00"))}
    groups = [(2, {"state": state}) for state in ("looking", "working", "away")]

    assert gains(advice_for(early, *groups))["start_later"] == 2


def test_who_must_be_asked_first_stands_apart() -> None:
    advice = advice_for(
        {"place": north(30)}, (3, {}), (2, {"limits": None, "week": None})
    )

    [shuttle] = [s for s in advice.singles if s.changes[0].key == "shuttle_to"]
    assert (shuttle.more, shuttle.more_open) == (3, 2)


def test_of_one_ladder_the_shortest_steps_that_bring_more_are_told() -> None:
    advice = advice_for(
        {"pay": yuan(1700, 1700)},
        (2, {}),
        (3, {"pay_floor": yuan(3500, 3500)}),
    )

    steps = {
        one.changes[0].numbers["yuan"]: one.more
        for one in advice.singles
        if one.changes[0].key == "pay_up"
    }
    assert steps == {200: 2, 800: 5}


def test_two_changes_open_what_none_of_them_opens_alone() -> None:
    advice = advice_for({"place": north(30), "pay": yuan(1700, 1700)}, (6, {}))

    assert advice.singles == ()
    assert advice.pair is not None
    assert [one.key for one in advice.pair.changes] == ["shuttle_to", "pay_up"]
    assert advice.pair.changes[1].numbers == {"yuan": 200, "unit": "month"}
    assert (advice.pair.more, advice.pair.then.ready) == (6, 6)


def test_no_pair_is_told_where_one_change_brings_as_much() -> None:
    assert advice_for({"place": north(30)}, (6, {})).pair is None


def test_whom_law_safety_or_a_refusal_keeps_away_no_change_brings() -> None:
    advice = advice_for(
        {"time": shifts(span("05:00-17:00")), "place": north(30), "schooling": "high"},
        (2, {"birth": "2012-01-01"}),
        (2, {"unsafe": ("machine",)}),
        (2, {"refused": ("machine",)}),
    )

    assert (advice.singles, advice.pair) == ((), None)


def test_a_wish_is_never_widened_to_minors_and_a_rule_is_no_wish() -> None:
    young = offers_of(a_post(age_min=20), [])
    adult = offers_of(a_post(age_min=18), [])
    rule = offers_of(a_post(age_min=30, age_max=40, formal_age=True), [])

    ages = [one.change.numbers.get("age") for one in (*young, *adult, *rule)]
    assert {age for age in ages if age is not None} == {18}


def test_a_shift_is_never_cut_to_nothing() -> None:
    short = a_post(time=shifts(span("08:00-09:30")))
    told = [one for one in offers_of(short, []) if one.kind == "time"]

    cut = {one.change.numbers.get("minutes") for one in told}
    assert {"start_later", "end_earlier"} <= {one.change.key for one in told}
    assert cut - {None, 60} == {30}


def test_hours_that_no_longer_begin_early_take_the_early_start_away() -> None:
    early = {"time": shifts(span("05:45-17:00")), "traits": ("machine", "early")}
    advice = advice_for(early, (4, {"refused": ("early",)}))

    assert gains(advice)["start_later"] == 4


def test_an_hour_a_day_is_enough_where_no_more_is_asked() -> None:
    hour = shifts(span("08:00-17:00"), flexible=True, minutes_per_day=60)
    advice = advice_for({"time": hour}, (6, {"week": free(span("09:00-10:30"))}))

    assert advice.now.ready == 6


def test_half_days_are_paid_by_their_hours() -> None:
    post = a_post(time=shifts(span("08:00-16:00")), pay=yuan(2000, 3000))
    [half] = [o for o in offers_of(post, []) if o.change.key == "part_time"]

    assert half.apply(post).pay == post.pay.model_copy(  # type: ignore[union-attr]
        update={"min": 1000, "max": 1500}
    )


def test_a_draft_or_a_full_post_is_advised_as_if_it_were_open() -> None:
    full = {"state": "filled", "openings": 0, "valid_until": "2020-01-01"}

    assert advice_for(full, (3, {})).now.ready == 3
