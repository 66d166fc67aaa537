"""The embedded PostgreSQL is made once, survives a kill, and loses nothing finished."""

import os
import signal
import stat
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

import asyncpg
import pytest

from common.database import Database
from common.database import UnsafeServerError
from deploy.databases import create_databases
from deploy.postgres import FINISHED
from deploy.postgres import EmbeddedPostgres
from deploy.postgres import data_folder_for_root
from deploy.postgres import reachable


@pytest.fixture(scope="module")
def folder_of_server():
    with TemporaryDirectory(prefix="doorstep-tests-") as made:
        Path(made).chmod(0o755)
        yield Path(made) / "postgres"


@pytest.fixture
def folder():
    """A folder that the server's account can reach, unlike those of pytest."""
    with TemporaryDirectory(prefix="doorstep-tests-") as made:
        Path(made).chmod(0o755)
        yield Path(made) / "postgres"


@pytest.fixture(scope="module")
def server(folder_of_server):
    running = EmbeddedPostgres(folder_of_server)
    running.start()
    yield running
    running.stop()


async def ask(url: str, query: str) -> object:
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetchval(query)
    finally:
        await connection.close()


async def test_it_is_durable_and_local(server):
    shown = [
        await ask(server.admin_url, f"SHOW {name}")
        for name in (
            "fsync",
            "full_page_writes",
            "synchronous_commit",
            "data_checksums",
            "max_prepared_transactions",
            "listen_addresses",
            "server_encoding",
            "password_encryption",
        )
    ]

    assert shown == [
        "on", "on", "on", "on", "0", "127.0.0.1", "UTF8", "scram-sha-256",
    ]  # fmt: skip


async def test_nobody_enters_without_the_password(server):
    with pytest.raises(asyncpg.InvalidPasswordError):
        await asyncpg.connect(
            server.admin_url.replace(":", ":x", 2).replace(":x//", "://")
        )


def test_the_password_is_for_its_owner_only(server):
    mode = stat.S_IMODE((server.folder / "password").stat().st_mode)

    assert mode == 0o600


def test_it_runs_in_a_process_session_of_its_own(server):
    assert os.getsid(server.pid) == server.pid
    assert os.getsid(server.pid) != os.getsid(0)


def test_root_does_not_run_it(server):
    assert Path(f"/proc/{server.pid}").stat().st_uid != 0


async def test_what_was_written_is_there_after_a_restart(folder):
    first = EmbeddedPostgres(folder, fast=True)
    first.start()
    await ask(first.admin_url, "CREATE TABLE kept AS SELECT 7 AS seven")
    first.stop()
    second = EmbeddedPostgres(folder, fast=True)
    second.start()
    kept = await ask(second.admin_url, "SELECT seven FROM kept")
    second.stop()

    assert kept == 7


async def test_it_recovers_after_a_kill(folder):
    first = EmbeddedPostgres(folder)
    first.start()
    await ask(first.admin_url, "CREATE TABLE kept AS SELECT 7 AS seven")
    os.kill(first.pid, signal.SIGKILL)
    second = EmbeddedPostgres(folder)
    second.start()
    kept = await ask(second.admin_url, "SELECT seven FROM kept")
    second.stop()
    first.stop()

    assert kept == 7


async def test_a_server_whose_starter_died_is_replaced(folder):
    first = EmbeddedPostgres(folder, fast=True)
    first.start()
    second = EmbeddedPostgres(folder, fast=True)
    second.start()
    alive = await ask(second.admin_url, "SELECT 1")
    second.stop()

    assert alive == 1
    assert first._server.wait(10) == 0


def test_a_stale_pid_file_of_a_stranger_is_no_hindrance(folder):
    server = EmbeddedPostgres(folder, fast=True)
    server.start()
    server.stop()
    stranger = subprocess.Popen(["/bin/sleep", "60"])
    (server.data / "postmaster.pid").write_text(f"{stranger.pid}\n{server.data}\n")
    server.start()
    server.stop()
    alive = stranger.poll() is None
    stranger.kill()
    stranger.wait()

    assert alive


def test_an_initdb_that_was_cut_short_is_made_again(folder):
    server = EmbeddedPostgres(folder, fast=True)
    server.start()
    server.stop()
    (server.data / FINISHED).unlink()
    (server.data / "postmaster.opts").unlink()
    (server.data / "PG_VERSION").unlink()
    server.start()
    server.stop()

    assert (server.data / FINISHED).exists()


def test_a_folder_that_was_in_use_is_never_deleted(folder):
    server = EmbeddedPostgres(folder, fast=True)
    server.start()
    server.stop()
    (server.data / FINISHED).unlink()

    with pytest.raises(RuntimeError, match="was in use"):
        server.start()
    assert (server.data / "PG_VERSION").exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root drops to another account")
def test_below_a_closed_home_root_uses_a_folder_that_others_reach(tmp_path):
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    server = EmbeddedPostgres(home / "doorstep")

    assert not reachable(home)
    assert server.folder == data_folder_for_root(home / "doorstep")


async def test_each_role_has_its_own_rights_and_nobody_else_enters(server):
    urls = create_databases(server.admin_url, ["people", "jobs"])
    again = create_databases(server.admin_url, ["people", "jobs"])
    crossing = again["people"].app.rsplit("/", 1)[0] + "/jobs"

    assert await ask(again["people"].app, "SELECT current_user") == "people_app"
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await asyncpg.connect(crossing)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await ask(again["jobs"].app, "CREATE TABLE mine ()")
    with pytest.raises(asyncpg.InvalidPasswordError):
        await asyncpg.connect(urls["jobs"].app)


def test_two_clusters_run_side_by_side(folder):
    clusters = [
        EmbeddedPostgres(folder.parent / name, fast=True) for name in ("one", "two")
    ]
    with ThreadPoolExecutor(2) as threads:
        list(threads.map(EmbeddedPostgres.start, clusters))
    ports = {cluster.port for cluster in clusters}
    for cluster in clusters:
        cluster.stop()

    assert len(ports) == 2


async def test_every_member_accepts_it_and_refuses_its_superuser(server):
    member = Database(create_databases(server.admin_url, ["jobs"])["jobs"].app)
    await member.check()
    await member.close()
    superuser = Database(server.admin_url)

    with pytest.raises(UnsafeServerError, match="bypasses policies"):
        await superuser.check()
    await superuser.close()
