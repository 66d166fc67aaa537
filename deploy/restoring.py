"""Bringing a backup back, without bringing back what people have withdrawn since.

A backup knows people as they were. So before it takes their place, the withdrawals of
the present data are written down, and they are done again before anybody can ask. The
feeds get a new epoch, by which matching forgets all it held, and everybody must sign in
again. Cut short anywhere, a restore goes on when it is called again, and until then
nothing starts.
"""

import asyncio
import os
import shutil
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import Any

import asyncpg
import httpx

from common.tokens import Caller
from common.tokens import sign
from common.tokens import signing_key
from deploy.backups import BASE
from deploy.backups import DONE
from deploy.backups import KEYS
from deploy.backups import PASSWORD
from deploy.backups import checked
from deploy.databases import create_databases
from deploy.folders import LocalFolder
from deploy.local import Wanted
from deploy.members import COMMANDS
from deploy.members import STORED
from deploy.members import Addresses
from deploy.members import settings_of
from deploy.postgres import EmbeddedPostgres
from deploy.postgres import free_port
from deploy.programs import Program
from deploy.progress import step
from deploy.telling import CannotGoOn
from deploy.telling import tell

READY_S = 60.0
WITHDRAWN = """
SELECT worker_id::text AS worker, kind, said_by FROM withdrawals
WHERE recorded_at >= $1 ORDER BY recorded_at, number
"""
# Already gone further, or registered only after the backup: nothing to do again.
SETTLED = (404, 409, 410)
Withdrawal = dict[str, str]


def restore(wanted: Wanted, backup: Path, *, present_is_lost: bool) -> None:
    """Put a backup in the place of the present data; these stay beside it.

    `present_is_lost`: go on although later withdrawals cannot be read any more.
    """
    folder = LocalFolder(wanted.root)
    folder.prepare()
    lock = folder.lock()
    server = EmbeddedPostgres(folder.postgres)
    try:
        begun = folder.read_restoring()
        if not begun:
            facts = checked(backup, server)
            since = datetime.fromisoformat(facts["made_at"])
            again = _withdrawn(server, since, present_is_lost=present_is_lost)
            begun = {"backup": str(backup.resolve()), "withdrawn": again}
            folder.write_restoring({**begun, "stamp": int(time.time())})
            begun = folder.read_restoring()
        _go_on(folder, server, begun)
    finally:
        os.close(lock)


def _go_on(
    folder: LocalFolder, server: EmbeddedPostgres, begun: dict[str, Any]
) -> None:
    """The steps from the note on; each one may have been done already."""
    backup = Path(begun["backup"])
    with step("deploy.step.restore"):
        _swap(folder, server, backup, begun["stamp"])
        try:
            server.start()
            urls = create_databases(server.admin_url, STORED)
            _ask(server, "people", "SELECT feed_rotate()")
            _ask(server, "jobs", "SELECT feed_rotate()")
            _ask(server, "gateway", "DELETE FROM sessions")
            ports = {member: free_port() for member in COMMANDS}
            addresses = Addresses(ports, urls, folder.keys, folder.snapshots)
            count = _withdraw_again(folder, addresses, begun["withdrawn"])
        finally:
            server.stop()
    folder.restoring.unlink()
    tell("deploy.restore.done", folder=str(backup), withdrawn=count)


def _withdrawn(
    server: EmbeddedPostgres, since: datetime, *, present_is_lost: bool
) -> list[Withdrawal]:
    """Who withdrew since the backup, in the order in which they did."""
    if present_is_lost:
        return []
    try:
        server.start()
        rows = _ask(server, "people", WITHDRAWN, since)
    except (RuntimeError, OSError, asyncpg.PostgresError) as why:
        raise CannotGoOn("deploy.restore.present_lost", lines=str(why)) from why
    finally:
        server.stop()
    return [dict(row) for row in rows]


def _swap(
    folder: LocalFolder, server: EmbeddedPostgres, backup: Path, stamp: int
) -> None:
    """The backup's copy becomes the data; the present data get another name."""
    before = server.folder / f"data-before-{stamp}"
    fresh = server.folder / f"data-restored-{stamp}"
    placed = server.folder / f"placed-{stamp}"
    if not placed.exists():
        shutil.rmtree(fresh, ignore_errors=True)
        server.folder.mkdir(parents=True, exist_ok=True)
        shutil.copytree(backup / BASE, fresh)
        shutil.copy(backup / PASSWORD, server.folder / PASSWORD)
        server.own(server.folder)
        if server.data.exists() and not before.exists():
            server.data.rename(before)
        fresh.rename(server.data)
        placed.touch()
    for name, target in (KEYS, folder.keys), (DONE, folder.root / DONE):
        shutil.copytree(backup / name, target, dirs_exist_ok=True)
    # Matching's own copy belongs to the data that are gone.
    shutil.rmtree(folder.snapshots, ignore_errors=True)


def _withdraw_again(
    folder: LocalFolder, addresses: Addresses, withdrawn: list[Withdrawal]
) -> int:
    """What people withdrew is withdrawn again, by people's own way."""
    if not withdrawn:
        return 0
    log = folder.log_of("people")
    settings = settings_of("people", addresses)
    program = Program("people", COMMANDS["people"], settings, log)
    program.start()
    try:
        with httpx.Client(base_url=addresses.url("people"), timeout=30) as people:
            _wait_ready(people, program)
            for number, one in enumerate(withdrawn):
                _tell(people, addresses, number, one)
    finally:
        program.stop()
    return len(withdrawn)


def _tell(
    people: httpx.Client, addresses: Addresses, number: int, one: Withdrawal
) -> None:
    key = signing_key(addresses.keys / "gateway.private.json")
    caller = Caller("restore", "county", ("",), purpose="withdrawals after a backup")
    headers = {
        "Authorization": f"Bearer {sign(caller, key, 'people')}",
        "Idempotency-Key": f"restore-{number:06}-{one['worker']}",
    }
    verb, body = "withdraw", {"kind": one["kind"], "said_by": one["said_by"]}
    if one["kind"] == "resume":
        verb, body = "resume", {"said_by": one["said_by"]}
    path = f"/workers/{one['worker']}/{verb}"
    answer = people.post(path, json=body, headers=headers)
    if answer.is_error and answer.status_code not in SETTLED:
        raise CannotGoOn("deploy.restore.withdraw", lines=answer.text)


def _wait_ready(people: httpx.Client, program: Program) -> None:
    end = time.monotonic() + READY_S
    while time.monotonic() < end and not program.ended():
        try:
            if people.get("/readyz").status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise CannotGoOn(
        "deploy.failed.program",
        lines=program.last_lines(),
        member="people",
        log=str(program.log),
    )


def _ask(
    server: EmbeddedPostgres, database: str, question: str, *values: Any
) -> list[asyncpg.Record]:
    """What the superuser is told in one database."""
    url = server.admin_url.rsplit("/", 1)[0] + f"/{database}"

    async def ask() -> list[asyncpg.Record]:
        connection = await asyncpg.connect(url, timeout=10)
        try:
            return list(await connection.fetch(question, *values))
        finally:
            await connection.close()

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, ask()).result()
