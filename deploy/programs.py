"""The four programs as child processes: started, watched, restarted, ended.

Each child leads a process group of its own: Ctrl-C reaches only the starter, which
ends them in order, and a group can be ended as a whole should a child hang.
"""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from pathlib import Path
from typing import Any

import psutil  # type: ignore[import-untyped]  # it ships no types

from deploy.splitting import Split

SHORTEST_PAUSE_S = 0.5
LONGEST_PAUSE_S = 30.0
# Who lived so long was not failing at its start: the next pause is a short one again.
SETTLED_S = 60.0
STOP_S = 12.0
_LOOK_S = 0.1
Child = subprocess.Popen[bytes] | Split
_KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "NUMBA_CACHE_DIR")


@dataclass
class Program:
    """One child: how it is started, and how it has been faring."""

    member: str
    command: tuple[str, ...]
    settings: Mapping[str, str]
    log: Path
    restarts: int = 0
    _child: Child | None = None
    _started: float = 0.0
    _pause_s: float = SHORTEST_PAUSE_S
    _not_before: float = 0.0
    _folder: Path = field(default_factory=Path.cwd)
    # Where it listens, if its successor shall take that over; 0: it sees to it itself.
    port: int = 0
    _door: socket.socket | None = None

    @property
    def pid(self) -> int | None:
        return self._child.pid if self._child else None

    def start(
        self,
        settings: Mapping[str, str] | None = None,
        *,
        split_off: Split | None = None,
    ) -> None:
        """Start it, with other settings if the old ones are void.

        A child that was split off before and waits becomes it, if there is one.
        """
        self.settings = settings or self.settings
        doors = self._open_door()
        if split_off:
            split_off.tell(self._environment(), doors)
        self._child = split_off or self._spawn(doors)
        self._started = time.monotonic()

    def _spawn(self, doors: tuple[int, ...]) -> Child:
        with self.log.open("ab") as log:
            return subprocess.Popen(  # noqa: S603 - our own programs, no shell
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=self._folder,
                env=self._environment(),
                start_new_session=True,
                pass_fds=doors,
            )

    def _environment(self) -> dict[str, str]:
        """Only its own settings; nobody needs another member's password."""
        kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
        doors = self._open_door()
        told = {f"{self.member.upper()}_LISTEN_FD": str(door) for door in doors}
        return {**kept, **self.settings, **told, "PYTHONUNBUFFERED": "1"}

    def run(self) -> int:
        """Start it, wait for its end, and give its exit status."""
        self.start()
        try:
            return 0 if self._child is None else self._child.wait()
        finally:
            # Whoever interrupts us means it too.
            self.stop()

    def ended(self) -> bool:
        """Whether it was started and has ended since."""
        return self._child is not None and self._child.poll() is not None

    def restart_if_ended(self) -> bool:
        """Start it again after a pause that doubles each time; whether that was now."""
        now = time.monotonic()
        if self.ended():
            # Refused at once, callers know; in a queue that nobody serves they wait.
            self._close_door()
        if not self.ended() or now < self._not_before:
            return False
        if self._not_before == 0.0 or now - self._started > SETTLED_S:
            self._pause_s = SHORTEST_PAUSE_S
        self._not_before = now + self._pause_s
        self._pause_s = min(self._pause_s * 2, LONGEST_PAUSE_S)
        self.restarts += 1
        self.start()
        return True

    def hand_over(self, ready: Callable[[int], bool], timeout_s: float) -> bool:
        """Start the next one, and let the old one end once that is ready.

        Both take from one queue, so nobody who calls is ever refused. If the next one
        does not get ready in time the old one stays.
        """
        before = self._child
        self.start()
        after, end = self._child, time.monotonic() + timeout_s
        taken_over = False
        try:
            while not taken_over and time.monotonic() < end and not self.ended():
                time.sleep(_LOOK_S)
                taken_over = after is not None and ready(after.pid)
        finally:
            # Also when somebody interrupts us: one of the two must not be forgotten.
            if not taken_over:
                _end(after, 0)
                self._child = before
        if taken_over:
            _end(before, STOP_S)
        return taken_over

    def _open_door(self) -> tuple[int, ...]:
        if not self.port:
            return ()
        if self._door is None:
            self._door = socket.create_server(("127.0.0.1", self.port), backlog=1024)
        return (self._door.fileno(),)

    def _close_door(self) -> None:
        if self._door is not None:
            self._door.close()
            self._door = None

    def ask_to_stop(self) -> None:
        if self._child and self._child.poll() is None:
            self._child.terminate()

    def stop(self, timeout_s: float = STOP_S) -> None:
        """End it: politely first, after the time with its whole group."""
        # First, so that nobody waits in a queue that is never served again.
        self._close_door()
        _end(self._child, timeout_s)
        self._child = None

    def last_lines(self, count: int = 15) -> str:
        """The end of its log, for somebody who must find out why it failed."""
        try:
            text = self.log.read_text(encoding="utf-8", errors="replace")
        except FileNotFoundError:
            return ""
        return "\n".join(text.splitlines()[-count:])


def _end(child: Child | None, timeout_s: float) -> None:
    """Ask it to end, and after the time end it with its whole group."""
    if child is None:
        return
    child.terminate()
    try:
        child.wait(timeout_s)
    except subprocess.TimeoutExpired:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()


def python(*arguments: str) -> tuple[str, ...]:
    """The command for a module, in the environment that runs us."""
    return (sys.executable, "-m", *arguments)


def traces(pids: Mapping[str, int]) -> list[dict[str, Any]]:
    """Processes as they can be recognised later: a number alone is given out again."""
    found = []
    for member, pid in pids.items():
        with contextlib.suppress(psutil.NoSuchProcess):
            since = psutil.Process(pid).create_time()
            found.append({"member": member, "pid": pid, "since": since})
    return found


def end_leftovers(left: list[dict[str, Any]], timeout_s: float = 5) -> int:
    """End what a starter that was killed has left behind; how many there were."""
    alive = []
    for trace in left:
        with contextlib.suppress(psutil.NoSuchProcess, KeyError):
            process = psutil.Process(trace["pid"])
            if abs(process.create_time() - trace["since"]) < 1:
                process.terminate()
                alive.append(process)
    _, stubborn = psutil.wait_procs(alive, timeout=timeout_s)
    for process in stubborn:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(stubborn, timeout=timeout_s)
    return len(alive)
