"""The data folder of a local run: keys, logs, database, and what is done already.

A marker carries the identity of the cluster it was made in: a data folder that was
deleted or replaced makes all markers void, and the steps are done again.
"""

import fcntl
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from deploy.telling import CannotGoOn

LEAST_FREE_MB = 1500
SMALLEST = "small"
_MB = 1_000_000


@dataclass(frozen=True, slots=True)
class LocalFolder:
    """`.local`, or another folder of the same shape."""

    root: Path

    @property
    def keys(self) -> Path:
        return self.root / "keys"

    @property
    def snapshots(self) -> Path:
        return self.root / "snapshots"

    @property
    def logs(self) -> Path:
        return self.root / "logs"

    @property
    def postgres(self) -> Path:
        return self.root / "postgres"

    @property
    def running(self) -> Path:
        """While the platform runs: its address and the processes it started."""
        return self.root / "running.json"

    def log_of(self, member: str) -> Path:
        return self.logs / f"{member}.log"

    def prepare(self) -> None:
        """Make the folders; say what to do where that is not possible."""
        try:
            for folder in (self.root, self.keys, self.logs, self.root / "done"):
                folder.mkdir(parents=True, exist_ok=True)
            self.keys.chmod(0o700)
            probe = self.root / ".probe"
            probe.touch()
            probe.unlink()
        except OSError as refused:
            raise CannotGoOn("deploy.folder.closed", folder=str(self.root)) from refused
        free = shutil.disk_usage(self.root).free // _MB
        if free < LEAST_FREE_MB:
            raise CannotGoOn("deploy.disk.full", free_mb=free, least_mb=LEAST_FREE_MB)

    def lock(self) -> int:
        """Hold the folder for this process until it ends; two starters would clash."""
        handle = os.open(self.root / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as held:
            os.close(handle)
            running = self.read_running()
            if running.get("url"):
                raise CannotGoOn("deploy.running", url=running["url"]) from held
            raise CannotGoOn("deploy.starting", folder=str(self.root)) from held
        return handle

    def read_running(self) -> dict[str, Any]:
        """What the last starter wrote; empty when it ended in order."""
        return _read(self.running)

    def write_running(self, facts: dict[str, Any]) -> None:
        _write(self.running, facts)

    @property
    def restoring(self) -> Path:
        """While a backup is being brought back: which one, and what to do again."""
        return self.root / "restoring.json"

    def read_restoring(self) -> dict[str, Any]:
        return _read(self.restoring)

    def write_restoring(self, facts: dict[str, Any]) -> None:
        _write(self.restoring, facts)

    def hold_scale(self, asked: str | None) -> str:
        """The size of the sample in here: that of the first start that loaded any."""
        loading = (self.root / "done" / "people.begun").exists()
        held = (
            _read(self.root / "done" / "scale.json").get("scale") if loading else None
        )
        if held and asked not in (None, held):
            folder = str(self.root)
            raise CannotGoOn("deploy.scale.held", held=held, asked=asked, folder=folder)
        scale = str(held or asked or SMALLEST)
        self.finish("scale", {"scale": scale})
        return scale

    def mark_of(self, step: str) -> dict[str, Any]:
        """Under which circumstances the step came to its end; empty: it did not."""
        return _read(self.root / "done" / f"{step}.json")

    def is_half_done(self, step: str, mark: dict[str, Any]) -> bool:
        """Whether the step was begun under these circumstances and never finished."""
        begun = _read(self.root / "done" / f"{step}.begun") == mark
        return begun and self.mark_of(step) != mark

    def begin(self, step: str, mark: dict[str, Any]) -> None:
        _write(self.root / "done" / f"{step}.begun", mark)

    def finish(self, step: str, mark: dict[str, Any]) -> None:
        _write(self.root / "done" / f"{step}.json", mark)


def _read(file: Path) -> dict[str, Any]:
    """The object of a file; a missing or half-written file holds nothing."""
    try:
        found = orjson.loads(file.read_bytes())
    except (FileNotFoundError, orjson.JSONDecodeError):
        return {}
    return found if isinstance(found, dict) else {}


def _write(file: Path, facts: dict[str, Any]) -> None:
    """Replace the file as a whole, so that a crash leaves the one or the other."""
    partial = file.with_name(f"{file.name}.partial")
    partial.write_bytes(orjson.dumps(facts))
    partial.replace(file)
