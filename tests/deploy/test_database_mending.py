"""The server of a local run dies, cannot start, and comes back by itself."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil
import pytest

from deploy import database
from deploy.database import LocalDatabase
from deploy.leftovers import workers_in


@pytest.fixture
def local() -> Iterator[LocalDatabase]:
    with TemporaryDirectory(prefix="doorstep-tests-") as folder:
        Path(folder).chmod(0o755)
        made = LocalDatabase(Path(folder) / "postgres", None)
        made.start()
        yield made
        made.stop()


def kill(local: LocalDatabase) -> Path:
    """End the server with all its processes; where its data lie."""
    data = local.log.parent / "data"
    killed = [psutil.Process(pid) for pid in workers_in(data)]
    for process in killed:
        process.kill()
    psutil.wait_procs(killed, timeout=30)
    return data


def test_after_a_kill_it_is_back_under_its_old_address(local: LocalDatabase) -> None:
    before = local.admin_url
    kill(local)

    assert local.restart_if_ended() == "back"
    assert local.admin_url == before
    assert local.restart_if_ended() == "lives"
    assert local.identity() != ""


def test_while_it_cannot_start_it_is_tried_again(
    local: LocalDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "_RESTART_S", 0.5)
    data = kill(local)
    away = (data / "global").rename(data.parent / "global")
    refused = local.restart_if_ended()
    still = local.restart_if_ended()
    away.rename(data / "global")
    monkeypatch.setattr(database, "_RESTART_S", 60.0)

    assert (refused, still) == ("down", "down")
    assert local.restart_if_ended() == "back"


def test_who_was_stopped_on_purpose_stays_down(local: LocalDatabase) -> None:
    local.stop()

    assert local.restart_if_ended() == "lives"
