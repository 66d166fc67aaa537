"""Workbooks brought to the service, and carried on by the program beside it."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from fastapi import FastAPI

from services.people.imports.carrying import Carrier
from services.people.sealing import Keys
from tests.people.conftest import Voice

WAIT_S = 60


@dataclass(frozen=True)
class Office:
    """An officer who brings workbooks, and waits until they are worked off."""

    voice: Voice

    async def bring(self, content: bytes, **query: Any) -> Any:
        """The import, once it is checked; or the problem with which it was refused."""
        key = {"Idempotency-Key": query.pop("key", uuid4().hex)}
        told = await self.voice.ask(
            "POST", "/imports/files", content=content, params=query, headers=key
        )
        if told.status_code != 202:
            return told.json()
        return await self.settled(told.json()["id"])

    async def commit(self, id: str, rows: str = "all") -> Any:
        await self.voice.write(f"/imports/files/{id}/commit", {"rows": rows})
        return await self.settled(id)

    async def undo(self, id: str) -> Any:
        await self.voice.write(f"/imports/files/{id}/undo", {})
        return await self.settled(id)

    async def lines(self, id: str, **query: Any) -> Any:
        return await self.voice.read(f"/imports/files/{id}/rows", **query)

    async def book(self, id: str) -> bytes:
        """The marked workbook."""
        told = await self.voice.ask("GET", f"/imports/files/{id}/workbook")
        assert told.status_code == 200, told.text
        return told.content

    async def settled(self, id: str) -> Any:
        """The import when nobody works on it any more."""
        ends = time.monotonic() + WAIT_S
        while time.monotonic() < ends:
            told = await self.voice.read(f"/imports/files/{id}")
            resting = told["state"] in ("checked", "committed", "undone", "refused")
            if resting and told["workbook"] != "wanted":
                return told
            await asyncio.sleep(0.1)
        raise AssertionError(f"{told['state']} for {WAIT_S} s")


class Beside:
    """Carries imports on in this process, where the service starts one of its own."""

    def __init__(self, carrier: Carrier) -> None:
        self.carrier = carrier
        self.tasks: set[asyncio.Task[None]] = set()

    async def wake(self) -> None:
        self.tasks.add(asyncio.create_task(self._carry()))

    async def _carry(self) -> None:
        for id, caller in await self.carrier.unfinished():
            await self.carrier.carry_on(id, caller)

    async def close(self) -> None:
        await asyncio.gather(*self.tasks)


@pytest.fixture
def app_here(app_of: Callable[..., FastAPI]) -> FastAPI:
    return app_of()


@pytest.fixture
async def client(
    app_here: FastAPI, client_for: Callable[..., Any], sealing_keys: Keys
) -> Any:
    client = await client_for(app_here)
    database = app_here.state.database
    app_here.state.imports = Beside(Carrier(database, sealing_keys, True))
    return client


@pytest.fixture
def carrier(client: Any, app_here: FastAPI) -> Carrier:
    return app_here.state.imports.carrier


@pytest.fixture
def office(county: Voice) -> Office:
    return Office(county)


@pytest.fixture
def office_of(voice_of: Callable[..., Voice]) -> Callable[..., Office]:
    return lambda role, *areas: Office(voice_of(role, *areas))
