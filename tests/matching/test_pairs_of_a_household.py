"""Two people of one household who go to work together, against a slow search."""

from itertools import product
from random import Random
from typing import Any

import pytest

from common.contracts.codes import Verdict
from common.contracts.jobs import Post
from common.contracts.people import Worker
from common.intake.posts import understand_post
from common.intake.workers import understand_worker
from common.texts import LANGUAGES
from deploy.sample.stories import HUSBAND
from deploy.sample.stories import WIFE
from deploy.sample.stories import county_of_stories
from services.matching.index import Index
from services.matching.pairing import Apart
from services.matching.pairing import Together
from services.matching.pairing import pairs_for
from services.matching.pairing_answers import paired_matches
from tests.matching.builders import SIX_DAYS
from tests.matching.builders import TODAY
from tests.matching.builders import WEEKDAYS
from tests.matching.builders import free
from tests.matching.builders import span
from tests.matching.together_by_hand import ALL_DAY
from tests.matching.together_by_hand import EBIKE
from tests.matching.together_by_hand import MOTO
from tests.matching.together_by_hand import WALK
from tests.matching.together_by_hand import a_random_pair
from tests.matching.together_by_hand import at
from tests.matching.together_by_hand import can_go
from tests.matching.together_by_hand import her
from tests.matching.together_by_hand import him
from tests.matching.together_by_hand import random_posts


def asked(
    people: tuple[Worker, Worker], *posts: Post
) -> tuple[list[Together], list[Apart]]:
    index = Index()
    index.put_posts([(post, 1) for post in posts])
    return pairs_for(index, people, TODAY)


def numbers_of(found: list[Together]) -> list[tuple[int, int]]:
    return [
        (s[0].post.id.int - 1000, s[1].post.id.int - 1000)
        for s in (f.sides for f in found)
    ]


def test_who_has_no_vehicle_is_taken_along_to_the_same_site() -> None:
    good, bad = asked((him(MOTO), her(WALK)), at(1, 9.0))

    assert numbers_of(good) == [(1, 1)]
    assert [side.role for side in good[0].sides] == ["driver", "passenger"]
    assert bad == []


def test_an_electric_bicycle_takes_one_only() -> None:
    good, bad = asked((him(EBIKE), her(EBIKE)), at(1, 2.5))

    assert good == []
    assert [one.clash.key for one in bad] == ["vehicle"]


def test_one_rides_and_the_other_walks_where_it_is_near_enough() -> None:
    good, _ = asked((him(EBIKE), her(WALK, EBIKE)), at(1, 2.0))

    assert numbers_of(good) == [(1, 1)]
    assert sorted(side.role for side in good[0].sides) == ["driver", "free"]


def test_two_posts_at_one_place_do_and_two_places_do_not() -> None:
    good, _ = asked(
        (him(MOTO), her(WALK)),
        at(1, 9.0, openings=1),
        at(2, 9.3, openings=1),
        at(3, 5.0, openings=1),
    )

    assert sorted(numbers_of(good)) == [(1, 2), (2, 1)]


def test_one_opening_is_not_enough_for_two() -> None:
    good, bad = asked((him(WALK), her(WALK)), at(1, 1.0, openings=1))

    assert good == []
    assert [one.clash.key for one in bad] == ["openings"]


def test_one_of_the_two_stays_at_home_while_care_is_due() -> None:
    school = {"week": free(ALL_DAY, care=[span("16:30-17:30", WEEKDAYS)])}
    late = at(1, 1.0, span("08:00-18:00"))
    early = at(2, 1.0, span("06:00-14:00"))
    good, bad = asked((him(WALK), her(WALK, **school)), late, early)

    assert sorted(numbers_of(good)) == [(1, 2), (2, 1), (2, 2)]
    assert [(one.posts[0].int - 1000, one.clash.key, one.clash.day) for one in bad] == [
        (1, "care", 0)
    ]
    assert (bad[0].clash.start, bad[0].clash.end) == (990, 1050)


def test_the_day_on_which_it_fails_is_named() -> None:
    market = {"week": free(ALL_DAY, care=[span("09:00-10:00", (3,))])}
    _, bad = asked((him(WALK), her(WALK, **market)), at(1, 1.0))
    told = paired_matches([], bad, "v", "zh")

    assert [one.clash.day for one in bad] == [2]
    assert told.misses[0].text == "星期三9:00–10:00 两人都不在家，家里没人照看。"


def test_who_may_leave_out_a_day_leaves_out_the_one_with_care() -> None:
    market = {"week": free(ALL_DAY, care=[span("09:00-10:00", (3,))])}
    spared = at(1, 1.0, span("08:00-17:00", SIX_DAYS))
    time = spared.time.model_copy(update={"days_required": 5})
    good, _ = asked(
        (him(WALK), her(WALK, **market)), spared.model_copy(update={"time": time})
    )

    assert numbers_of(good) == [(1, 1)]


def test_hours_too_far_apart_cannot_ride_together() -> None:
    first = at(1, 9.0, span("08:00-17:00"), openings=1)
    near = at(2, 9.0, span("08:30-17:00"), openings=1)
    late = at(3, 9.0, span("08:31-17:00"), openings=1)
    good, bad = asked((him(MOTO), her(WALK)), first, near, late)

    assert (1, 2) in numbers_of(good)
    assert (1, 3) not in numbers_of(good)
    failed = [one.clash for one in bad if one.posts == (first.id, late.id)]
    assert [(one.key, one.day, one.end - one.start) for one in failed] == [
        ("ride", 0, 31)
    ]


def test_who_is_taken_along_works_on_no_day_without_the_driver() -> None:
    weekdays = at(1, 9.0, span("08:00-17:00", WEEKDAYS), openings=1)
    saturday = at(2, 9.0, span("08:00-17:00", SIX_DAYS), openings=1)
    good, bad = asked((him(MOTO), her(WALK)), weekdays, saturday)

    assert numbers_of(good) == [(2, 1)]
    failed = [one.clash for one in bad if one.posts == (weekdays.id, saturday.id)]
    assert [(one.key, one.day) for one in failed] == [("driver", 5)]


def test_of_shifts_to_choose_from_each_takes_one_so_that_somebody_is_at_home() -> None:
    ill = {"week": free(ALL_DAY, care=[span("05:00-22:00", SIX_DAYS)])}
    two = [span("06:00-13:00"), span("14:00-21:00")]
    choose = at(1, 0.5, *two)
    time = choose.time.model_copy(update={"pattern": "choose"})
    rotate = choose.time.model_copy(update={"pattern": "rotate"})
    good, _ = asked(
        (him(WALK), her(WALK, **ill)), choose.model_copy(update={"time": time})
    )
    turns, bad = asked(
        (him(WALK), her(WALK, **ill)), choose.model_copy(update={"time": rotate})
    )

    assert {side.hours[0].start_min for side in good[0].sides} == {360, 840}
    assert turns == []
    assert bad[0].clash.key == "care"


def test_both_at_home_need_no_vehicle_and_nobody_to_watch() -> None:
    child = {"week": free(ALL_DAY, care=[span("08:00-18:00", SIX_DAYS)])}
    good, _ = asked((him(), her(**child)), at(1, 30.0, home_based=True))

    assert numbers_of(good) == [(1, 1)]


def test_the_couple_of_the_first_story_goes_to_the_garment_workshop_together() -> None:
    county = county_of_stories(TODAY)
    people = {w.id: understand_worker(w.stated, id=w.id) for w in county.workers}
    index = Index()
    for post in county.posts:
        told = understand_post(
            post.stated,
            id=post.id,
            employer=post.employer,
            site=post.site,
            state="published",
        )
        index.put_post(told, 1)
    good, _ = pairs_for(index, (people[HUSBAND], people[WIFE]), TODAY)

    assert good
    assert good[0].sides[0].post.employer == good[0].sides[1].post.employer
    assert good[0].verdict is not Verdict.OPEN_QUESTION


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_way_and_every_failure_has_its_sentence(lang: Any) -> None:
    told = []
    for pair, post in (
        ((him(MOTO), her(WALK)), at(1, 9.0)),
        ((him(EBIKE), her(EBIKE)), at(1, 2.5)),
        ((him(EBIKE), her(WALK)), at(1, 2.0)),
        ((him(), her()), at(1, 9.0, home_based=True)),
        ((him(WALK), her(WALK)), at(1, 1.0, openings=1)),
    ):
        answer = paired_matches(*asked(pair, post), "v", lang)
        told += [one.text for one in (*answer.items, *answer.misses, answer)]

    assert len(told) == 10
    assert not any("{" in text for text in told)


@pytest.mark.parametrize("seed", range(100))
def test_the_search_finds_what_trying_everything_finds(seed: int) -> None:
    rng = Random(seed)
    people, posts = a_random_pair(rng), random_posts(rng)
    good, bad = asked(people, *posts)
    index = Index()
    index.put_posts([(post, 1) for post in posts])
    possible = [
        (one.id.int - 1000, other.id.int - 1000)
        for one, other in product(posts, posts)
        if can_go(index, people, (one, other))
    ]

    assert sorted(numbers_of(good)) == possible
    assert not {one.posts for one in bad} & {
        (one.sides[0].post.id, one.sides[1].post.id) for one in good
    }


def test_the_random_pairs_go_and_fail_for_every_reason() -> None:
    reasons = set()
    for seed in range(100):
        rng = Random(seed)
        good, bad = asked(a_random_pair(rng), *random_posts(rng))
        reasons |= {"good"} if good else set()
        reasons |= {one.clash.key for one in bad}

    assert reasons == {"good", "care", "vehicle", "openings", "driver", "ride"}
