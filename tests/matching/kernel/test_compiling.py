"""A cached copy of machine code is good only while the whole kernel is unchanged."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from services.matching.kernel.compiling import KERNEL
from services.matching.kernel.compiling import compiled
from services.matching.kernel.compiling import stamp_of
from services.matching.kernel.rows import PLAIN

SCRIPT = """
from services.matching.kernel.warming import warm
from services.matching.kernel.judging import judge
warm()
print(type(judge).__name__)
"""


def test_any_changed_file_changes_the_stamp(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("A = 1")
    (tmp_path / "b.py").write_text("B = 1")
    before = stamp_of(tmp_path)
    stamp_of.cache_clear()
    (tmp_path / "b.py").write_text("B = 2")

    assert stamp_of(tmp_path) != before


@pytest.mark.skipif(PLAIN, reason="nothing is compiled")
def test_every_compiled_function_asks_for_the_stamp_of_the_kernel() -> None:
    machine = compiled(len_of)

    assert machine._cache._impl.locator.get_source_stamp() == stamp_of(KERNEL)  # type: ignore[attr-defined]  # numba's


def len_of(rows: object) -> int:
    """Something to compile."""
    return 1


def test_the_kernel_runs_as_plain_python_too() -> None:
    told = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        env={**os.environ, "NUMBA_DISABLE_JIT": "1"},
        cwd=KERNEL.parents[2],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )

    assert told.stdout.strip() == "function"
