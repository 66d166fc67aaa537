"""The life of a post, rule by rule."""

from dataclasses import replace
from datetime import date

import pytest

from common.contracts.jobs import PostState
from common.contracts.values import Place
from common.intake.stated import StatedPost
from common.problems import Invalid
from common.problems import Problem
from services.jobs.employers.domain import EmployerIsSuspended
from services.jobs.posts.domain import FewerOpeningsThanFilled
from services.jobs.posts.domain import NothingToRelease
from services.jobs.posts.domain import Offer
from services.jobs.posts.domain import Openings
from services.jobs.posts.domain import PostHasExpired
from services.jobs.posts.domain import PostIncomplete
from services.jobs.posts.domain import PostIsClosed
from services.jobs.posts.domain import PostIsFull
from services.jobs.posts.domain import PostIsNotOpen
from services.jobs.posts.domain import at_site
from services.jobs.posts.domain import check_beginning
from services.jobs.posts.domain import check_complete
from services.jobs.posts.domain import on_wgs84
from services.jobs.sites.domain import SiteFacts
from tests.jobs.builders import VILLAGE
from tests.jobs.builders import stated

TODAY = date(2026, 3, 10)
OPEN = Offer("published", Openings(3), date(2026, 6, 30))
FULL = Offer("filled", Openings(3, 3), date(2026, 6, 30))


def a_post(**facts: object) -> StatedPost:
    return StatedPost.model_validate(stated(**facts))


def test_a_post_is_shown_on_its_last_day_and_expired_the_day_after() -> None:
    assert OPEN.shown(date(2026, 6, 30)) == "published"
    assert OPEN.shown(date(2026, 7, 1)) == "expired"


@pytest.mark.parametrize("state", ["draft", "closed"])
def test_the_calendar_ends_neither_drafts_nor_closed_posts(state: PostState) -> None:
    assert replace(OPEN, state=state).shown(date(2026, 7, 1)) == state


def test_a_post_of_a_suspended_employer_looks_paused() -> None:
    assert replace(OPEN, suspended=True).shown(TODAY) == "paused"


@pytest.mark.parametrize("state", ["draft", "paused", "expired", "published"])
def test_what_is_not_closed_can_be_published(state: PostState) -> None:
    assert replace(OPEN, state=state).published(TODAY).state == "published"


@pytest.mark.parametrize(
    ("offer", "refusal"),
    [
        (replace(OPEN, state="closed"), PostIsClosed),
        (replace(OPEN, valid_until=date(2026, 3, 9)), PostHasExpired),
        (FULL, PostIsFull),
    ],
)
def test_publishing_is_refused_by_name(offer: Offer, refusal: type[Problem]) -> None:
    with pytest.raises(refusal):
        offer.published(TODAY)


def test_the_last_opening_fills_the_post() -> None:
    offer = OPEN.fill(2, TODAY).fill(1, TODAY)

    assert (offer.state, offer.openings.left) == ("filled", 0)


def test_too_many_at_once_are_refused_with_the_numbers() -> None:
    with pytest.raises(PostIsFull) as refused:
        OPEN.fill(4, TODAY)

    assert refused.value.numbers == {"left": 3, "total": 3}


@pytest.mark.parametrize(
    ("offer", "refusal"),
    [
        (replace(OPEN, state="draft"), PostIsNotOpen),
        (replace(OPEN, state="paused"), PostIsNotOpen),
        (replace(OPEN, state="closed"), PostIsClosed),
        (replace(OPEN, valid_until=date(2026, 3, 9)), PostHasExpired),
        (replace(OPEN, suspended=True), EmployerIsSuspended),
        (FULL, PostIsFull),
    ],
)
def test_filling_is_refused_by_name(offer: Offer, refusal: type[Problem]) -> None:
    with pytest.raises(refusal):
        offer.fill(1, TODAY)


def test_a_released_opening_reopens_a_filled_post() -> None:
    offer = FULL.release(1, TODAY)

    assert (offer.state, offer.openings.left) == ("published", 1)


def test_a_release_after_the_last_day_opens_nothing() -> None:
    assert FULL.release(1, date(2026, 7, 1)).state == "expired"


def test_nobody_who_was_not_taken_on_can_be_released() -> None:
    with pytest.raises(NothingToRelease):
        OPEN.release(1, TODAY)


def test_only_what_is_open_can_be_paused() -> None:
    with pytest.raises(PostIsNotOpen):
        replace(OPEN, state="draft").paused(TODAY)


def test_more_openings_reopen_a_filled_post() -> None:
    assert FULL.changed(5, date(2026, 6, 30), TODAY).state == "published"


def test_fewer_openings_fill_a_post_but_never_below_those_taken_on() -> None:
    some = replace(OPEN, openings=Openings(3, 2))

    assert some.changed(2, some.valid_until, TODAY).state == "filled"
    with pytest.raises(FewerOpeningsThanFilled):
        some.changed(1, some.valid_until, TODAY)


def test_an_expired_post_with_a_later_day_waits_to_be_published() -> None:
    offer = OPEN.changed(3, date(2026, 12, 31), date(2026, 7, 1))

    assert (offer.state, offer.valid_until) == ("expired", date(2026, 12, 31))


def test_a_closed_post_is_not_changed() -> None:
    with pytest.raises(PostIsClosed):
        OPEN.closed().changed(3, None, TODAY)


def test_a_complete_statement_passes() -> None:
    check_complete(a_post())


def test_every_missing_element_is_named() -> None:
    bare = StatedPost(title="缝纫工", openings=0)

    with pytest.raises(PostIncomplete) as refused:
        check_complete(bare)

    assert [error.field for error in refused.value.errors] == [
        "stated.text",
        "stated.area",
        "stated.pay",
        "stated.openings",
        "stated.valid_until",
    ]


def test_work_at_home_needs_no_place() -> None:
    check_complete(a_post(area=None, home_based=True))


@pytest.mark.parametrize("state", ["paused", "filled", "closed", "expired"])
def test_no_post_begins_in_the_middle_of_its_life(state: str) -> None:
    with pytest.raises(Invalid):
        check_beginning(a_post(state=state))


def test_a_post_borrows_from_its_site_what_it_does_not_say() -> None:
    site = SiteFacts("一车间", "", VILLAGE, Place(lat=31.86, lng=106.75), ("坐着做",))
    post = at_site(a_post(area=None, accommodations=["无障碍通道"]), site, ())

    assert post.area == VILLAGE
    assert post.place == Place(lat=31.86, lng=106.75)
    assert post.accommodations == ("无障碍通道", "坐着做")


def test_every_point_of_a_statement_is_moved_to_wgs84() -> None:
    picked = {"lat": 31.8578204, "lng": 106.754146}
    told = a_post(place=picked, shuttle=[{"area": VILLAGE, "place": picked}])
    moved = on_wgs84(told, "gcj02")

    assert moved.place == Place(lat=31.86, lng=106.75)
    assert moved.shuttle[0].place == Place(lat=31.86, lng=106.75)
