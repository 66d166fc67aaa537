"""What works in a cluster's folder, and ending what a killed starter left there."""

import os
import signal
import time
from contextlib import suppress
from pathlib import Path

import psutil  # type: ignore[import-untyped]  # it ships no types


def status(data: Path, pid: int) -> str:
    """What the server `pid` says in its pid file: `starting`, `ready`, or nothing."""
    try:
        lines = (data / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return ""
    return lines[7].strip() if len(lines) > 7 and lines[0] == str(pid) else ""


def stop_leftover(data: Path, timeout_s: float = 30) -> None:
    """End a server of this folder whose starter was killed, and its stale pid file.

    PostgreSQL would refuse to start when a stranger or a zombie has the old number.
    The file may go only when no process works in the folder any more.
    """
    file = data / "postmaster.pid"
    if not file.exists():
        return
    pid = int(file.read_text().split("\n", 1)[0])
    if pid in workers_in(data):
        os.kill(pid, signal.SIGINT)
    end = time.monotonic() + timeout_s
    while workers_in(data):
        if time.monotonic() > end:
            raise RuntimeError(f"PostgreSQL {pid} in {data} does not stop")
        time.sleep(0.05)
    file.unlink(missing_ok=True)


def workers_in(data: Path) -> set[int]:
    """Processes whose working directory is the data folder: the server and its own."""
    found = set()
    for process in psutil.process_iter():
        with suppress(psutil.Error):
            if process.cwd() == str(data):
                found.add(process.pid)
    return found
