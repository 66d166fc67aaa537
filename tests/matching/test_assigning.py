"""Several people and posts arranged together: only listed pairs, the best of them."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from common.contracts.codes import Verdict
from common.problems import NotFound
from common.texts import LANGUAGES
from services.matching import assigning
from services.matching.assigning import Proposal
from services.matching.assigning import Wish
from services.matching.assigning import assign
from services.matching.assigning import entered
from services.matching.gathering import everybody
from services.matching.gathering import part_of
from services.matching.index import Index
from services.matching.proposals import assignment_of
from tests.matching.builders import OTHER_TOWNSHIP
from tests.matching.builders import TODAY
from tests.matching.builders import a_post
from tests.matching.builders import a_worker
from tests.matching.worlds import World
from tests.matching.worlds import a_world

Facts = dict[str, Any]
ANNA, BO, CHEN = UUID(int=1), UUID(int=2), UUID(int=3)
SEWING, PACKING = UUID(int=1001), UUID(int=1002)
WORLDS = [a_world(seed, workers=12, posts=8) for seed in range(900, 912)]


def an_index(workers: list[Facts], posts: list[Facts]) -> Index:
    index = Index()
    index.put_workers([(a_worker(**facts), 1) for facts in workers])
    index.put_posts([(a_post(**facts), 1) for facts in posts])
    return index


def of_world(world: World) -> Index:
    index = Index()
    index.put_workers([(worker, 1) for worker in world.workers])
    index.put_posts([(post, 1) for post in world.posts])
    return index


def proposed(
    workers: list[Facts], posts: list[Facts], wish: Wish | None = None
) -> Proposal:
    index = an_index(workers, posts)
    return assign(everybody(index, TODAY), wish or Wish(), TODAY)


@pytest.mark.parametrize("world", WORLDS)
@pytest.mark.parametrize("ask", [False, True])
def test_only_what_a_list_holds_is_proposed(world: World, ask: bool) -> None:
    index = of_world(world)
    wanted = {Verdict.FIT, Verdict.CONDITIONAL}
    wanted |= {Verdict.OPEN_QUESTION} if ask else set()
    seats = dict.fromkeys((post.id for post in world.posts), 1)
    told = assign(everybody(index, world.today), Wish(seats, ask=ask), world.today)
    found = [index.explain(c.worker, c.post, world.today) for c in told.chosen]

    assert {one.verdict for one in found} <= wanted
    assert [(one.verdict, one.score) for one in found] == [
        (one.verdict, one.score) for one in told.chosen
    ]
    assert len({one.worker for one in told.chosen}) == len(told.chosen)
    assert len({one.post for one in told.chosen}) == len(told.chosen)
    assert told.totals >= told.first_come
    assert len(told.chosen) + len(told.left) == len(world.workers)


@pytest.mark.parametrize("world", WORLDS)
def test_reading_lists_only_as_deep_as_needed_changes_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    part = everybody(of_world(world), world.today)
    wish = Wish(dict.fromkeys((post.id for post in world.posts), 1), ask=True)
    whole = assign(part, wish, world.today)
    monkeypatch.setattr(assigning, "DEPTH", 1)
    monkeypatch.setattr(assigning, "DEEPER", 2)
    told = assign(part, wish, world.today)

    assert told.proven
    assert told.totals == whole.totals


def test_where_no_list_may_be_read_further_nothing_is_claimed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(assigning, "DEPTH", 1)
    monkeypatch.setattr(assigning, "MOST_PAIRS", 0)
    told = proposed([{"id": ANNA}, {"id": BO}], [{"id": SEWING}, {"id": PACKING}])
    cut = proposed(
        [{"id": ANNA}, {"id": BO}],
        [{"id": SEWING}, {"id": PACKING}],
        Wish({SEWING: 1, PACKING: 1}),
    )

    assert told.proven
    assert not cut.proven
    assert cut.totals.placed == 1


def test_everybody_gets_a_post_although_all_would_like_the_same() -> None:
    far = {"place": {"lat": 28.40, "lng": 112.45}}
    told = proposed(
        [{"id": ANNA}, {"id": BO, "reach": {"modes": [{"mode": "walk"}]}}],
        [{"id": SEWING, "openings": 1}, {"id": PACKING, "openings": 1, **far}],
    )

    assert {one.worker: one.post for one in told.chosen} == {ANNA: PACKING, BO: SEWING}
    assert told.first_come.placed == 1
    assert told.totals.placed == 2


def test_of_two_who_fit_equally_the_one_who_waited_longer_comes_first() -> None:
    told = proposed(
        [{"id": ANNA}, {"id": BO}],
        [{"id": SEWING, "openings": 1}],
        Wish(days={ANNA: 30, BO: 31}),
    )

    assert [one.worker for one in told.chosen] == [BO]


def test_an_id_with_a_time_in_it_tells_how_long_somebody_waits() -> None:
    of_new_year = UUID("019b7b41-3b80-7000-8000-000000000000")

    assert entered(of_new_year, date(2026, 1, 31)) == 29
    assert entered(of_new_year, date(2025, 1, 1)) == 0
    assert entered(ANNA, TODAY) == 0


@pytest.mark.parametrize(
    ("worker", "post", "wish", "why", "numbers"),
    [
        ({}, {}, Wish({SEWING: 0}), "no_seats", {"posts": 1}),
        ({"week": None}, {}, Wish(), "ask_first", {"posts": 1}),
        ({"reach": {"modes": [], "scope": "home"}}, {}, Wish(), "blocked", "reach"),
        ({"state": "working"}, {}, Wish(), "not_looking", {}),
        ({"refused": ("machine",)}, {}, Wish(), "blocked", "veto"),
        ({}, {"state": "filled"}, Wish(), "blocked", "open"),
    ],
)
def test_who_gets_nothing_is_told_what_stood_in_the_way(
    worker: Facts, post: Facts, wish: Wish, why: str, numbers: Any
) -> None:
    told = proposed([{"id": ANNA, **worker}], [{"id": SEWING, **post}], wish)
    expected = {"family": numbers} if isinstance(numbers, str) else numbers

    assert [(one.worker, one.why) for one in told.left] == [(ANNA, why)]
    assert dict(told.left[0].numbers) == expected


def test_without_any_post_everybody_is_told_so() -> None:
    told = proposed([{"id": ANNA}], [])

    assert [one.why for one in told.left] == ["no_posts"]


def test_who_comes_second_is_told_that_all_places_are_taken() -> None:
    told = proposed(
        [{"id": ANNA}, {"id": BO}, {"id": CHEN}], [{"id": SEWING, "openings": 2}]
    )

    assert [(one.why, dict(one.numbers)) for one in told.left] == [
        ("all_taken", {"posts": 1})
    ]


def test_with_questions_allowed_the_known_still_come_before_the_unknown() -> None:
    told = proposed(
        [{"id": ANNA, "week": None}, {"id": BO}],
        [{"id": SEWING, "openings": 1}],
        Wish(ask=True),
    )

    assert [(one.worker, one.verdict) for one in told.chosen] == [(BO, Verdict.FIT)]


def test_only_the_asked_workers_and_posts_are_arranged() -> None:
    index = an_index(
        [{"id": ANNA}, {"id": BO}, {"id": CHEN}], [{"id": SEWING}, {"id": PACKING}]
    )
    part = part_of(everybody(index, TODAY), [CHEN, ANNA], [PACKING])
    told = assign(part, Wish(), TODAY)

    assert {(one.worker, one.post) for one in told.chosen} == {
        (ANNA, PACKING),
        (CHEN, PACKING),
    }


def test_whom_nobody_knows_cannot_be_arranged() -> None:
    index = an_index([{"id": ANNA}], [{"id": SEWING}])
    index.drop_worker(ANNA, 2)

    with pytest.raises(NotFound):
        part_of(everybody(index, TODAY), [ANNA], [SEWING])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_reason_and_every_post_has_its_sentence(lang: Any) -> None:
    told = proposed(
        [
            {"id": ANNA},
            {"id": BO},
            {"id": CHEN, "pay_floor": {"min": 9e3, "max": 9e3, "unit": "month"}},
        ],
        [
            {"id": SEWING, "openings": 1},
            {"id": PACKING, "title_code": "J177", "residence": OTHER_TOWNSHIP},
        ],
    )
    answer = assignment_of(told, "v", lang)

    assert answer.placed == 1
    assert len({one.text for one in answer.not_this_time}) == 2
    assert len({one.text for one in answer.posts}) == 2
    assert not any("{" in one.text for one in (*answer.not_this_time, *answer.posts))
