"""A kernel with one rule spoilt is betrayed by the cases, in every family."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from common.contracts.codes import FAMILIES
from tests.matching.mutants import MUTANTS

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def betrayed() -> dict[str, list[str]]:
    """For each mutant the cases that betray it, from a kernel in plain Python."""
    ran = subprocess.run(
        [sys.executable, "-m", "tests.matching.mutants"],
        cwd=ROOT,
        env=os.environ | {"NUMBA_DISABLE_JIT": "1", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    told: dict[str, list[str]] = json.loads(ran.stdout)
    return told


def test_the_kernel_without_a_mutant_is_betrayed_by_nothing(
    betrayed: dict[str, list[str]],
) -> None:
    assert betrayed["none"] == []


@pytest.mark.parametrize("mutant", MUTANTS)
def test_a_mutant_is_betrayed_by_a_case(
    betrayed: dict[str, list[str]], mutant: str
) -> None:
    assert betrayed[mutant] != []


def test_every_family_has_a_mutant() -> None:
    assert {title.split(":")[0] for title in MUTANTS} == set(FAMILIES)
