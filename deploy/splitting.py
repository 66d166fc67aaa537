"""Programs split off from the starter, so that four of them import once.

What the four have in common takes each over a second of a processor to import. On a
second start the starter imports it while PostgreSQL starts, and splits: each child
reads its member's own code meanwhile. It is split off before any password of the
databases is made, and is told its own settings only.
"""

import contextlib
import gc
import importlib
import os
import runpy
import signal
import socket
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import orjson

# What several programs import; none of it starts a thread.
COMMON = (
    "common.program",
    "common.feed",
    "common.following",
    "common.idempotency",
    "common.intake.workers",
    "common.intake.posts",
)
_MOST_TOLD = 65_536
_LOOK_S = 0.01
_ASKED = (signal.SIGTERM, signal.SIGHUP, signal.SIGUSR1, signal.SIGINT)


@dataclass
class Split:
    """A child that waits to be told its settings; then it is its member."""

    pid: int
    _line: socket.socket
    returncode: int | None = None

    def tell(self, settings: Mapping[str, str], doors: tuple[int, ...]) -> None:
        """Let it begin; the doors are open files that it takes over."""
        with contextlib.suppress(OSError), self._line as line:
            # Who died before is found dead at the next look, as any other.
            socket.send_fds(line, [orjson.dumps(dict(settings))], doors)

    def poll(self) -> int | None:
        """Its exit status once it has ended, as `Popen` tells it."""
        if self.returncode is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.returncode = os.waitstatus_to_exitcode(status)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """The same, waiting for its end; TimeoutExpired after the time."""
        end = None if timeout is None else time.monotonic() + timeout
        while (status := self.poll()) is None:
            if end is not None and time.monotonic() > end:
                raise subprocess.TimeoutExpired(str(self.pid), timeout or 0)
            time.sleep(_LOOK_S)
        return status

    def terminate(self) -> None:
        """Ask it to end."""
        if self.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGTERM)


def split(
    programs: Mapping[str, str], log_of: Callable[[str], Path]
) -> dict[str, Split]:
    """A waiting child for each module by member; none where that is not safe.

    Nobody may have started a thread before: a child would wait for it for ever.
    """
    if sys.platform != "linux" or threading.active_count() > 1:
        return {}
    gc.disable()
    for name in COMMON:
        importlib.import_module(name)
    # What the collector never looks at stays one copy for all of them.
    gc.freeze()
    gc.enable()
    return {name: _split_off(module, log_of(name)) for name, module in programs.items()}


def abandon(children: Mapping[str, Split]) -> None:
    """End those that nobody told anything."""
    for child in children.values():
        child.terminate()
        child.wait()


def _split_off(module: str, log: Path) -> Split:
    ours, theirs = socket.socketpair()
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    if pid := os.fork():
        theirs.close()
        return Split(pid, ours)
    _become(module, log, theirs)


def _become(module: str, log: Path, line: socket.socket) -> NoReturn:
    """In the child: be that program, and never go back to where the starter was."""
    status = 1
    try:
        os.setsid()
        _own_files(log, line)
        for number in _ASKED:
            signal.signal(number, signal.SIG_DFL)
        Path("/proc/self/comm").write_text(module.rpartition(".")[2])
        importlib.import_module(f"{module}.app")
        if _told(line):
            sys.argv = [module, "serve"]
            runpy.run_module(module, run_name="__main__", alter_sys=True)
        status = 0
    except SystemExit as ended:
        status = _status(ended)
    except BaseException:
        # The edge of the process: its log is read by whoever must find out why.
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        os._exit(status)


def _own_files(log: Path, line: socket.socket) -> None:
    """Only a log, and the line to the starter; neither its lock nor its terminal."""
    with log.open("ab") as out, Path(os.devnull).open("rb") as nothing:
        os.dup2(nothing.fileno(), 0)
        os.dup2(out.fileno(), 1)
        os.dup2(out.fileno(), 2)
    os.closerange(3, line.fileno())
    os.closerange(line.fileno() + 1, os.sysconf("SC_OPEN_MAX"))
    sys.stdout = os.fdopen(1, "w", encoding="utf-8", buffering=1, closefd=False)
    sys.stderr = os.fdopen(2, "w", encoding="utf-8", buffering=1, closefd=False)


def _told(line: socket.socket) -> bool:
    """Take over settings and doors; False if the starter has ended meanwhile."""
    with line:
        told, doors, _, _ = socket.recv_fds(line, _MOST_TOLD, 4)
    if not told:
        return False
    settings: dict[str, str] = orjson.loads(told)
    os.environ.clear()
    os.environ.update(settings)
    for name, door in zip(_doors_in(settings), doors, strict=True):
        os.environ[name] = str(door)
    return True


def _doors_in(settings: Mapping[str, str]) -> list[str]:
    return [name for name in settings if name.endswith("_LISTEN_FD")]


def _status(ended: SystemExit) -> int:
    """What the shell would see."""
    if isinstance(ended.code, int | None):
        return ended.code or 0
    print(ended.code, file=sys.stderr)
    return 1
