"""Jobs ends and begins again beside real people: no withdrawal is ever missed."""

import time
from collections.abc import Callable
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI

from common.feed import rotate_epoch
from common.tokens import Caller
from services.jobs import app as jobs
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

OFFICER = Caller("officer", "county", ("990121",), purpose="test")
LONGEST_S = 15.0


@dataclass(frozen=True)
class Pair:
    """People, and jobs that follows it and can be ended and started again."""

    members: Running
    people: FastAPI
    county: County
    keys: Path
    start_jobs: Callable[[], None]

    def voice(self, member: str) -> Voice:
        return Voice(self.members.urls[member], member, self.keys, OFFICER)

    def referral(self, name: str) -> tuple[UUID, UUID]:
        """Somebody put forward to the county's post: worker and referral."""
        worker = self.voice("people").add("/workers", a_worker(name))
        draft = {"worker": str(worker), "post": str(self.county.post)}
        return worker, self.voice("jobs").add("/referrals", draft)

    def withdraw(self, worker: UUID) -> None:
        said = {"kind": "no_match", "said_by": "self"}
        self.voice("people").tell("POST", f"/workers/{worker}/withdraw", said)

    def cause_of(self, referral: UUID) -> Any:
        return self.voice("jobs").tell("GET", f"/referrals/{referral}", None)["cause"]

    def wait_until_withdrawn(self, referral: UUID) -> None:
        ends = time.monotonic() + LONGEST_S
        while self.cause_of(referral) != "withdrawn":
            assert time.monotonic() < ends
            time.sleep(0.05)


@pytest.fixture(scope="module")
def pair(
    postgres: Cluster, keys: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Pair]:
    seals = make_keys(tmp_path_factory.mktemp("seals") / "people.json")
    with running() as members:
        told = {**_told(postgres, "people", keys), "keys_file": seals}
        app = people.create_app(people.Settings(**told))
        members.start("people", app)
        settings = {
            **_told(postgres, "jobs", keys),
            "people_url": members.urls["people"],
            "token_private_key_file": keys / "jobs.private.json",
        }

        def start_jobs() -> None:
            members.start("jobs", jobs.create_app(jobs.Settings(**settings)))

        start_jobs()
        county = settle(members.urls, keys)
        yield Pair(members, app, county, keys, start_jobs)


def test_who_withdraws_while_jobs_is_down_is_found_after_its_start(pair: Pair) -> None:
    worker, referral = pair.referral("停机时退出")
    _, other = pair.referral("还在找")
    pair.members.end_last()
    pair.withdraw(worker)

    pair.start_jobs()
    pair.wait_until_withdrawn(referral)

    assert pair.cause_of(other) is None


def test_after_a_restore_of_people_everybody_referred_is_asked_anew(
    pair: Pair,
) -> None:
    worker, referral = pair.referral("恢复后退出")
    pair.members.end_last()
    pair.withdraw(worker)
    pair.members.on_loop(rotate_epoch(pair.people.state.database))

    pair.start_jobs()

    pair.wait_until_withdrawn(referral)
