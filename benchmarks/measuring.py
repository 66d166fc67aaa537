"""Clocks, the machine, and results as files."""

import json
import os
import platform
import resource
import time
from collections.abc import Callable
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version
from pathlib import Path
from typing import Any
from typing import NamedTuple
from typing import TypeVar

import numpy as np

RESULTS = Path(__file__).parent / "results"
PACKAGES = ("numpy", "numba", "scipy", "ortools", "asyncpg", "duckdb")
T = TypeVar("T")


class Took(NamedTuple):
    """Seconds by the wall, and of all cores together."""

    wall_s: float
    cpu_s: float


def timed(work: Callable[[], T]) -> tuple[T, Took]:
    """What work returns, and how long it took."""
    wall, cpu = time.perf_counter(), time.process_time()
    told = work()
    return told, Took(time.perf_counter() - wall, time.process_time() - cpu)


def spread_of(seconds: Iterable[float]) -> dict[str, float]:
    """Milliseconds: the middle, the 99th of a hundred, and the mean."""
    ms = np.array(list(seconds)) * 1000
    return {
        "p50_ms": round(float(np.percentile(ms, 50)), 3),
        "p99_ms": round(float(np.percentile(ms, 99)), 3),
        "mean_ms": round(float(ms.mean()), 3),
    }


def peak_mb() -> int:
    """The most memory that this program has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def machine() -> dict[str, Any]:
    """What ran here: processor, cores, memory, load, versions."""
    return {
        "when": time.strftime("%Y-%m-%d %H:%M:%S %Z"),
        "cpu": processor(),
        "cores": os.cpu_count(),
        "load_before": [round(one, 1) for one in os.getloadavg()],
        "python": platform.python_version(),
        **{name: version_of(name) for name in PACKAGES},
    }


def processor() -> str:
    """The processor's name where the system tells it."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if "model name" in line]
    return names[0] if names else platform.processor() or platform.machine()


def version_of(package: str) -> str:
    """The installed version, or that there is none."""
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def write_results(name: str, told: dict[str, Any], table: str) -> Path:
    """Puts figures and their table under `benchmarks/results`."""
    RESULTS.mkdir(parents=True, exist_ok=True)
    file = RESULTS / f"{name}.json"
    file.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n")
    file.with_suffix(".md").write_text(table + "\n")
    return file
