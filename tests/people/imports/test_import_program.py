"""The program beside the service: it works, and it is started again when it dies."""

import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI

from common.tokens import Caller
from tests.people.conftest import Voice
from tests.people.imports.books import LI
from tests.people.imports.books import ZHANG
from tests.people.imports.books import ledger
from tests.people.imports.conftest import Office


@pytest.fixture
async def app(app_of: Callable[..., FastAPI]) -> FastAPI:
    return app_of()


@pytest.fixture
async def real_office(
    app: FastAPI, client_for: Callable[..., Any], keys: Path
) -> Office:
    caller = Caller("county-1", "county", ("990121",), purpose="test")
    client = await client_for(app)
    return Office(Voice(client, keys / "gateway.private.json", caller))


async def test_a_program_that_was_killed_goes_on_where_it_was(
    app: FastAPI, real_office: Office
) -> None:
    first = await real_office.bring(ledger(ZHANG))
    os.kill(app.state.imports.process_id, signal.SIGKILL)
    committed = await real_office.commit(first["id"])
    second = await real_office.bring(ledger((*ZHANG[:4], "高中", ""), LI))
    os.kill(app.state.imports.process_id, signal.SIGKILL)
    await real_office.commit(second["id"])
    undone = await real_office.undo(second["id"])

    people = await real_office.voice.read("/workers")
    assert committed["state"] == "committed"
    assert (undone["state"], undone["left_over"], len(people)) == ("undone", [], 1)
