"""Jobs ends and begins again beside real people: no withdrawal is ever missed."""

import time
from collections.abc import Callable
from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import replace
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
        self.wait_until(referral, "withdrawn")

    def wait_until(self, referral: UUID, cause: str) -> None:
        ends = time.monotonic() + LONGEST_S
        while self.cause_of(referral) != cause:
            assert time.monotonic() < ends
            time.sleep(0.05)

    def other_referral(self, name: str) -> tuple[UUID, UUID]:
        """The same to another post of the county."""
        worker = self.voice("people").add("/workers", a_worker(name))
        draft = {"worker": str(worker), "post": str(self.county.late_post)}
        return worker, self.voice("jobs").add("/referrals", draft)

    def propose(self, kept: UUID, gone: UUID) -> UUID:
        draft = {"kept": str(kept), "gone": str(gone)}
        return self.voice("people").add("/merges", draft)

    def second_officer(self) -> Voice:
        other = replace(OFFICER, subject="second")
        return Voice(self.members.urls["people"], "people", self.keys, other)

    def worker_of(self, referral: UUID, expected: UUID) -> Any:
        """Whose a referral is, once that is who is expected, or when time is up."""
        ends = time.monotonic() + LONGEST_S
        path, found = f"/referrals/{referral}", None
        while found != str(expected) and time.monotonic() < ends:
            found = self.voice("jobs").tell("GET", path, None)["worker"]
            time.sleep(0.05)
        return found


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


def test_referrals_follow_a_person_of_whom_two_rows_become_one_and_back(
    pair: Pair,
) -> None:
    first, _ = pair.referral("同一个人")
    second, referral = pair.other_referral("同一个人")
    merge = pair.voice("people").add(
        "/merges", {"kept": str(first), "gone": str(second)}
    )

    pair.second_officer().tell("POST", f"/merges/{merge}/accept", {})
    joined = pair.worker_of(referral, first)
    pair.second_officer().tell("POST", f"/merges/{merge}/part", {})
    parted = pair.worker_of(referral, second)

    assert (joined, parted) == (str(first), str(second))
    assert pair.cause_of(referral) is None


def test_of_two_open_referrals_to_one_post_the_merged_rows_own_is_ended(
    pair: Pair,
) -> None:
    first, kept = pair.referral("两次推荐")
    second, twice = pair.referral("两次推荐")
    merge = pair.voice("people").add(
        "/merges", {"kept": str(first), "gone": str(second)}
    )
    pair.second_officer().tell("POST", f"/merges/{merge}/accept", {})

    pair.wait_until(twice, "officer")

    assert pair.cause_of(kept) is None
