"""The gateway alone on a database of its own, and all members together once a run."""

import logging
from collections.abc import Awaitable
from collections.abc import Callable
from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field
from pathlib import Path
from typing import Any
from uuid import UUID
from uuid import uuid4

import asyncpg
import httpx
import pytest
from fastapi import FastAPI

from common.database import open_database
from common.database import run_sql
from deploy.members import DESK
from gateway.app import Settings
from gateway.app import create_app
from gateway.loading import SampleScope
from gateway.loading import load_sample_accounts
from services.jobs import app as jobs
from services.matching import app as matching
from services.people import app as people
from services.people.sealing import make_keys
from tests.conftest import Cluster
from tests.gateway.county import COUNTY
from tests.gateway.county import TOWN
from tests.gateway.county import VILLAGE
from tests.gateway.county import County
from tests.gateway.county import settle
from tests.gateway.members import Running
from tests.gateway.members import running

PASSWORD = "sample password"
NOWHERE = "http://127.0.0.1:9"
URLS = ("people_url", "jobs_url", "matching_url")
SCOPE = SampleScope(
    county=COUNTY,
    township=TOWN,
    village=VILLAGE,
    employer=UUID("01920000-0000-7000-8000-00000000000e"),
    worker=UUID("01920000-0000-7000-8000-00000000000a"),
)
Headers = dict[str, str]
SignIn = Callable[[str], Awaitable[Headers]]


@pytest.fixture
def gateway_app(settings_for: Callable[..., dict[str, Any]], keys: Path) -> FastAPI:
    """The gateway, not started yet, with no service behind it."""
    told = settings_for("gateway", token_private_key_file=keys / "gateway.private.json")
    nowhere: dict[str, Any] = dict.fromkeys(URLS, NOWHERE)
    return create_app(Settings(**told, **nowhere))


@pytest.fixture
async def gateway(
    gateway_app: FastAPI, client_for: Callable[..., Any]
) -> httpx.AsyncClient:
    """A client of a gateway with sample accounts and no service behind it."""
    client: httpx.AsyncClient = await client_for(gateway_app)
    await load_sample_accounts(gateway_app.state.database, SCOPE, PASSWORD)
    return client


@pytest.fixture
def sign_in(gateway: httpx.AsyncClient) -> SignIn:
    """Signs a sample account in: headers with its token and a fresh key."""

    async def headers(name: str) -> Headers:
        asked = {"account": name, "password": PASSWORD}
        opened = await gateway.post("/v1/sessions", json=asked)
        token = opened.json()["token"]
        return {"Authorization": f"Bearer {token}", "Idempotency-Key": uuid4().hex}

    return headers


@dataclass(frozen=True)
class Person:
    """Somebody signed in at the gateway of the whole platform."""

    http: httpx.Client
    token: str

    def ask(self, method: str, path: str, **more: Any) -> httpx.Response:
        """One request, a write under a fresh key."""
        headers = {
            "Authorization": f"Bearer {self.token}",
            "Idempotency-Key": uuid4().hex,
            **more.pop("headers", {}),
        }
        return self.http.request(method, path, headers=headers, **more)

    def get(self, path: str, **query: Any) -> httpx.Response:
        return self.ask("GET", path, params=query)

    def post(self, path: str, body: Any = None, **more: Any) -> httpx.Response:
        return self.ask("POST", path, json=body, **more)


@dataclass(frozen=True)
class Platform:
    """Everything that runs, and what the county holds."""

    members: Running
    http: httpx.Client
    county: County
    gateway: FastAPI
    gateway_told: dict[str, Any]
    owner_url: str
    signed_in: dict[str, Person] = field(default_factory=dict)

    def person(self, account: str) -> Person:
        """A sample account, signed in once a run."""
        if account not in self.signed_in:
            self.signed_in[account] = self.newcomer(account)
        return self.signed_in[account]

    def newcomer(self, account: str) -> Person:
        """A sample account, signed in anew."""
        asked = {"account": account, "password": PASSWORD}
        opened = self.http.post("/v1/sessions", json=asked)
        assert opened.status_code == 201, opened.text
        return Person(self.http, opened.json()["token"])

    def as_owner(self, statement: str) -> None:
        """Change the gateway's schema, as only its owner may."""

        async def run() -> None:
            owner = await asyncpg.connect(self.owner_url)
            await owner.execute(statement)
            await owner.close()

        self.members.on_loop(run())

    def sql(self, statement: str, **values: Any) -> list[tuple[Any, ...]]:
        """What a statement on the gateway's database gives, as the app role."""

        async def run() -> list[tuple[Any, ...]]:
            database = open_database(self.gateway_told["database_url"], pool_size=1)
            async with database.transaction() as session:
                told = await run_sql(session, statement, **values)
                rows = [tuple(row) for row in told] if told.returns_rows else []
            await database.close()
            return rows

        return self.members.on_loop(run())


@pytest.fixture(scope="session")
def platform(
    postgres: Cluster, keys: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Platform]:
    """People, jobs, matching and the gateway over loopback, on fresh databases."""
    private = keys / "gateway.private.json"
    # At the tests' level of logging numba tells every step of compiling.
    logging.getLogger("numba").setLevel(logging.WARNING)
    seals = make_keys(tmp_path_factory.mktemp("seals") / "people.json")
    with running() as members:
        told = {n: _told(postgres, n, keys) for n in ("people", "jobs", "gateway")}
        told["people"]["keys_file"] = seals
        members.start("people", people.create_app(people.Settings(**told["people"])))
        told["jobs"] |= {
            "people_url": members.urls["people"],
            "token_private_key_file": keys / "jobs.private.json",
        }
        members.start("jobs", jobs.create_app(jobs.Settings(**told["jobs"])))
        public: dict[str, Any] = {
            "environment": "test",
            "token_public_key_file": keys / "public.json",
        }
        follower = keys / "matching.private.json"
        urls: dict[str, Any] = {f"{n}_url": url for n, url in members.urls.items()}
        followed = {**public, **urls, "token_private_key_file": follower}
        members.start("matching", matching.create_app(matching.Settings(**followed)))
        urls["matching_url"] = members.urls["matching"]
        own = {**told["gateway"], **urls, "token_private_key_file": private}
        own["checkpoint_file"] = tmp_path_factory.mktemp("kept") / "checkpoints"
        own["desk_folder"] = DESK / "dist"
        gateway = create_app(Settings(**own))
        members.start("gateway", gateway)
        county = settle(members.urls, keys)
        _load_accounts(members, own["database_url"], county)
        members.wait_until_ready("gateway")
        with httpx.Client(base_url=members.urls["gateway"], timeout=30) as http:
            owner_url = own["database_owner_url"]
            yield Platform(members, http, county, gateway, own, owner_url)


def _told(postgres: Cluster, member: str, keys: Path) -> dict[str, Any]:
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


def _load_accounts(members: Running, url: str, county: County) -> None:
    async def load() -> None:
        database = open_database(url, pool_size=1)
        scope = SampleScope(COUNTY, TOWN, VILLAGE, county.employer, county.worker)
        await load_sample_accounts(database, scope, PASSWORD)
        await database.close()

    members.on_loop(load())
