"""A rematch that was killed goes on, and ends with the same lists to the last byte."""

import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from services.matching import rematching
from services.matching.exposure import exposure_of
from services.matching.exposure import gini
from services.matching.gathering import Part
from services.matching.gathering import everybody
from services.matching.index import Index
from services.matching.keeping_rematch import NOTE
from services.matching.keeping_rematch import Keeping
from services.matching.kernel.rematching import Rematch
from services.matching.rematching import Course
from services.matching.rematching import rematch_part
from tests.matching.worlds import a_world

TOP = 3
ROOT = Path(__file__).parents[2]
# Runs a rematch in a process of its own and dies by kill -9 in the middle.
KILLED = """
import os, signal, sys
from pathlib import Path
from tests.matching.test_rematching_resumed import a_part, a_course, small_laps
small_laps()
def die_after_twenty(more, seen=[0]):
    seen[0] += more
    if seen[0] > 20:
        os.kill(os.getpid(), signal.SIGKILL)
from services.matching.rematching import rematch_part
rematch_part(a_part(), a_course(Path(sys.argv[1]), die_after_twenty))
"""


def a_part() -> Part:
    world = a_world(750, workers=40, posts=15)
    index = Index()
    index.put_workers([(worker, 1) for worker in world.workers])
    index.put_posts([(post, 1) for post in world.posts])
    return everybody(index, world.today)


def a_course(folder: Path, told: object = None, mark: str = "one") -> Course:
    course = Course(TOP, keeping=Keeping(folder, mark), save_every_s=0)
    return replace(course, told=told)  # type: ignore[arg-type]


def small_laps() -> None:
    rematching.STRETCH = 2
    rematching.LAP = 4


@pytest.fixture(autouse=True)
def laps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rematching, "STRETCH", 2)
    monkeypatch.setattr(rematching, "LAP", 4)


def bytes_of(found: Rematch) -> list[bytes]:
    return [array.tobytes() for lists in found for array in lists[:3]]


def counts_of(found: Rematch) -> list[list[int]]:
    return [lists.counts.tolist() for lists in found]


def test_after_kill_9_it_goes_on_and_ends_the_same(tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    ran = subprocess.run(
        [sys.executable, "-c", KILLED, str(folder)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    )
    steps: list[int] = []
    resumed = rematch_part(a_part(), a_course(folder, steps.append)).found
    whole = rematch_part(a_part(), Course(TOP)).found

    assert ran.returncode == -signal.SIGKILL
    assert steps[0] >= 16
    assert sum(steps) == 40
    assert bytes_of(resumed) == bytes_of(whole)
    assert counts_of(resumed) == counts_of(whole)


def test_what_is_complete_is_not_judged_again(tmp_path: Path) -> None:
    rematch_part(a_part(), a_course(tmp_path / "kept"))
    steps: list[int] = []
    again = rematch_part(a_part(), a_course(tmp_path / "kept", steps.append)).found
    whole = rematch_part(a_part(), Course(TOP)).found

    assert steps == [40]
    assert bytes_of(again) == bytes_of(whole)


@pytest.mark.parametrize("spoil", ["another question", "cut file", "no note", "words"])
def test_what_does_not_belong_or_is_spoilt_is_begun_anew(
    tmp_path: Path, spoil: str
) -> None:
    folder = tmp_path / "kept"
    rematch_part(a_part(), a_course(folder))
    spoilt = sorted(folder.glob("workers-*.npz"))[1]
    {
        "another question": lambda: None,
        "cut file": lambda: spoilt.write_bytes(spoilt.read_bytes()[:100]),
        "no note": lambda: (folder / NOTE).unlink(),
        "words": lambda: (folder / NOTE).write_text("[]"),
    }[spoil]()
    mark = "two" if spoil == "another question" else "one"
    steps: list[int] = []
    again = rematch_part(a_part(), a_course(folder, steps.append, mark)).found
    whole = rematch_part(a_part(), Course(TOP)).found

    assert max(steps) == 2
    assert bytes_of(again) == bytes_of(whole)


def test_nothing_is_left_once_it_is_forgotten(tmp_path: Path) -> None:
    keeping = Keeping(tmp_path / "kept", "one")
    rematch_part(a_part(), Course(TOP, keeping=keeping, save_every_s=0))
    keeping.forget()

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("counts", "expected"),
    [([3, 3, 3], 0.0), ([0, 0, 0, 8], 0.75), ([1, 3], 0.25), ([], 0.0), ([0], 0.0)],
)
def test_the_gini_number_is_that_of_the_books(
    counts: list[int], expected: float
) -> None:
    assert gini(np.array(counts, np.int64)) == expected


def test_exposure_counts_who_is_listed_shown_and_on_no_list() -> None:
    part = a_part()
    found = rematch_part(part, Course(TOP)).found
    people = exposure_of(found.of_workers, found.of_posts, part.queries[1].allowed)
    offers = exposure_of(found.of_posts, found.of_workers, part.queries[0].allowed)

    assert people.listed + people.unlisted == 40
    assert people.listed == int((found.of_workers.sizes > 0).sum())
    assert offers.listed + offers.unlisted == 16
    assert people.shown <= people.listed
    assert 0 < offers.gini < 1
