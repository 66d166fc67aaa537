"""What an employer's lists are computed from: no home, no body, a standard way."""

from uuid import UUID

import pytest

from common.contracts.people import Worker
from common.contracts.values import Place
from common.problems import Forbidden
from common.problems import NotFound
from common.tokens import Caller
from services.matching.asking import check_post
from services.matching.asking import check_worker
from services.matching.asking import whole_areas
from services.matching.views import Views
from services.matching.views import blurred
from tests.matching.builders import a_post
from tests.matching.builders import a_worker


def neighbours(count: int) -> list[Worker]:
    return [
        a_worker(
            id=UUID(int=n + 1),
            place={"lat": 28.40 + n / 100, "lng": 112.40},
            limits={"STAND": {"block_at": 3, "caution_at": 2}},
        )
        for n in range(count)
    ]


def test_everybody_of_a_township_stands_at_its_middle() -> None:
    seen = blurred(neighbours(7))

    places = {one.place for one in seen}
    assert len(places) == 1
    assert places.pop() == Place(
        lat=28.43, lng=112.4, accuracy_m=5000, source="township_centre"
    )


def test_a_township_of_few_homes_shows_none_of_them() -> None:
    assert {one.place for one in blurred(neighbours(2))} == {None}


def test_an_employer_learns_no_village_no_reach_and_no_caution_of_the_body() -> None:
    seen = blurred(neighbours(5))[0]

    assert seen.area == "430903105000"
    assert seen.reach is not None
    assert seen.reach.max_km is None
    assert seen.limits is not None
    assert seen.limits["STAND"].caution_at is None
    assert seen.limits["STAND"].block_at == 3


def test_forgetting_workers_keeps_the_posts() -> None:
    views = Views()
    views.put_worker(a_worker(), 3)
    views.put_post(a_post(), 5)

    views.forget_workers()

    assert views.full.counts() == (0, 1)
    views.put_post(a_post(title="裁剪工"), 1)
    assert views.full.post(a_post().id).title == "裁剪工"


def test_a_worker_sees_the_own_matches_and_nobody_elses() -> None:
    worker = a_worker()

    check_worker(Caller("w", "worker", (), worker=worker.id), worker)
    check_worker(Caller("c", "coordinator", ("430903105213",)), worker)
    with pytest.raises(NotFound):
        check_worker(Caller("w", "worker", (), worker=UUID(int=9)), worker)
    with pytest.raises(NotFound):
        check_worker(Caller("c", "township", ("430903104",)), worker)
    with pytest.raises(Forbidden):
        check_worker(Caller("h", "hr", (), employer=UUID(int=1)), worker)


def test_an_employer_sees_who_fits_the_own_posts_only() -> None:
    post = a_post()

    check_post(Caller("h", "hr", (), employer=post.employer), post)
    with pytest.raises(NotFound):
        check_post(Caller("h", "hr", (), employer=UUID(int=9)), post)


def test_no_area_at_all_is_nowhere_and_not_everywhere() -> None:
    assert whole_areas(Caller("c", "county", ("",))) == ()
    assert whole_areas(Caller("c", "county", ("4309",))) == ("430900000000",)
    with pytest.raises(Forbidden):
        whole_areas(Caller("c", "county", ()))
