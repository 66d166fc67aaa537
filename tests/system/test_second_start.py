"""Matching ends, things change, matching starts again: real members, real feeds."""

import logging
from collections.abc import Callable
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI

from common.feed import rotate_epoch
from common.tokens import Caller
from services.jobs import app as jobs
from services.matching import app as matching
from services.people import app as people
from services.people.sealing import make_keys
from tests.conftest import Cluster
from tests.gateway.conftest import _told
from tests.gateway.county import County
from tests.gateway.county import Voice
from tests.gateway.county import a_worker
from tests.gateway.county import settle
from tests.gateway.members import Running
from tests.gateway.members import running

NOWHERE = "http://127.0.0.1:9"
OFFICER = Caller("officer", "county", ("990121",), purpose="test")


@dataclass(frozen=True)
class Region:
    """People and jobs with a small county, and a folder for matching's snapshot."""

    members: Running
    people: FastAPI
    county: County
    keys: Path
    folder: Path

    def voice(self, member: str) -> Voice:
        return Voice(self.members.urls[member], member, self.keys, OFFICER)

    def pages_read(self) -> float:
        """How many pages of all workers people was asked for."""
        route = {"route": "/internal/feed/snapshot", "method": "GET", "status": "200"}
        found = self.people.state.metrics.get_sample_value(
            "doorstep_request_seconds_count", route
        )
        return found or 0.0


@pytest.fixture(scope="module")
def region(
    postgres: Cluster, keys: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Region]:
    # At the tests' level of logging numba tells every step of compiling.
    logging.getLogger("numba").setLevel(logging.WARNING)
    seals = make_keys(tmp_path_factory.mktemp("seals") / "people.json")
    with running() as members:
        told = {**_told(postgres, "people", keys), "keys_file": seals}
        app = people.create_app(people.Settings(**told))
        members.start("people", app)
        told = _told(postgres, "jobs", keys)
        members.start("jobs", jobs.create_app(jobs.Settings(**told)))
        county = settle(members.urls, keys)
        folder = tmp_path_factory.mktemp("held")
        yield Region(members, app, county, keys, folder)


@pytest.fixture
def start(region: Region) -> Iterator[Callable[..., None]]:
    """Starts matching with the snapshot of before; it is ended after the test."""

    def started(**more: Any) -> None:
        told: dict[str, Any] = {
            "environment": "test",
            "token_public_key_file": region.keys / "public.json",
            "token_private_key_file": region.keys / "matching.private.json",
            "people_url": region.members.urls["people"],
            "jobs_url": region.members.urls["jobs"],
            "snapshot_folder": region.folder,
            **more,
        }
        app = matching.create_app(matching.Settings(**told))
        region.members.start("matching", app)

    yield started
    region.members.end_last()


def restart(region: Region, start: Callable[..., None]) -> None:
    """Ends matching, which writes what it holds, and starts it again."""
    region.members.end_last()
    start()
    region.members.wait_until_ready("matching")


def listed(region: Region) -> set[UUID]:
    """The workers whom matching lists for the county's post."""
    path = f"/shortlists/post/{region.county.post}"
    found = region.voice("matching").tell("GET", path, None)
    return {UUID(item["worker"]) for item in found["items"]}


def test_a_second_start_reads_nothing_twice_and_lists_the_same(
    region: Region, start: Callable[..., None]
) -> None:
    start()
    region.members.wait_until_ready("matching")
    before, read = listed(region), region.pages_read()

    restart(region, start)

    assert region.pages_read() == read
    assert listed(region) == before
    assert region.county.worker in before


def test_who_withdraws_while_matching_is_down_is_never_listed_again(
    region: Region, start: Callable[..., None]
) -> None:
    leaving = region.voice("people").add("/workers", a_worker("赵要走"))
    start()
    region.members.wait_until_ready("matching")
    before = listed(region)
    region.members.end_last()
    said = {"kind": "erase", "said_by": "self"}
    region.voice("people").tell("POST", f"/workers/{leaving}/withdraw", said)

    start()
    region.members.wait_until_ready("matching")

    assert leaving in before
    assert listed(region) == before - {leaving}


def test_from_a_snapshot_alone_nobody_is_listed(
    region: Region, start: Callable[..., None]
) -> None:
    start()
    region.members.wait_until_ready("matching")
    region.members.end_last()

    start(people_url=NOWHERE)

    url = region.members.urls["matching"]
    with pytest.raises(AssertionError, match="still-catching-up"):
        listed(region)
    assert httpx.get(f"{url}/readyz").status_code == 503


def test_after_a_restore_everything_is_read_again(
    region: Region, start: Callable[..., None]
) -> None:
    start()
    region.members.wait_until_ready("matching")
    before, read = listed(region), region.pages_read()
    region.members.end_last()
    region.members.on_loop(rotate_epoch(region.people.state.database))

    start()
    region.members.wait_until_ready("matching")

    assert region.pages_read() > read
    assert listed(region) == before
