"""Starts the platform as an operator does, in a folder of the test's own."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
import psutil

ROOT = Path(__file__).parent.parent.parent
DEADLINE_S = 300.0


@dataclass
class Started:
    """A platform as its starter's process, with what it has printed so far."""

    process: subprocess.Popen[bytes]
    folder: Path
    url: str
    printed_to: Path

    @property
    def printed(self) -> str:
        return self.printed_to.read_text(encoding="utf-8")

    @property
    def running(self) -> dict[str, Any]:
        found: dict[str, Any] = orjson.loads(
            (self.folder / "running.json").read_bytes()
        )
        return found

    def pid_of(self, member: str) -> int:
        traces = self.running["processes"]
        return next(int(t["pid"]) for t in traces if t["member"] == member)

    def children(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(DEADLINE_S)


def new_folder() -> Path:
    """A data folder that others may traverse, as PostgreSQL needs it under root."""
    made = Path(tempfile.mkdtemp(prefix="doorstep-"))
    made.chmod(0o755)
    return made / ".local"


def remove(folder: Path) -> None:
    shutil.rmtree(folder.parent, ignore_errors=True)


def command(*words: str) -> list[str]:
    return [sys.executable, "-m", "deploy.cli", *words]


def environment(folder: Path, port: int) -> dict[str, str]:
    told = {"PORT": str(port), "SCALE": "tiny", "DOORSTEP_LOCAL": str(folder)}
    return {**os.environ, **told}


def start(folder: Path, port: int) -> Started:
    """Start it and wait until it greets; fails with what it printed."""
    folder.mkdir(parents=True, exist_ok=True)
    printed = folder.parent / f"printed-{time.monotonic_ns()}"
    with printed.open("wb") as out:
        process = subprocess.Popen(
            command("run"),
            cwd=ROOT,
            env=environment(folder, port),
            stdout=out,
            stderr=subprocess.STDOUT,
            preexec_fn=_behind_a_shell,
        )
    started = Started(process, folder, f"http://127.0.0.1:{port}", printed)
    try:
        wait_for(lambda: "Ctrl-C" in started.printed or process.poll() is not None)
        assert process.poll() is None, started.printed
    except AssertionError:
        started.stop()
        raise
    return started


def _behind_a_shell() -> None:
    """As a shell without a terminal starts what it puts behind its back."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def wait_for(holds: Callable[[], bool], deadline_s: float = DEADLINE_S) -> None:
    end = time.monotonic() + deadline_s
    while not holds():
        assert time.monotonic() < end, "it did not come about in time"
        time.sleep(0.1)
