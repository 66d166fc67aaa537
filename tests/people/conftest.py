"""The service on a database of its own, with a small county, and callers to it."""

import asyncio
from collections.abc import AsyncIterator
from collections.abc import Awaitable
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg
import httpx
import pytest
from fastapi import FastAPI

from common.contracts.people import Area
from common.tokens import Caller
from common.tokens import sign
from common.tokens import signing_key
from services.people.app import Settings
from services.people.app import create_app
from services.people.loading import load_areas
from services.people.sealing import Keys
from services.people.sealing import make_keys
from services.people.sealing import read_keys
from tests.people.builders import AREAS
from tests.people.builders import VILLAGE


@dataclass(frozen=True)
class Voice:
    """Somebody who speaks to the service: each call under a fresh token and key."""

    client: httpx.AsyncClient
    key_file: Path
    caller: Caller
    lang: str = "zh"

    async def ask(self, method: str, path: str, **more: Any) -> httpx.Response:
        token = sign(self.caller, signing_key(self.key_file), "people")
        headers = {
            "Authorization": f"Bearer {token}",
            "Idempotency-Key": uuid4().hex,
            "Accept-Language": self.lang,
            **more.pop("headers", {}),
        }
        return await self.client.request(method, path, headers=headers, **more)

    async def read(self, path: str, **query: Any) -> Any:
        answer = await self.ask("GET", path, params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def write(self, path: str, body: Any, method: str = "POST") -> Any:
        answer = await self.ask(method, path, json=body)
        assert answer.is_success, answer.text
        return answer.json()

    async def refused(self, path: str, body: Any, method: str = "POST") -> Any:
        """The problem with which a write was refused."""
        answer = await self.ask(method, path, json=body)
        assert answer.is_client_error, answer.text
        return answer.json()

    async def status(self, path: str, body: Any = None, method: str = "GET") -> int:
        return (await self.ask(method, path, json=body)).status_code

    async def add(self, draft: dict[str, Any]) -> str:
        """A new worker's id."""
        return str((await self.write("/workers", draft))["id"])


VoiceOf = Callable[..., Voice]


@pytest.fixture(scope="session")
def sealing_keys_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_keys(tmp_path_factory.mktemp("people") / "people.json")


@pytest.fixture
def sealing_keys(sealing_keys_file: Path) -> Keys:
    return read_keys(sealing_keys_file)


@pytest.fixture(scope="session")
def county_in_template(postgres: Any) -> None:
    """The areas of the small county, in every database that a test is given."""
    owner_url = postgres.template("people").owner

    async def load() -> None:
        connection = await asyncpg.connect(owner_url)
        await load_areas(connection, (Area.model_validate(area) for area in AREAS))
        await connection.close()

    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, load()).result()


@pytest.fixture
def app_of(
    county_in_template: None,
    settings_for: Callable[..., dict[str, Any]],
    sealing_keys_file: Path,
) -> Callable[..., FastAPI]:
    """The service on this test's database; arguments change its settings."""

    def app(**more: Any) -> FastAPI:
        told = {"keys_file": sealing_keys_file, **more}
        return create_app(Settings(**settings_for("people", **told)))

    return app


@pytest.fixture
async def owner(
    database_urls: Callable[[str], Any],
) -> AsyncIterator[asyncpg.Connection]:
    """The database as its owner sees it."""
    connection = await asyncpg.connect(database_urls("people").owner)
    yield connection
    await connection.close()


@pytest.fixture
async def client(
    app_of: Callable[..., FastAPI],
    client_for: Callable[..., Awaitable[httpx.AsyncClient]],
) -> httpx.AsyncClient:
    return await client_for(app_of())


@pytest.fixture
def voice_of(client: httpx.AsyncClient, keys: Path) -> VoiceOf:
    """`voice_of("coordinator", "990121101201")`: anybody who may call."""

    def voice(role: str, *areas: str, **more: Any) -> Voice:
        purpose = more.pop("purpose", "test")
        caller = Caller(f"{role}-1", role, areas, purpose=purpose, **more)
        return Voice(client, keys / "gateway.private.json", caller)

    return voice


@pytest.fixture
def county(voice_of: VoiceOf) -> Voice:
    return voice_of("county", "990121")


@pytest.fixture
def coordinator(voice_of: VoiceOf) -> Voice:
    return voice_of("coordinator", VILLAGE)


@pytest.fixture
def feed(voice_of: VoiceOf) -> Voice:
    return voice_of("member", "")
