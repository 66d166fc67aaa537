"""What an employer's lists are computed from: no home, no body, a standard way."""

from uuid import UUID

import pytest

from common.contracts.codes import DEMANDS
from common.contracts.people import Limit
from common.contracts.people import Worker
from common.contracts.values import Place
from common.problems import Forbidden
from common.problems import NotFound
from common.tokens import Caller
from services.matching.asking import check_post
from services.matching.asking import check_worker
from services.matching.asking import whole_areas
from services.matching.columns import pack_workers
from services.matching.index import Index
from services.matching.kernel.rows import Rows
from services.matching.views import Views
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


def shown_of(workers: list[Worker]) -> Rows:
    """The rows that an employer's lists are computed from."""
    views = Views()
    for worker in workers:
        views.put_worker(worker, 1)
    return views.public().workers.moment().rows


def encoded(workers: list[Worker]) -> Rows:
    return pack_workers(workers, Index().encoder).rows


def as_an_employer_may_have(worker: Worker, place: Place | None) -> Worker:
    """The contract with what an employer may not have taken out: slow and obvious."""
    limits = {d: Limit(block_at=o.block_at) for d, o in (worker.limits or {}).items()}
    blurred = {
        "place": place,
        "area": worker.area and worker.area[:9] + "000",
        "reach": {"modes": [{"mode": "ebike"}], "lodging": "no"},
        "limits": None if worker.limits is None else limits,
    }
    return Worker.model_validate({**worker.model_dump(), **blurred})


def test_everybody_of_a_township_stands_at_its_middle() -> None:
    middle = Place(lat=28.43, lng=112.4, accuracy_m=5000, source="township_centre")
    people = neighbours(7)

    seen = shown_of(people)

    assert (seen == encoded([as_an_employer_may_have(p, middle) for p in people])).all()


def test_a_township_of_few_homes_shows_none_of_them() -> None:
    people = [*neighbours(2), a_worker(id=UUID(int=9), area=None, limits=None)]

    seen = shown_of(people)

    assert (seen == encoded([as_an_employer_may_have(p, None) for p in people])).all()


def test_a_township_of_few_homes_stands_at_the_middle_of_its_county() -> None:
    alone = a_worker(id=UUID(int=9), area="430903104201", place=None)
    people = [*neighbours(5), alone]
    middle = Place(lat=28.42, lng=112.4, accuracy_m=5000, source="township_centre")

    seen = shown_of(people)

    assert (seen == encoded([as_an_employer_may_have(p, middle) for p in people])).all()


def test_an_employer_learns_no_village_no_reach_and_no_caution_of_the_body() -> None:
    seen = shown_of(neighbours(5))[0]

    assert seen["area"] == 430903105000
    assert seen["max_metres"] == -1
    assert seen["cautions"].tolist() == [0, 0, 0, 0]
    assert seen["blocks"].tolist() == [0, 0, 0, 1 << DEMANDS.index("STAND")]


def test_whole_contracts_are_not_in_the_employers_view() -> None:
    views = Views()
    views.put_worker(a_worker(), 1)

    with pytest.raises(NotFound):
        views.public().worker(a_worker().id)


def test_forgetting_workers_keeps_the_posts() -> None:
    views = Views()
    views.put_worker(a_worker(), 3)
    views.put_post(a_post(), 5)

    views.forget_workers()

    assert views.full.counts() == (0, 1)
    views.put_post(a_post(title="裁剪工"), 6)
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
