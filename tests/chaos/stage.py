"""The four programs on a durable PostgreSQL of their own, to be killed and started.

They run as in `make run`: the same commands, the same settings. PostgreSQL keeps its
port and its passwords, so whoever outlives it must find it again by himself.
"""

import asyncio
import json
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from dataclasses import field
from functools import partial
from pathlib import Path
from typing import Any

import httpx

from common.database import open_database
from common.migrating import migrate
from common.tokens import Caller
from common.tokens import make_keys
from common.tokens import sign
from common.tokens import signing_key
from deploy.databases import create_databases
from deploy.leftovers import workers_in
from deploy.members import COMMANDS
from deploy.members import MEMBERS
from deploy.members import STORED
from deploy.members import Addresses
from deploy.members import migrations_of
from deploy.members import settings_of
from deploy.postgres import EmbeddedPostgres
from deploy.postgres import free_port
from deploy.programs import Program
from deploy.readiness import is_ready
from deploy.readiness import is_taken_over
from gateway.loading import load_sample_accounts
from services.people.sealing import make_keys as make_people_keys
from tests.gateway.conftest import PASSWORD
from tests.gateway.conftest import SCOPE
from tests.gateway.county import AREAS
from tests.gateway.county import TOWN
from tests.gateway.county import Voice

READY_S = 240.0
DISK_MB = 400
READER = Caller("matching", "member", ("",), purpose="drill")
OFFICER = Caller("drill", "county", ("990121",), purpose="drill")
Commands = dict[str, tuple[str, ...]]


@dataclass
class Stage:
    """One platform in a folder of its own, and how often each of it was killed."""

    folder: Path
    postgres: EmbeddedPostgres
    addresses: Addresses
    programs: dict[str, Program] = field(default_factory=dict)
    killed: Counter[str] = field(default_factory=Counter)
    # Down on purpose: nobody brings these back by himself.
    resting: set[str] = field(default_factory=set)
    # How many writes the drills before have asked for: numbers go on from there.
    written: int = 0
    # How often one of them ended by itself.
    died: int = 0
    # Of a size of its own, for a disk that can be filled; None: where all else lies.
    disk: Path | None = None

    @property
    def url(self) -> str:
        """Where the door is."""
        return self.addresses.url("gateway")

    def database(self, member: str) -> str:
        """A member's database as the superuser reaches it."""
        return self.postgres.admin_url.rsplit("/", 1)[0] + f"/{member}"

    def start_programs(
        self, commands: Commands, members: tuple[str, ...] = MEMBERS
    ) -> None:
        """Start them; a command not given is the product's."""
        self.resting -= set(members)
        for member in members:
            self.programs[member] = Program(
                member,
                commands.get(member, COMMANDS[member]),
                settings_of(member, self.addresses),
                self.folder / f"{member}.log",
            )
            self.programs[member].port = self.addresses.ports[member]
            self.programs[member].start()

    def become(self, commands: Commands) -> None:
        """Start some programs anew as others; matching forgets what it knew."""
        for member in commands:
            self.kill(member)
        self.lose_snapshot()
        self.start_programs(commands, tuple(commands))
        wait_for(lambda: is_ready(self.url), self)

    def kill(self, member: str) -> None:
        """End a program as a power cut would."""
        pid = self.programs[member].pid
        self.resting.add(member)
        if pid is not None:
            with suppress(ProcessLookupError):
                os.killpg(pid, signal.SIGKILL)
            self.killed[member] += 1
        self.programs[member].stop()

    def start(self, member: str) -> None:
        """Start a program that was killed."""
        self.programs[member].start()
        self.resting.discard(member)

    def kill_postgres(self) -> None:
        """End the server with all its processes at once."""
        for pid in sorted(workers_in(self.postgres.data)):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.postgres.stop()
        self.killed["postgres"] += 1

    def mend(self) -> None:
        """Start again what ended by itself, as any supervisor would."""
        for member, program in self.programs.items():
            if member not in self.resting and program.ended():
                self.died += 1
                program.stop()
                program.start()

    def roll(self, member: str) -> bool:
        """Replace a program without a gap; whether that came about."""
        program = self.programs[member]
        return program.hand_over(partial(is_taken_over, program.port), READY_S)

    def lose_snapshot(self) -> None:
        """Matching must read everything anew at its next start."""
        shutil.rmtree(self.addresses.snapshots, ignore_errors=True)

    def stop(self) -> None:
        """End the programs and the server, and leave nothing."""
        for member in self.programs:
            self.kill(member)
        self.postgres.stop()
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.rmtree(self.postgres.folder, ignore_errors=True)
        if self.disk:
            subprocess.run(["umount", str(self.disk)], check=False)
            shutil.rmtree(self.disk, ignore_errors=True)

    def headers(self, member: str) -> dict[str, str]:
        """Those of matching as a reader of that member."""
        key = signing_key(self.addresses.keys / "matching.private.json")
        return {"Authorization": f"Bearer {sign(READER, key, member)}"}

    def last_lines(self) -> str:
        """What the programs said last, for whoever must find out why."""
        return "\n".join(p.last_lines(8) for p in self.programs.values())


def small_disk() -> Path | None:
    """A disk of a few hundred megabytes in memory; None where we may not make one."""
    folder = Path(tempfile.mkdtemp(prefix="doorstep-disk-"))
    made = ["mount", "-t", "tmpfs", "-o", f"size={DISK_MB}m,mode=0755", "tmpfs"]
    if os.geteuid() == 0 and shutil.which("mount"):
        done = subprocess.run([*made, str(folder)], capture_output=True, check=False)
        if done.returncode == 0:
            return folder
    folder.rmdir()
    return None


def build_stage(commands: Commands | None = None, *, disk: Path | None = None) -> Stage:
    """Everything made, started and ready; PostgreSQL on the disk if one is given."""
    folder = Path(tempfile.mkdtemp(prefix="doorstep-chaos-"))
    folder.chmod(0o755)
    stage = Stage(folder, *_laid(folder, disk or folder), disk=disk)
    try:
        stage.start_programs(commands or {})
        wait_for(lambda: is_ready(stage.url), stage)
        admin = Caller("setting", "admin", ("",), purpose="set the scene")
        people = stage.addresses.url("people")
        Voice(people, "people", stage.addresses.keys, admin).tell(
            "PUT", "/areas", AREAS
        )
    except BaseException:
        stage.stop()
        raise
    return stage


def _laid(folder: Path, disk: Path) -> tuple[EmbeddedPostgres, Addresses]:
    """A cluster with migrated databases and an account, keys, free ports."""
    postgres = EmbeddedPostgres(disk / "postgres")
    postgres.start()
    databases = create_databases(postgres.admin_url, STORED)
    for member in STORED:
        migrate(databases[member].owner, migrations_of(member))
    keys = folder / "keys"
    make_keys(keys)
    make_people_keys(keys / "people.json")
    asyncio.run(_add_accounts(databases["gateway"].app))
    ports = {member: free_port() for member in MEMBERS}
    return postgres, Addresses(ports, databases, keys, folder / "snapshots")


async def _add_accounts(url: str) -> None:
    database = open_database(url)
    await load_sample_accounts(database, SCOPE, PASSWORD)
    await database.close()


def wait_for(
    holds: Callable[[], bool], stage: Stage, deadline_s: float = READY_S
) -> float:
    """Until it holds; the seconds that it took."""
    began = time.monotonic()
    while not holds():
        stage.mend()
        if time.monotonic() - began > deadline_s:
            raise AssertionError(f"not in time\n{stage.last_lines()}")
        time.sleep(0.05)
    return time.monotonic() - began


def signed_in(stage: Stage, account: str = "county") -> str:
    """A session's token at the door."""
    asked = {"account": account, "password": PASSWORD}
    opened = httpx.post(f"{stage.url}/v1/sessions", json=asked, timeout=30)
    return str(opened.json()["token"])


def an_employer(stage: Stage) -> str:
    """An employer of the county that may publish; its id."""
    jobs = Voice(stage.addresses.url("jobs"), "jobs", stage.addresses.keys, OFFICER)
    contact = {"name": "王主管", "phone": "15400000001"}
    firm: dict[str, Any] = {"name": "示例服装厂", "kind": "workshop", "area": TOWN}
    made = jobs.tell("POST", "/employers", {**firm, "contacts": [contact]})
    return str(made["id"])


def as_json(value: Any) -> bytes:
    """The body of a request; repeated, it must be the same to the last byte."""
    return json.dumps(value, ensure_ascii=False).encode()
