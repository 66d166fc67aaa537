"""A repeated write has one effect and one answer."""

import asyncio

import asyncpg
import httpx
import pytest

DRAFT = {"title": "pruning", "area": "511922100201"}


@pytest.fixture
async def rows(sample, database_urls):
    """Asks the database itself, past every policy."""
    url = database_urls("sample").owner
    async with asyncpg.create_pool(url, min_size=0, max_size=2) as pool:
        yield pool


async def count(rows: asyncpg.Pool, table: str = "posts") -> int:
    return await rows.fetchval(f"SELECT count(*) FROM {table}")


async def add(sample: httpx.AsyncClient, headers: dict, **changed) -> httpx.Response:
    return await sample.post("/posts", json={**DRAFT, **changed}, headers=headers)


async def test_a_repeat_gets_the_same_bytes_and_has_no_effect(sample, bearer, rows):
    headers = bearer("sample")
    first = await add(sample, headers)
    again = await add(sample, headers)

    assert (again.status_code, again.content) == (201, first.content)
    assert again.headers["idempotency-replayed"] == "true"
    assert again.headers["content-type"] == first.headers["content-type"]
    assert "idempotency-replayed" not in first.headers
    assert await count(rows) == 1


async def test_twenty_copies_at_once_have_one_effect(sample, bearer, rows):
    headers = bearer("sample")
    answers = await asyncio.gather(*(add(sample, headers) for _ in range(20)))
    codes = {answer.status_code for answer in answers}
    last = await add(sample, headers)

    assert await count(rows) == 1
    assert codes <= {201, 409, 503}
    assert {a.content for a in answers if a.status_code == 201} == {last.content}


async def test_a_copy_of_a_running_write_is_told_to_wait(sample, bearer, rows):
    headers = bearer("sample")
    async with rows.acquire() as slow, slow.transaction():
        await slow.execute("LOCK TABLE posts IN EXCLUSIVE MODE")
        first = asyncio.create_task(add(sample, headers))
        await asyncio.sleep(0.3)
        second = await add(sample, headers)

    assert second.json()["type"] == "/problems/still-running"
    assert (second.status_code, second.headers["retry-after"]) == (409, "1")
    assert (await first).status_code == 201


async def test_the_same_key_for_another_request_is_refused(sample, bearer, rows):
    headers = bearer("sample")
    await add(sample, headers)
    other = await add(sample, headers, title="grafting")

    assert other.json()["type"] == "/problems/key-reused"
    assert other.status_code == 422
    assert await count(rows) == 1


async def test_another_caller_with_the_same_key_is_independent(sample, bearer, rows):
    headers = bearer("sample", subject="anna")
    await add(sample, headers)
    other = {
        **bearer("sample", subject="li"),
        "Idempotency-Key": headers["Idempotency-Key"],
    }
    answer = await add(sample, other)

    assert answer.status_code == 201
    assert await count(rows) == 2


@pytest.mark.parametrize("key", [None, "short", "x" * 201])
async def test_a_write_without_a_usable_key_is_refused(sample, bearer, rows, key):
    headers = bearer("sample") | {"Idempotency-Key": key or ""}
    answer = await add(sample, headers)

    assert answer.json()["type"] == "/problems/key-missing"
    assert answer.status_code == 400
    assert await count(rows) == 0


async def test_reading_needs_no_key(sample, bearer):
    headers = bearer("sample")
    del headers["Idempotency-Key"]

    assert (await sample.get("/posts", headers=headers)).status_code == 200


async def test_a_problem_keeps_nothing(sample, bearer, rows):
    headers = bearer("sample")
    refused = await sample.post("/posts/refused", headers=headers)
    again = await sample.post("/posts/refused", headers=headers)

    assert (refused.status_code, again.status_code) == (409, 409)
    assert "idempotency-replayed" not in again.headers
    assert await count(rows) == 0
    assert await count(rows, "idempotency") == 0


async def test_a_write_route_without_a_transaction_is_our_own_mistake(sample, bearer):
    answer = await sample.post("/posts/untold", headers=bearer("sample"))

    assert answer.status_code == 500


async def test_the_kept_row_tells_nobody_anything(sample, bearer, rows):
    headers = bearer("sample")
    made = await add(sample, headers)
    row = await rows.fetchrow("SELECT * FROM idempotency")
    stored = b"".join((row["key"], row["request"], row["answer"]))

    assert made.json()["id"].encode() not in stored
    assert headers["Idempotency-Key"].encode() not in stored


async def test_old_keys_are_forgotten_as_fresh_ones_come(sample, bearer, rows):
    await add(sample, bearer("sample"))
    await rows.execute("UPDATE idempotency SET made_at = now() - interval '8 days'")
    await add(sample, bearer("sample"))

    assert await count(rows, "idempotency") == 1
