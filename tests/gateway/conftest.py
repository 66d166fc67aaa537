"""A gateway on a database of its own, with sample accounts; services may be away."""

from collections.abc import Awaitable
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID
from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI

from gateway.app import Settings
from gateway.app import create_app
from gateway.loading import SampleScope
from gateway.loading import load_sample_accounts

SCOPE = SampleScope(
    county="430903000000",
    township="430903105000",
    village="430903105201",
    employer=UUID("01920000-0000-7000-8000-00000000000e"),
    worker=UUID("01920000-0000-7000-8000-00000000000a"),
)
PASSWORD = "sample password"
NOWHERE = {
    "people_url": "http://127.0.0.1:9",
    "jobs_url": "http://127.0.0.1:9",
    "matching_url": "http://127.0.0.1:9",
}
Headers = dict[str, str]
SignIn = Callable[[str], Awaitable[Headers]]


@pytest.fixture
def gateway_settings(
    settings_for: Callable[..., dict[str, Any]], keys: Path
) -> Callable[..., Settings]:
    """Settings of a gateway on this test's database; services are nowhere."""

    def settings(**more: Any) -> Settings:
        private = keys / "gateway.private.json"
        asked = {**NOWHERE, "token_private_key_file": private, **more}
        return Settings(**settings_for("gateway", **asked))

    return settings


@pytest.fixture
def gateway_app(gateway_settings: Callable[..., Settings]) -> FastAPI:
    """The gateway, not started yet, with no service behind it."""
    return create_app(gateway_settings())


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
