"""Who takes which seat: the solvers against every possible choice, and one another."""

from importlib.util import find_spec
from itertools import product

import numpy as np
import pytest

from services.matching import solving
from services.matching.solving import SOLVERS
from services.matching.solving import Integers
from services.matching.solving import Task
from services.matching.solving import Totals
from services.matching.solving import best_choice
from services.matching.solving import factors_of
from services.matching.solving import first_come
from services.matching.solving import first_of_equals
from services.matching.solving import totals_of
from services.matching.solving import worth_of_workers

INSTALLED = [name for name in SOLVERS if find_spec(name)]


@pytest.fixture(params=INSTALLED)
def solver(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(solving, "solver_here", lambda: request.param)
    return str(request.param)


def a_task(
    pairs: list[tuple[int, int, int, int]], days: list[int], seats: list[int]
) -> Task:
    """A task of (worker, post, fits, score)."""
    columns = [np.array(column, np.int64) for column in zip(*pairs, strict=True)]
    return Task(*columns, np.array(days, np.int64), np.array(seats, np.int64))


def a_random_task(seed: int, workers: int, posts: int, share: float) -> Task:
    """Some of all pairs, with scores that are often equal and often far apart."""
    rng = np.random.default_rng(seed)
    people, offers = np.nonzero(rng.random((workers, posts)) < share)
    count = len(people)
    return Task(
        people.astype(np.int64),
        offers.astype(np.int64),
        rng.integers(0, 2, count),
        rng.choice([0, 1, 2, 50_000, 99_999, 100_000], count),
        rng.choice([0, 1, 2, 3_650], workers),
        rng.integers(0, 3, posts),
    )


def best_of_all_choices(task: Task) -> Totals:
    """Tries everything: each worker takes one of the own pairs, or none."""
    own: list[list[int | None]] = [[None] for _ in task.days]
    for pair, worker in enumerate(task.workers.tolist()):
        own[worker].append(pair)
    tried = (
        np.array([pair for pair in choice if pair is not None], np.int64)
        for choice in product(*own)
    )
    return max(totals_of(task, choice) for choice in tried if is_possible(task, choice))


def is_possible(task: Task, chosen: Integers) -> bool:
    """Whether nobody takes two seats and no post more than it has."""
    people = np.bincount(task.workers[chosen], minlength=len(task.days))
    taken = np.bincount(task.posts[chosen], minlength=len(task.seats))
    return bool((people <= 1).all() and (taken <= task.seats).all())


@pytest.mark.parametrize("seed", range(60))
def test_no_other_choice_is_better(solver: str, seed: int) -> None:
    task = a_random_task(seed, workers=5, posts=4, share=0.5)

    chosen, _ = best_choice(task)

    assert is_possible(task, chosen)
    assert totals_of(task, chosen) == best_of_all_choices(task)


def test_of_equals_the_first_gets_the_seat(solver: str) -> None:
    same = [(worker, 0, 1, 700) for worker in range(4)]
    task = a_task([*same, (3, 1, 1, 700)], [5, 5, 5, 5], [2, 1])

    chosen, _ = best_choice(task)

    assert list(zip(task.workers[chosen], task.posts[chosen], strict=True)) == [
        (0, 0),
        (1, 0),
        (3, 1),
    ]


@pytest.mark.parametrize("seed", range(60))
def test_who_is_left_out_does_not_hang_on_the_order_of_a_choice(seed: int) -> None:
    task = a_random_task(seed, workers=9, posts=3, share=0.8)
    for name in INSTALLED:
        chosen = SOLVERS[name](task, factors_of(task))
        settled = first_of_equals(task, chosen)

        assert totals_of(task, settled) == totals_of(task, chosen)
        assert is_possible(task, settled)
        assert (first_of_equals(task, settled) == settled).all()


@pytest.mark.parametrize("seed", range(8))
def test_all_solvers_find_the_same_totals(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    task = a_random_task(seed, workers=120, posts=60, share=0.1)
    found = set()
    for name in INSTALLED:
        monkeypatch.setattr(solving, "solver_here", lambda name=name: name)
        found.add(totals_of(task, best_choice(task)[0]))

    assert len(found) == 1
    assert totals_of(task, first_come(task)) <= found.pop()


def test_two_are_placed_although_one_alone_would_score_more(solver: str) -> None:
    task = a_task([(0, 0, 1, 90_000), (0, 1, 1, 1), (1, 0, 0, 1)], [0, 0], [1, 1])

    chosen, _ = best_choice(task)

    assert totals_of(task, chosen) == Totals(placed=2, fits=1, score=2, days=0)


def test_of_equals_the_one_who_waited_longer_is_placed(solver: str) -> None:
    task = a_task([(0, 0, 1, 700), (1, 0, 1, 700)], [3, 4], [1])

    chosen, _ = best_choice(task)

    assert task.workers[chosen].tolist() == [1]


def test_a_thousandth_of_a_point_weighs_more_than_ten_years(solver: str) -> None:
    task = a_task([(0, 0, 1, 700), (1, 0, 1, 701)], [3_650, 0], [1])

    chosen, _ = best_choice(task)

    assert task.workers[chosen].tolist() == [1]


def test_nobody_and_nothing_is_no_choice() -> None:
    task = Task(*[np.zeros(0, np.int64)] * 6)

    assert best_choice(task)[0].tolist() == []


def test_prices_refuse_a_choice_that_could_be_better() -> None:
    task = a_task([(0, 0, 1, 5), (0, 1, 1, 4), (1, 0, 1, 5)], [0, 0], [1, 1])

    assert worth_of_workers(task, np.array([0])) is None
    assert worth_of_workers(task, np.array([1, 2])) is not None


def test_large_factors_keep_the_order_of_the_aims_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    task = a_random_task(3, workers=5, posts=4, share=0.6)
    always = solving.factors_of(task)

    chosen = [SOLVERS[name](task, always) for name in INSTALLED]

    assert {totals_of(task, one) for one in chosen} == {best_of_all_choices(task)}


def test_a_task_too_large_for_scipy_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(solving, "solver_here", lambda: "scipy")
    monkeypatch.setattr(solving, "MOST_ENTRIES", 1)
    task = a_task([(0, 0, 1, 5), (1, 0, 1, 4)], [0, 0], [2])

    with pytest.raises(solving.SolverIsMissing):
        best_choice(task)
