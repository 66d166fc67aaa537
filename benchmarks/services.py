"""The services under load: `python -m benchmarks.services [--scale S] [--runs N]`.

Starts a whole platform in a folder of its own and measures, each with its median and
spread: rows a second of the bulk paths, seconds until ready (from both feeds and from
the snapshot), memory, how soon a committed change is in a worker's list, and how soon a
filled post is gone from it. The load average stands beside, for a busy machine is slow.
"""

import argparse
import asyncio
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from contextlib import redirect_stdout
from pathlib import Path
from statistics import median
from statistics import quantiles

import orjson
import psutil  # type: ignore[import-untyped]  # it ships no types

from benchmarks.changing import Rate
from benchmarks.changing import Shown
from benchmarks.changing import bench_of
from benchmarks.changing import changing
from benchmarks.changing import watch
from deploy.filling import SCALES
from deploy.folders import LocalFolder
from deploy.local import Platform
from deploy.local import Wanted
from deploy.postgres import free_port

TOUCHED = 5_000
SAMPLES = 100
SEARCHABLE_PER_S = 500.0
FILLED_PER_S = 200.0
MB = 1_000_000


@contextmanager
def started(root: Path, scale: str) -> Iterator[tuple[Platform, float]]:
    """A running platform, and the seconds that its start took."""
    platform = Platform(Wanted(port=free_port(), scale=scale, root=root))
    try:
        with redirect_stdout(sys.stderr):
            seconds = platform.start()
        yield platform, seconds
    finally:
        with redirect_stdout(sys.stderr):
            platform.stop()


def load_s(root: Path, member: str) -> float:
    """How long the bulk path of a member took, by the marks that it left."""
    done = root / "done"
    begun, ended = done / f"{member}.begun", done / f"{member}.json"
    return ended.stat().st_mtime - begun.stat().st_mtime


def memory_of(root: Path) -> dict[str, tuple[int, int]]:
    """Megabytes of each program now and at most."""
    running = orjson.loads((root / "running.json").read_bytes())["processes"]
    return {one["member"]: _memory(one["pid"]) for one in running}


def _memory(pid: int) -> tuple[int, int]:
    told = Path(f"/proc/{pid}/status").read_text()
    peak = next(line for line in told.splitlines() if line.startswith("VmHWM"))
    now = psutil.Process(pid).memory_info().rss
    return now // MB, int(peak.split()[1]) * 1024 // MB


def measured(name: str, values: list[float], unit: str) -> str:
    """One figure as a row: median, spread, how many runs, load."""
    low, high, load = min(values), max(values), os.getloadavg()[0]
    spread = f"({low:.1f}–{high:.1f})"
    row = (name, f"{median(values):.1f} {unit}", spread, str(len(values)))
    return f"| {' | '.join(row)} | {load:.1f} |"


def shown(name: str, times_ms: list[float], rate: Rate) -> str:
    """One latency as a row: median and 99th of all, and the rate that was kept."""
    last = quantiles(times_ms, n=100, method="inclusive")[98]
    told = f"p50 {median(times_ms):.0f} ms, p99 {last:.0f} ms"
    spread = f"({min(times_ms):.0f}–{max(times_ms):.0f})"
    at = f"{name} at {rate.per_s:.0f} changes/s"
    return f"| {at} | {told} | {spread} | {len(times_ms)} | {os.getloadavg()[0]:.1f} |"


async def under_load(platform: Platform, per_s: float) -> tuple[Shown, Rate]:
    """Posts filled and reopened while others change people and posts."""
    if platform.addresses is None:
        raise RuntimeError("the platform was not started")
    async with bench_of(platform.addresses, TOUCHED) as bench:
        # Connections and code are warm before anything counts.
        await watch(bench, 3)
        async with changing(bench, per_s) as rate:
            found = await watch(bench, SAMPLES)
        return found, rate


def first_start(root: Path, scale: str) -> Iterator[str]:
    """What the first start of an empty folder shows."""
    fresh = not LocalFolder(root).mark_of("gateway")
    kept = (LocalFolder(root).snapshots / "snapshot").exists()
    with started(root, scale) as (platform, seconds):
        size = SCALES[scale]
        if fresh:
            yield measured("first start, all of it", [seconds], "s")
            for member, rows in (("people", size.workers), ("jobs", size.posts)):
                rate = rows / load_s(root, member)
                yield measured(f"bulk path of {member}", [rate], "rows/s")
        elif kept:
            yield measured("second start, from the snapshot", [seconds], "s")
        yield from _under_both_loads(platform)
        for member, (now, most) in memory_of(root).items():
            yield measured(f"memory of {member}, at most {most} MB", [now], "MB")


def _under_both_loads(platform: Platform) -> Iterator[str]:
    found, rate = asyncio.run(under_load(platform, SEARCHABLE_PER_S))
    yield shown("commit → in a worker's list,", found.back_ms, rate)
    found, rate = asyncio.run(under_load(platform, FILLED_PER_S))
    yield shown("filled → gone from a worker's list,", found.gone_ms, rate)


def later_starts(root: Path, scale: str, runs: int) -> Iterator[str]:
    """Starts of a folder that has its data, with a snapshot and without."""
    times: dict[bool, list[float]] = {True: [], False: []}
    for run in range(2 * runs):
        kept = run % 2 == 0
        if not kept:
            shutil.rmtree(LocalFolder(root).snapshots, ignore_errors=True)
        with started(root, scale) as (_, seconds):
            times[kept].append(seconds)
    yield measured("second start, from the snapshot", times[True], "s")
    yield measured("start that reads both feeds", times[False], "s")


def main() -> None:
    """Prints one row of a table for each figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", choices=sorted(SCALES), default="small")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--root", type=Path, help="a folder that is kept")
    told = parser.parse_args()
    # Asked to end, it ends the platform that it started too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    made = None if told.root else tempfile.mkdtemp(prefix="doorstep-bench-")
    root = told.root or Path(str(made)) / ".local"
    if made:
        Path(made).chmod(0o755)
    try:
        named = f"{told.scale}, {os.cpu_count()} processors"
        print(f"| {named} | median | spread | n | load |")
        print("|---|---|---|---|---|")
        for row in first_start(root, told.scale):
            print(row, flush=True)
        for row in later_starts(root, told.scale, told.runs) if told.runs else ():
            print(row, flush=True)
    finally:
        if made:
            shutil.rmtree(made, ignore_errors=True)


if __name__ == "__main__":
    main()
