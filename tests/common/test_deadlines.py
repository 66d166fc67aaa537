"""Whoever has too little time is told so in time, and nothing works on behind it."""

import asyncio
import time
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest

from common.database import OpenTransaction
from common.database import run_sql

ROOT = Path(__file__).parents[2]
SLACK_S = 4.0


@pytest.fixture
def sleepy(sample_app: Any) -> Any:
    """The sample with a route whose statement takes longer than anybody waits."""

    @sample_app.get("/sleepy")
    async def sleepy(tx: OpenTransaction) -> str:
        await run_sql(tx, "SELECT pg_sleep(4), 'sleepy'")
        return "rested"

    return sample_app


async def asleep(database: Any) -> int:
    """How many statements of the sleepy route the server is still working on."""
    query = (
        "SELECT count(*) FROM pg_stat_activity WHERE state = 'active'"
        " AND query LIKE '%sleepy%' AND pid <> pg_backend_pid()"
        " AND datname = current_database()"
    )
    async with database.transaction() as session:
        return int((await run_sql(session, query)).scalar_one())


async def test_a_statement_ends_with_the_deadline_of_its_caller(sample, sleepy):
    asked = (sample.get("/sleepy", headers={"X-Deadline-Ms": "200"}) for _ in range(3))
    answers = await asyncio.gather(*asked)
    await asyncio.sleep(0.1)

    assert [answer.status_code for answer in answers] == [503] * 3
    assert await asleep(sleepy.state.database) == 0
    assert sleepy.state.database.waiting == 0


async def test_a_full_pool_keeps_nobody_past_the_deadline(sample, sample_app, bearer):
    database = sample_app.state.database
    headers = {**bearer("sample"), "X-Deadline-Ms": "500"}
    async with AsyncExitStack() as stack:
        held = [stack_open(stack, database) for _ in range(5)]
        await asyncio.gather(*(asyncio.create_task(one) for one in held))
        started = time.monotonic()
        many = (sample.get("/posts", headers=headers) for _ in range(200))
        answers = await asyncio.gather(*many)
        took_s = time.monotonic() - started
    after = await sample.get("/posts", headers=bearer("sample"))

    assert {answer.status_code for answer in answers} == {503}
    assert all(answer.headers["retry-after"] for answer in answers)
    assert took_s < 0.5 + SLACK_S
    assert (after.status_code, database.waiting) == (200, 0)


async def stack_open(stack: AsyncExitStack, database: Any) -> None:
    """Take a connection and keep it, past the task that took it."""
    connection = await database.engine.connect()
    stack.push_async_callback(connection.close)


def test_no_duration_is_taken_from_a_clock_that_somebody_may_set():
    folders = [ROOT / name for name in ("common", "services", "gateway")]
    files = [file for folder in folders for file in folder.rglob("*.py")]
    naming = {file.name for file in files if "time.time()" in file.read_text("utf-8")}

    assert naming == {"tokens.py"}, "use time.monotonic() or perf_counter()"
