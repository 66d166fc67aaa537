"""Histories by chance: the product survives them all, and no mutant does."""

import pytest

from tests.simulation.mutants import MUTANTS
from tests.simulation.world import FAULTS
from tests.simulation.world import simulate

SEEDS = 120
# Each mutant shows far sooner; the benchmark says when.
LONGEST = 300


@pytest.mark.parametrize("first", range(0, SEEDS, 20))
def test_in_no_history_is_anything_lost_invented_or_doubled(first: int) -> None:
    wrong = {
        seed: found
        for seed in range(first, first + 20)
        if (found := simulate(seed).wrong)
    }

    assert wrong == {}, "replay: python -m benchmarks.simulation --seeds 1 --first N"


@pytest.mark.parametrize("fault", FAULTS)
def test_it_survives_each_fault_alone(fault: str) -> None:
    assert [simulate(seed, faults=[fault]).wrong for seed in range(3)] == [[]] * 3


@pytest.mark.parametrize("name", MUTANTS)
def test_every_mutant_is_found(name: str) -> None:
    parts, faults = MUTANTS[name]

    assert any(simulate(seed, parts, faults).wrong for seed in range(LONGEST))


def test_a_seed_is_one_history() -> None:
    assert simulate(7).trace == simulate(7).trace


def test_another_seed_is_another_history() -> None:
    assert simulate(7).trace != simulate(8).trace
