"""The sample member, ready for a test."""

from collections.abc import AsyncIterator
from collections.abc import Callable
from typing import Any

import asyncpg
import httpx
import pytest
from fastapi import FastAPI

from common.tokens import Caller
from common.tokens import sign
from common.tokens import signing_key
from deploy.databases import Urls
from tests.common.sample.app import Settings
from tests.common.sample.app import create_app
from tests.common.sample.reading import Feed
from tests.conftest import ClientFor


@pytest.fixture
def sample_app(settings_for: Callable[..., dict[str, Any]]) -> FastAPI:
    return create_app(Settings(**settings_for("sample")))


@pytest.fixture
async def sample(sample_app: FastAPI, client_for: ClientFor) -> httpx.AsyncClient:
    return await client_for(sample_app)


@pytest.fixture
def member_token(keys: Any) -> Callable[[], str]:
    key = signing_key(keys / "matching.private.json")
    return lambda: sign(Caller("matching", "member"), key, "sample")


@pytest.fixture
def feed(sample: httpx.AsyncClient, member_token: Callable[[], str]) -> Feed:
    return Feed(sample, member_token)


@pytest.fixture
async def owner(database_urls: Callable[[str], Urls]) -> AsyncIterator[asyncpg.Pool]:
    """The sample's database past every row policy."""
    url = database_urls("sample").owner
    async with asyncpg.create_pool(url, min_size=0, max_size=12) as pool:
        yield pool
