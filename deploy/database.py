"""The PostgreSQL of a local run: the embedded one, or somebody's by its address."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Literal

import asyncpg
import psutil  # type: ignore[import-untyped]  # it ships no types

from deploy.postgres import EmbeddedPostgres
from deploy.telling import CannotGoOn

# Its children of before may still hold the shared memory for a moment.
_RESTART_S = 20.0
Fate = Literal["lives", "back", "down"]


class LocalDatabase:
    """Starts, watches and stops the embedded server; leaves one by address alone."""

    def __init__(self, folder: Path, admin_url: str | None) -> None:
        self._given = admin_url
        self._server = None if admin_url else EmbeddedPostgres(folder)
        # Started and not stopped: who is away then has died.
        self._wanted = False
        self.log = (self._server.folder if self._server else folder) / "postgres.log"

    @property
    def admin_url(self) -> str:
        if self._server is None:
            return self._given or ""
        return self._server.admin_url

    @property
    def pid(self) -> int | None:
        return self._server.pid if self._server else None

    def begin(self) -> None:
        """Start it without waiting for it; `start` then waits."""
        self._try(EmbeddedPostgres.begin)

    def start(self) -> None:
        """Start it, or say in plain words why that does not work."""
        self._try(EmbeddedPostgres.start)

    def _try(self, start: Callable[[EmbeddedPostgres], None]) -> None:
        if self._server is None:
            return
        self._wanted = True
        try:
            start(self._server)
        except (RuntimeError, OSError) as failure:
            self._server.stop()
            raise self._explained(failure) from failure

    def restart_if_ended(self) -> Fate:
        """Bring the server back if it died; its port is another only if it must be.

        `down`: it does not start now, for want of disk perhaps; ask again later.
        """
        if self._server is None or not self._wanted:
            return "lives"
        if self._server.pid is not None and _lives(self._server.pid):
            return "lives"
        self._server.stop()
        try:
            self._server.start(timeout_s=_RESTART_S)
        except (RuntimeError, OSError):
            return "down"
        return "back"

    def stop(self) -> None:
        self._wanted = False
        if self._server is not None:
            self._server.stop()

    def identity(self) -> str:
        """The cluster's own number, which no other cluster has."""
        return _ask(self.admin_url, "SELECT system_identifier FROM pg_control_system()")

    def drop(self, name: str) -> None:
        """Throw one member's database away; nothing of value was ever in it."""
        _ask(self.admin_url, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def _explained(self, failure: Exception) -> CannotGoOn:
        if "not marked finished" in str(failure):
            folder = str(self.log.parent)
            return CannotGoOn("deploy.folder.strange", folder=folder)
        if isinstance(failure, PermissionError):
            return CannotGoOn("deploy.folder.closed", folder=str(self.log.parent))
        made = "initdb" not in str(failure)
        log = self.log if made else self.log.with_name("initdb.log")
        key = "deploy.failed.program"
        lines = _tail(log) or str(failure)
        return CannotGoOn(key, lines=lines, member="PostgreSQL", log=str(log))


def _lives(pid: int) -> bool:
    try:
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def _ask(url: str, question: str) -> str:
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, _fetch(url, question)).result()


async def _fetch(url: str, question: str) -> str:
    connection = await asyncpg.connect(url, timeout=10)
    try:
        return str(await connection.fetchval(question))
    finally:
        await connection.close()


def _tail(file: Path, count: int = 15) -> str:
    try:
        text = file.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    return "\n".join(text.splitlines()[-count:])
