"""A backup of a local run: the whole cluster at one moment, and the keys to read it.

One base backup, not a dump of each database: people, jobs and the gateway come back at
the same moment. Without its keys a backup of people is unreadable, so they lie beside
it, and whoever holds the folder holds everything; it is closed to others.
"""

import hashlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson

from deploy.folders import LocalFolder
from deploy.leftovers import workers_in
from deploy.local import Wanted
from deploy.postgres import EmbeddedPostgres
from deploy.progress import step
from deploy.telling import CannotGoOn
from deploy.telling import tell

FACTS = "backup.json"
# Beside the cluster: its superuser's password, the keys, and which steps are done.
BASE, PASSWORD, KEYS, DONE = "base", "password", "keys", "done"
PORT_LINE = 3


def back_up(wanted: Wanted, out: Path | None) -> Path:
    """Write a backup into a new folder, whether the platform runs or not.

    The folder appears when it is complete; what was cut short has another name.
    """
    server = server_of(wanted)
    folder = LocalFolder(wanted.root)
    made_at = datetime.now(UTC)
    target = (out or wanted.root / "backups") / f"{made_at:%Y%m%d-%H%M%S}"
    partial = target.with_name(f"{target.name}.partial")
    partial.mkdir(parents=True, mode=0o700)
    try:
        with answering(folder, server), step("deploy.step.backup"):
            _copy_cluster(server, partial / BASE)
        for name, source in (KEYS, folder.keys), (DONE, folder.root / DONE):
            shutil.copytree(source, partial / name)
        shutil.copy(server.folder / PASSWORD, partial / PASSWORD)
        facts = {"made_at": made_at.isoformat(), "keys": keys_digest(partial / KEYS)}
        (partial / FACTS).write_bytes(orjson.dumps(facts))
        partial.rename(target)
    except OSError as refused:
        raise CannotGoOn("deploy.backup.closed", folder=str(target)) from refused
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    size = sum(f.stat().st_size for f in target.rglob("*") if f.is_file()) // 1_000_000
    tell("deploy.backup.made", folder=str(target), size_mb=size)
    return target


def server_of(wanted: Wanted) -> EmbeddedPostgres:
    """The embedded server of this run; somebody else's PostgreSQL is theirs to keep."""
    if wanted.database_url:
        raise CannotGoOn("deploy.backup.foreign")
    server = EmbeddedPostgres(LocalFolder(wanted.root).postgres)
    if not server.data.exists():
        raise CannotGoOn("deploy.backup.nothing", folder=str(wanted.root))
    return server


@contextmanager
def answering(folder: LocalFolder, server: EmbeddedPostgres) -> Iterator[None]:
    """The server as it runs; else held, started, and stopped again afterwards."""
    if workers_in(server.data):
        server.port = _port_of(server.data)
        yield
        return
    lock = folder.lock()
    try:
        server.start()
        yield
    finally:
        server.stop()
        os.close(lock)


def checked(backup: Path, server: EmbeddedPostgres) -> dict[str, Any]:
    """What the backup says of itself; refused where a byte of it is missing."""
    try:
        facts: dict[str, Any] = orjson.loads((backup / FACTS).read_bytes())
        whole = facts["keys"] == keys_digest(backup / KEYS)
    except (OSError, orjson.JSONDecodeError, KeyError) as why:
        raise CannotGoOn("deploy.restore.no_backup", folder=str(backup)) from why
    verify = [str(server.bin / "pg_verifybackup"), "--quiet", str(backup / BASE)]
    # Its WAL is read by the start; here every file is held against the manifest.
    told = subprocess.run(  # noqa: S603 - our own binary, no shell
        [*verify, "--no-parse-wal"], capture_output=True, text=True, check=False
    )
    if told.returncode != 0 or not whole:
        lines = told.stderr.strip()
        raise CannotGoOn("deploy.restore.spoilt", lines=lines, folder=str(backup))
    return facts


def keys_digest(folder: Path) -> str:
    """One digest of all key files."""
    found = hashlib.sha256()
    for file in sorted(folder.iterdir()):
        found.update(f"{file.name}\0".encode() + file.read_bytes())
    return found.hexdigest()


def _copy_cluster(server: EmbeddedPostgres, target: Path) -> None:
    """A base backup with the WAL that it needs and a manifest of digests."""
    command = [str(server.bin / "pg_basebackup"), "--pgdata", str(target)]
    command += ["--host=127.0.0.1", f"--port={server.port}", "--username=doorstep"]
    command += ["--wal-method=stream", "--checkpoint=fast", "--no-password"]
    command += ["--manifest-checksums=SHA256"]
    # Never an argument: those can be read by everybody on the machine.
    secret = {"PGPASSWORD": (server.folder / PASSWORD).read_text().strip()}
    told = subprocess.run(  # noqa: S603 - our own binary, no shell
        command, env={**os.environ, **secret}, capture_output=True, text=True
    )
    if told.returncode != 0:
        raise CannotGoOn("deploy.backup.failed", lines=told.stderr.strip())


def _port_of(data: Path) -> int:
    return int((data / "postmaster.pid").read_text().splitlines()[PORT_LINE])
