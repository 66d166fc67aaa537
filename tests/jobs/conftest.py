"""The jobs service, ready for a test, and callers who speak to it."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID
from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI

from services.jobs.app import Settings
from services.jobs.app import create_app
from services.jobs.requests import today
from tests.conftest import ClientFor
from tests.jobs.builders import an_employer
from tests.jobs.builders import stated

TODAY = date(2026, 3, 10)


@dataclass(frozen=True)
class Desk:
    """Somebody who speaks to the service: every call under a fresh token and key."""

    client: httpx.AsyncClient
    bearer: Callable[..., dict[str, str]]
    caller: dict[str, Any]

    async def ask(
        self, method: str, path: str, *, lang: str = "en", **more: Any
    ) -> httpx.Response:
        headers = {**self.bearer("jobs", **self.caller), "Accept-Language": lang}
        headers |= more.pop("headers", {})
        return await self.client.request(method, path, headers=headers, **more)

    async def insist(self, path: str, body: Any = None) -> httpx.Response:
        """Ask again under the same key while the service is busy, as clients do."""
        key = {"Idempotency-Key": uuid4().hex}
        async with asyncio.timeout(60):
            while True:
                answer = await self.ask("POST", path, headers=key, json=body)
                if answer.status_code != 503:
                    return answer
                await asyncio.sleep(0.2)

    async def read(self, path: str, **more: Any) -> Any:
        answer = await self.ask("GET", path, **more)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def write(self, path: str, body: Any = None, method: str = "POST") -> Any:
        answer = await self.ask(method, path, json=body)
        assert answer.is_success, answer.text
        return answer.json()

    async def employer(self, **facts: Any) -> str:
        """A new employer's id."""
        return str((await self.write("/employers", an_employer(**facts)))["id"])

    async def post(self, employer: str, **facts: Any) -> str:
        """A new published post's id."""
        draft = {"employer": employer, "stated": stated(state="published", **facts)}
        return str((await self.write("/posts", draft))["id"])


DeskOf = Callable[..., Desk]
HrOf = Callable[[str], Desk]


@pytest.fixture
def jobs_app(settings_for: Callable[..., dict[str, Any]]) -> FastAPI:
    """The service on the 10th of March 2026."""
    app = create_app(Settings(**settings_for("jobs")))

    async def that_day() -> date:
        return TODAY

    app.dependency_overrides[today] = that_day
    return app


@pytest.fixture
async def desk_of(
    jobs_app: FastAPI, client_for: ClientFor, bearer: Callable[..., dict[str, str]]
) -> DeskOf:
    """`desk_of(role="hr", employer=…)`: a desk for any caller."""
    client = await client_for(jobs_app)
    return lambda **caller: Desk(client, bearer, caller)


@pytest.fixture
def hr_of(desk_of: DeskOf) -> HrOf:
    """The desk of an employer's HR officer."""
    return lambda employer: desk_of(role="hr", areas=(), employer=UUID(employer))


@pytest.fixture
def county(desk_of: DeskOf) -> Desk:
    """An officer of the sample county."""
    return desk_of(role="county", areas=("990121",))


@pytest.fixture
def worker(desk_of: DeskOf) -> Desk:
    """Somebody who looks for work."""
    return desk_of(role="worker", areas=())
