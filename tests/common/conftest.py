"""The sample member, ready for a test."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from common.tokens import Caller
from common.tokens import sign
from common.tokens import signing_key
from tests.common.sample.app import Settings
from tests.common.sample.app import create_app
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
