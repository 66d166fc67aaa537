"""A prefecture is drawn in parts that know nothing of each other."""

from datetime import date
from pathlib import Path

import pytest

from deploy.sample import stories
from deploy.sample.county import prefecture
from deploy.sample.county import whole
from deploy.sample.dump import dump
from deploy.sample.places import PREFECTURE
from deploy.sample.shape import SampleCounty

TODAY = date(2026, 11, 21)


def drawn() -> SampleCounty:
    return whole(prefecture(today=TODAY, worker_count=1500, post_count=700))


@pytest.fixture(scope="module")
def sample() -> SampleCounty:
    return drawn()


def test_a_prefecture_has_exactly_as_many_as_asked(sample: SampleCounty) -> None:
    assert (len(sample.workers), len(sample.posts)) == (1500, 700)


def test_all_five_units_have_people_and_work(sample: SampleCounty) -> None:
    homes = {(worker.stated.area or "")[:6] for worker in sample.workers}

    assert homes == {site.area[:6] for site in sample.sites} == set(PREFECTURE)


def test_no_number_is_given_in_two_parts(sample: SampleCounty) -> None:
    people, employers = sample.workers, sample.employers
    phones = [worker.phone for worker in people if worker.phone]
    codes = [one.credit_code for one in employers if one.credit_code]

    assert len({worker.id for worker in people}) == len(people)
    assert len({worker.id_number for worker in people}) == len(people)
    assert len(set(phones)) == len(phones)
    assert len(set(codes)) == len(codes)


def test_everything_of_a_prefecture_lies_in_its_tree(sample: SampleCounty) -> None:
    codes = {area.code for area in sample.areas}
    used = {worker.stated.area for worker in sample.workers}
    used |= {site.area for site in sample.sites}
    used |= {stop.area for post in sample.posts for stop in post.stated.shuttle}
    used |= {town for post in sample.posts for town in post.stated.delivery}

    assert used <= codes
    assert {area.parent for area in sample.areas} - {None} <= codes


def test_the_stories_are_told_once_and_near_their_work(sample: SampleCounty) -> None:
    told = [w for w in sample.workers if w.id in stories.STORY_PEOPLE]
    towns = {(w.stated.area or "")[:9] for w in told}
    at = {post.id: (post.stated.area or "")[:9] for post in sample.posts}
    work = {at[post.id] for post in stories.county_of_stories(TODAY).posts}

    assert [worker.id for worker in told] == list(stories.STORY_PEOPLE)
    assert towns == work
    assert {town[:6] for town in towns} == {"511922"}


def test_the_same_seed_gives_the_same_bytes_of_a_prefecture(
    tmp_path: Path, sample: SampleCounty
) -> None:
    dump(sample, tmp_path / "one")
    dump(drawn(), tmp_path / "two")
    one, two = ([*sorted((tmp_path / name).iterdir())] for name in ("one", "two"))

    assert [f.read_bytes() for f in one] == [f.read_bytes() for f in two]
