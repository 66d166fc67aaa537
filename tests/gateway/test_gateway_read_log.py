"""The read log is sealed, an auditor reads and checks it, and nobody else sees it."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from deploy.verify_readings import findings
from gateway.readings import sealing
from tests.gateway.conftest import Platform

PATIENCE_S = 10
WAITING = (
    "SELECT count(*) FROM read_log r WHERE NOT EXISTS"
    " (SELECT FROM read_chain c WHERE c.reading = r.id)"
)
LAST = "(SELECT reading FROM read_chain ORDER BY seq DESC LIMIT 1)"


@pytest.fixture
def sealed(platform: Platform) -> Platform:
    """A platform on which somebody was read, and every reading has its link."""
    platform.person("coordinator").get(f"/v1/workers/{platform.county.worker}")
    seal(platform)
    return platform


def seal(platform: Platform) -> None:
    """Once, as soon as the running gateway is not at it."""
    ends = time.monotonic() + PATIENCE_S
    while platform.sql(WAITING)[0][0]:
        assert time.monotonic() < ends
        platform.members.on_loop(platform.gateway.state.sealer.seal())


def pages(platform: Platform) -> list[dict[str, Any]]:
    auditor, found, after = platform.person("auditor"), [], 0
    while after is not None:
        told = auditor.get("/v1/readings", after=after, limit=3).json()
        found.append(told)
        after = told["next"]
    return found


def test_an_auditor_reads_the_log_page_by_page_and_finds_it_well(
    sealed: Platform, keys: Path
) -> None:
    told = pages(sealed)
    public = (keys / "public.json").read_text()
    kept = sealed.gateway_told["checkpoint_file"].read_text().split()
    wrong, _ = findings(public, kept, told)
    lines = [line["line"] for page in told for line in page["lines"]]

    assert wrong == []
    assert lines[-1]["route"] == "worker_by_id"
    assert set(lines[0]) == {
        *("seq", "id", "worker", "account", "posting", "role", "title", "route"),
        *("request_id", "read_at"),
    }


def test_what_a_master_of_the_database_changes_is_found(
    sealed: Platform, keys: Path
) -> None:
    public = (keys / "public.json").read_text()
    sealed.as_owner(f"UPDATE read_log SET role = 'admin' WHERE id = {LAST}")
    wrong, _ = findings(public, [], pages(sealed))
    sealed.as_owner("UPDATE read_log SET role = 'coordinator' WHERE role = 'admin'")

    assert len(wrong) == 1
    assert wrong[0].endswith("it is not what was sealed")


@pytest.mark.parametrize("table", ["read_log", "read_chain", "read_checkpoints"])
async def test_the_running_gateway_cannot_go_back(
    database_url: Callable[[str], str], table: str
) -> None:
    connection = await asyncpg.connect(database_url("gateway"))
    column = {"read_log": "role"}.get(table, "seq")
    for statement in (
        f"DELETE FROM {table}",
        f"UPDATE {table} SET {column} = {column}",
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute(statement)
    await connection.close()


@pytest.mark.parametrize("role", ["worker", "coordinator", "county", "hr", "admin"])
def test_nobody_but_an_auditor_reads_the_whole_log(
    platform: Platform, role: str
) -> None:
    assert platform.person(role).get("/v1/readings").status_code == 403


def test_when_nothing_can_be_sealed_for_long_nobody_is_told_about(
    platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"/v1/workers/{platform.county.worker}"
    monkeypatch.setattr(sealing, "PATIENCE_S", -1)
    refused = platform.person("coordinator").get(url)
    known = platform.person("coordinator").get("/v1/me")
    monkeypatch.undo()
    told = platform.person("coordinator").get(url)

    assert refused.status_code == 503
    assert refused.json()["type"] == "/problems/readings-unsealed"
    assert (known.status_code, told.status_code) == (200, 200)
