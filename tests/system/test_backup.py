"""The drill of a backup: taken while all runs, brought back, and what must not return.

One platform goes through it once; each test looks at one thing that must hold after.
"""

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import httpx
import orjson
import pytest

from deploy.postgres import free_port
from deploy.sample.stories import FARMER
from deploy.sample.stories import MOTHER
from tests.system.starting import ROOT
from tests.system.starting import Started
from tests.system.starting import command
from tests.system.starting import environment
from tests.system.starting import new_folder
from tests.system.starting import remove
from tests.system.starting import start

COUNTED = ("/v1/workers", "/v1/posts", "/v1/employers")


@dataclass(frozen=True)
class Drill:
    """What was seen before the restore, and the platform after it."""

    counts: list[str]
    version: str
    token: str
    refused: str
    tampered: str
    after: Started


def doorstep(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """A command of an operator on that data folder."""
    return subprocess.run(
        command(*words),
        cwd=ROOT,
        env=environment(folder, free_port()),
        capture_output=True,
        text=True,
        timeout=240,
    )


def client(platform: Started, token: str | None = None) -> httpx.Client:
    """The county's officer, signed in anew or by an earlier token."""
    told = {"account": "county", "password": "doorstep-sample"}
    if token is None:
        opened = httpx.post(f"{platform.url}/v1/sessions", json=told, timeout=30)
        token = opened.json()["token"]
    headers = {"Authorization": f"Bearer {token}"}
    return httpx.Client(base_url=platform.url, timeout=30, headers=headers)


def counts_of(county: httpx.Client) -> list[str]:
    """How many of each there are."""
    pages = [county.get(path, params={"total": True, "limit": 1}) for path in COUNTED]
    return [page.headers["x-total-count"] for page in pages]


def list_of(county: httpx.Client, worker: object) -> httpx.Response:
    """A worker's list."""
    return county.get(f"/v1/workers/{worker}/shortlist")


def change_much(county: httpx.Client) -> None:
    """One person withdraws all, and an employer comes: both after the backup."""
    key = {"Idempotency-Key": uuid4().hex}
    gone = county.post(
        f"/v1/workers/{FARMER}/withdraw", json={"kind": "erase"}, headers=key
    )
    assert gone.status_code == 200, gone.text
    told = {"name": "后来的作坊", "kind": "workshop", "area": "430903101000"}
    key = {"Idempotency-Key": uuid4().hex}
    made = county.post("/v1/employers", json=told, headers=key)
    assert made.status_code == 201, made.text


def tamper(backup: Path) -> Path:
    """A copy of the backup with one bit of one file turned."""
    copy = backup.with_name("tampered")
    shutil.copytree(backup, copy)
    file = copy / "base" / "global" / "pg_filenode.map"
    content = bytearray(file.read_bytes())
    content[100] ^= 1
    file.write_bytes(content)
    return copy


@pytest.fixture(scope="module")
def drill() -> Iterator[Drill]:
    folder = new_folder()
    running = [start(folder, free_port())]
    try:
        with client(running[0]) as county:
            counts, told = counts_of(county), list_of(county, MOTHER).json()
            token = county.headers["authorization"].removeprefix("Bearer ")
            made = doorstep(folder, "backup")
            assert made.returncode == 0, made.stderr
            change_much(county)
        backup = next((folder / "backups").iterdir())
        refused = doorstep(folder, "restore", str(backup)).stderr
        running.pop().stop()
        tampered = doorstep(folder, "restore", str(tamper(backup))).stderr
        brought = doorstep(folder, "restore", str(backup))
        assert brought.returncode == 0, brought.stderr
        running.append(start(folder, free_port()))
        yield Drill(counts, told["data_version"], token, refused, tampered, running[0])
    finally:
        for platform in running:
            platform.stop()
        remove(folder)


def test_everything_is_as_it_was_at_the_backup(drill: Drill) -> None:
    with client(drill.after) as county:
        assert counts_of(county) == drill.counts
        assert list_of(county, MOTHER).json()["items"] != []


def test_who_withdrew_after_the_backup_stays_withdrawn(drill: Drill) -> None:
    with client(drill.after) as county:
        told = county.get(f"/v1/workers/{FARMER}")

        assert told.status_code == 410 or told.json()["withdrawn"] == "erase"
        assert list_of(county, FARMER).status_code == 404


def test_matching_read_everything_anew_in_another_epoch(drill: Drill) -> None:
    with client(drill.after) as county:
        version = list_of(county, MOTHER).json()["data_version"]

    assert version != drill.version


def test_a_session_of_before_is_worth_nothing(drill: Drill) -> None:
    with client(drill.after, drill.token) as county:
        assert county.get("/v1/me").status_code == 401


def test_nothing_is_restored_under_a_running_platform(drill: Drill) -> None:
    assert "平台已经在运行" in drill.refused


def test_a_backup_with_one_bit_turned_is_refused(drill: Drill) -> None:
    assert "坏了或被改过" in drill.tampered


def test_the_data_of_before_the_restore_lie_beside_it(drill: Drill) -> None:
    done = orjson.loads((drill.after.folder / "running.json").read_bytes())

    assert done["url"] == drill.after.url
    assert not (drill.after.folder / "restoring.json").exists()


def test_a_restore_that_was_cut_short_keeps_the_platform_down(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    folder = tmp_path / ".local"
    folder.mkdir()
    (folder / "restoring.json").write_bytes(orjson.dumps({"backup": "b", "stamp": 1}))
    told = doorstep(folder, "run")

    assert told.returncode == 1
    assert "doorstep restore b" in told.stderr
