"""The whole platform on loopback on the day of a graded file, for two counties."""

import json
import logging
import os
from collections.abc import Callable
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI

from common.database import open_database
from common.intake.exchange import read_exchange
from common.tokens import Caller
from gateway import app as gateway
from gateway.accounts.storage import AccountRow
from gateway.accounts.storage import PostingRow
from gateway.sessions.domain import Passwords
from services.jobs import app as jobs
from services.jobs import requests as jobs_requests
from services.matching import app as matching
from services.people import app as people
from services.people import requests as people_requests
from services.people.sealing import make_keys
from tests.conftest import Cluster
from tests.gateway.conftest import Person
from tests.gateway.county import Voice
from tests.gateway.members import Running
from tests.gateway.members import running
from tests.system.exchanging import Json
from tests.system.exchanging import Loaded
from tests.system.exchanging import areas_of
from tests.system.exchanging import load

SHARED = Path(__file__).parents[3] / "shared"
GRADED = SHARED / "data/judgement/judgements_dev.json"
PASSWORD = "sample password"
SINCE = date(2020, 1, 1)


@pytest.fixture(scope="module")
def document() -> Json:
    """The graded file; it lies outside the project."""
    if not GRADED.exists():
        if os.environ.get("CI"):
            pytest.fail(f"{GRADED.name} is missing")
        pytest.skip(f"{GRADED.name} lies outside the project")
    read: Json = json.loads(GRADED.read_text(encoding="utf-8"))
    return read


@pytest.fixture(scope="module")
def loaded(
    document: Json,
    postgres: Cluster,
    keys: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Loaded]:
    """The file's people and posts, brought in at the gateway."""
    exchange = read_exchange(document)
    # At the tests' level of logging numba tells every step of compiling.
    logging.getLogger("numba").setLevel(logging.WARNING)
    seals = make_keys(tmp_path_factory.mktemp("seals") / "people.json")
    with running() as members:
        told = {n: _told(postgres, n, keys) for n in ("people", "jobs", "gateway")}
        told["people"]["keys_file"] = seals
        _start_services(members, told, keys, exchange.as_of)
        own = told["gateway"]
        own |= {f"{n}_url": url for n, url in members.urls.items()}
        own["token_private_key_file"] = keys / "gateway.private.json"
        members.start("gateway", gateway.create_app(gateway.Settings(**own)))
        admin = Caller("setting", "admin", ("",), purpose="set the scene")
        voice = Voice(members.urls["people"], "people", keys, admin)
        voice.tell("PUT", "/areas", areas_of(document))
        counties = {(w.area or "")[:6] for w in exchange.workers.values()}
        _add_officers(members, own["database_url"], counties)
        members.wait_until_ready("gateway")
        with httpx.Client(base_url=members.urls["gateway"], timeout=30) as http:
            officers = {county: _signed_in(http, county) for county in counties}
            yield load(exchange, officers)


def _start_services(
    members: Running, told: dict[str, Json], keys: Path, day: date
) -> None:
    """People, jobs and matching, all on the same day."""
    person = people.create_app(people.Settings(**told["people"]))
    members.start("people", _on(person, people_requests.today, day))
    post = jobs.create_app(jobs.Settings(**told["jobs"]))
    members.start("jobs", _on(post, jobs_requests.today, day))
    followed: Json = {
        "environment": "test",
        "token_public_key_file": keys / "public.json",
        "token_private_key_file": keys / "matching.private.json",
        "people_url": members.urls["people"],
        "jobs_url": members.urls["jobs"],
        "fixed_day": day,
    }
    members.start("matching", matching.create_app(matching.Settings(**followed)))


def _on(app: FastAPI, today: Callable[..., Any], day: date) -> FastAPI:
    """The app on a day that stands still."""
    app.dependency_overrides[today] = lambda: day
    return app


def _told(postgres: Cluster, member: str, keys: Path) -> Json:
    """Settings of a stored member on a fresh database."""
    _, urls = postgres.clone(member)
    return {
        "environment": "test",
        "token_public_key_file": keys / "public.json",
        "database_url": urls.app,
        "database_owner_url": urls.owner,
        "database_feed_url": urls.feed,
        "pool_size": 5,
        "allow_synthetic": True,
        "log_level": "error",
    }


def _add_officers(members: Running, url: str, counties: set[str]) -> None:
    """One officer posted over each county, who signs in by its six digits."""

    async def add() -> None:
        database = open_database(url, pool_size=1)
        hashed = Passwords().hash(PASSWORD)
        async with database.transaction() as session:
            for county in counties:
                account = AccountRow(
                    id=uuid4(), name=county, title="县人社局", password_hash=hashed
                )
                session.add(account)
                await session.flush()
                session.add(
                    PostingRow(
                        id=uuid4(),
                        account=account.id,
                        role="county",
                        area=county.ljust(12, "0"),
                        valid_from=SINCE,
                    )
                )
        await database.close()

    members.on_loop(add())


def _signed_in(http: httpx.Client, account: str) -> Person:
    asked = {"account": account, "password": PASSWORD}
    opened = http.post("/v1/sessions", json=asked)
    assert opened.status_code == 201, opened.text
    return Person(http, opened.json()["token"])
