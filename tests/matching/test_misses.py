"""Near misses promise only what a re-run gives, and never what must never be."""

from datetime import date
from typing import Any

import pytest

from common.contracts.codes import Verdict
from services.matching.index import Index
from services.matching.misses import near_misses
from services.matching.misses import opened_by
from services.matching.misses import why_not
from tests.matching.builders import TODAY
from tests.matching.builders import a_post
from tests.matching.builders import a_worker
from tests.matching.builders import by
from tests.matching.builders import span
from tests.matching.cases.knowing import known

Facts = dict[str, Any]
BY_BUS: Facts = {"reach": by("bus", 60)}
FAR = {"lat": 28.60, "lng": 112.45}


def opened(worker: Facts, post: Facts, today: date = TODAY) -> Any:
    index = Index()
    offer = a_post(**post)
    index.put_post(offer, 1)
    return opened_by(index, a_worker(**worker), offer.id, today)


@pytest.mark.parametrize(
    ("key", "worker", "post"),
    [
        ("shuttle", {}, {"place": FAR}),
        ("start_later", {}, {"time": {"shifts": [span("05:00-12:00")]}}),
        ("end_earlier", {}, {"time": {"shifts": [span("12:00-21:00")]}}),
        ("shuttle", {}, {"known_ways": [known("ebike", None)]}),
        (
            "shuttle",
            {"reach": by("ebike", 30)},
            {"known_ways": [known("ebike", 90)]},
        ),
        ("start_later", BY_BUS, {"known_ways": [known("bus", 20, first_min=500)]}),
        ("end_earlier", BY_BUS, {"known_ways": [known("bus", 20, last_min=960)]}),
        ("fewer_days", {"week": {"windows": [span("07:00-18:30", (1, 2, 3))]}}, {}),
        ("pay_up", {}, {"pay": {"min": 1700, "max": 1700, "unit": "month"}}),
        ("training", {"skills": ()}, {}),
        ("age_wish", {}, {"age_max": 35}),
        ("schooling", {"schooling": "primary"}, {"schooling": "junior"}),
        (
            "accommodation",
            {"limits": {"STAND": {"block_at": 2}}},
            {"demands": {"STAND": 3}},
        ),
        ("licence", {}, {"licences": ("welding",)}),
        (
            "lodging",
            {"reach": {"modes": [{"mode": "ebike"}], "max_km": 8, "lodging": "county"}},
            {"outside_county": True},
        ),
    ],
)
def test_a_single_change_opens_the_post(key: str, worker: Facts, post: Facts) -> None:
    found = opened(worker, post)

    assert found.change.key == key
    assert found.verdict is not Verdict.UNFIT


@pytest.mark.parametrize(
    ("worker", "post"),
    [
        ({"birth": "2011-01-01"}, {}),
        ({"unsafe": ("machine",)}, {}),
        ({"refused": ("machine",)}, {}),
        ({}, {"state": "filled"}),
        ({}, {"flags": [{"code": "fraud", "law": "…"}]}),
        ({}, {"target_groups": ("disabled",)}),
        ({"skills": ()}, {"place": FAR}),
        ({}, {"time": {"live_in": True}}),
    ],
)
def test_no_change_is_named_where_none_may_or_can_help(
    worker: Facts, post: Facts
) -> None:
    assert opened(worker, post) is None


def test_near_misses_are_grouped_by_the_change() -> None:
    index = Index()
    ids = [f"00000000-0000-0000-0000-0000000020{n:02d}" for n in range(3)]
    index.put_posts([(a_post(id=one, schooling="high"), 1) for one in ids])
    index.put_post(a_post(id="00000000-0000-0000-0000-000000002099", age_max=36), 1)
    worker = a_worker()
    index.put_worker(worker, 1)

    groups = {
        change.key: len(found) for change, found in near_misses(index, worker.id, TODAY)
    }

    assert groups == {"schooling": 3, "age_wish": 1}


def test_why_not_begins_with_the_nearest_post_and_leaves_out_what_is_closed() -> None:
    index = Index()
    nearly = a_post(id="00000000-0000-0000-0000-000000003001", schooling="high")
    hardly = a_post(
        id="00000000-0000-0000-0000-000000003002", schooling="high", age_max=30
    )
    closed = a_post(id="00000000-0000-0000-0000-000000003003", state="closed")
    index.put_posts([(one, 1) for one in (hardly, closed, nearly)])

    listing = why_not(index, a_worker(), TODAY, 5)

    assert [one.post for one in listing.items] == [nearly.id, hardly.id]
    assert {one.verdict for one in listing.items} == {Verdict.UNFIT}
