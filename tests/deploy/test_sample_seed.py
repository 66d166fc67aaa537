"""The same seed and day give the same bytes; the day only moves the dates."""

from datetime import date
from pathlib import Path

import pytest

from common.law import age_on
from deploy.sample import stories
from deploy.sample.county import county
from deploy.sample.dump import dump
from deploy.sample.shape import SampleCounty

TODAY = date(2026, 11, 21)


@pytest.fixture(scope="module")
def small() -> SampleCounty:
    return county(today=TODAY, worker_count=300, post_count=150)


def test_the_same_seed_gives_the_same_bytes(
    tmp_path: Path, small: SampleCounty
) -> None:
    again = county(today=TODAY, worker_count=300, post_count=150)
    dump(small, tmp_path / "one")
    dump(again, tmp_path / "two")

    assert _bytes(tmp_path / "one") == _bytes(tmp_path / "two")


def test_another_seed_gives_other_people(small: SampleCounty) -> None:
    other = county(today=TODAY, seed=7, worker_count=300, post_count=150)

    assert other.workers[5:] != small.workers[5:]
    assert other.workers[:5] == small.workers[:5]


def test_ids_do_not_depend_on_the_day(small: SampleCounty) -> None:
    later = county(today=date(2027, 2, 3), worker_count=300, post_count=150)

    assert [w.id for w in later.workers] == [w.id for w in small.workers]


def test_the_story_people_stand_first_with_fixed_ids(small: SampleCounty) -> None:
    told = [
        (str(w.id)[-2:], w.name, age_on(w.stated.birth or TODAY, TODAY))
        for w in small.workers[:5]
    ]

    assert told == [
        ("01", "刘长福", 46),
        ("02", "陈秀英", 44),
        ("03", "周小霞", 34),
        ("04", "夏俊轩", 17),
        ("05", "曾国林", 58),
    ]
    assert small.workers[0].stated.household == small.workers[1].stated.household
    assert [w.id for w in small.workers[:5]] == list(stories.STORY_PEOPLE)


def _bytes(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}
