"""Signing in: what is told, what is counted, what ends."""

import asyncio
from collections.abc import Awaitable
from collections.abc import Callable
from contextlib import suppress
from time import perf_counter
from typing import Any

import httpx
from fastapi import FastAPI

from common.database import run_sql
from gateway.sessions.domain import Passwords
from gateway.sessions.domain import WrongCredentials

SignIn = Callable[[str], Awaitable[dict[str, str]]]
WRONG = {"account": "county", "password": "not it"}
NOBODY = {"account": "nobody", "password": "not it"}
RIGHT = {"account": "county", "password": "sample password"}


async def rows_of(app: FastAPI, query: str) -> list[tuple[Any, ...]]:
    async with app.state.database.transaction() as session:
        return [tuple(row) for row in await run_sql(session, query)]


async def test_a_token_opens_what_needs_a_session(
    gateway: httpx.AsyncClient, sign_in: SignIn
) -> None:
    headers = await sign_in("county")

    answer = await gateway.get("/v1/me", headers=headers)

    assert answer.status_code == 200
    assert answer.json()["posting"]["role"] == "county"
    assert answer.json()["posting"]["area"] == "990121000000"


async def test_without_a_token_nobody_is_anybody(gateway: httpx.AsyncClient) -> None:
    answer = await gateway.get("/v1/me")

    assert answer.status_code == 401
    assert answer.json()["type"] == "/problems/session-ended"
    assert answer.headers["www-authenticate"] == "Bearer"


async def test_unknown_accounts_are_answered_like_wrong_passwords(
    gateway: httpx.AsyncClient,
) -> None:
    wrong = await gateway.post("/v1/sessions", json=WRONG)
    nobody = await gateway.post("/v1/sessions", json=NOBODY)

    assert (wrong.status_code, nobody.status_code) == (401, 401)
    assert wrong.content == nobody.content


async def test_the_sixth_try_is_refused_even_with_the_right_password(
    gateway: httpx.AsyncClient,
) -> None:
    tries = [await gateway.post("/v1/sessions", json=WRONG) for _ in range(5)]
    sixth = await gateway.post("/v1/sessions", json=RIGHT)

    assert [answer.status_code for answer in tries] == [401] * 5
    assert sixth.status_code == 429
    assert 0 < int(sixth.headers["retry-after"]) <= 900


async def test_a_burst_of_tries_cannot_pass_the_count_together(
    gateway: httpx.AsyncClient,
) -> None:
    tries = (gateway.post("/v1/sessions", json=WRONG) for _ in range(12))
    answers = await asyncio.gather(*tries)

    statuses = [answer.status_code for answer in answers]
    assert statuses.count(401) <= 5


async def test_unknown_accounts_are_locked_like_known_ones(
    gateway: httpx.AsyncClient,
) -> None:
    tries = [await gateway.post("/v1/sessions", json=NOBODY) for _ in range(6)]

    assert [answer.status_code for answer in tries] == [401] * 5 + [429]


async def test_a_right_password_forgets_the_wrong_ones(
    gateway: httpx.AsyncClient,
) -> None:
    asked = [WRONG] * 4 + [RIGHT] + [WRONG] * 4 + [RIGHT]
    answers = [await gateway.post("/v1/sessions", json=body) for body in asked]

    assert [answers[4].status_code, answers[9].status_code] == [201, 201]


async def test_the_lock_ends_after_fifteen_minutes(
    gateway: httpx.AsyncClient, gateway_app: FastAPI
) -> None:
    for _ in range(5):
        await gateway.post("/v1/sessions", json=WRONG)
    async with gateway_app.state.database.transaction() as session:
        age = "UPDATE attempts SET tried_at = tried_at - interval '15 minutes'"
        await run_sql(session, age)
    answer = await gateway.post("/v1/sessions", json=RIGHT)

    assert answer.status_code == 201


async def test_signing_out_ends_the_token_at_once(
    gateway: httpx.AsyncClient, sign_in: SignIn
) -> None:
    headers = await sign_in("county")
    closed = await gateway.delete("/v1/sessions", headers=headers)
    answer = await gateway.get("/v1/me", headers=headers)

    assert closed.status_code == 204
    assert answer.status_code == 401


async def test_a_lost_phone_is_signed_out_from_another(
    gateway: httpx.AsyncClient, sign_in: SignIn
) -> None:
    phone, desk = await sign_in("county"), await sign_in("county")
    listed = (await gateway.get("/v1/sessions", headers=desk)).json()
    lost = next(session["id"] for session in listed if not session["current"])
    await gateway.delete(f"/v1/sessions/{lost}", headers=desk)

    assert len(listed) == 2
    assert (await gateway.get("/v1/me", headers=phone)).status_code == 401
    assert (await gateway.get("/v1/me", headers=desk)).status_code == 200


async def test_nobody_signs_out_somebody_else(
    gateway: httpx.AsyncClient, sign_in: SignIn
) -> None:
    county, township = await sign_in("county"), await sign_in("township")
    theirs = (await gateway.get("/v1/sessions", headers=county)).json()[0]["id"]
    await gateway.delete(f"/v1/sessions/{theirs}", headers=township)

    assert (await gateway.get("/v1/me", headers=county)).status_code == 200


async def test_only_the_hash_of_a_token_is_kept(
    gateway: httpx.AsyncClient, gateway_app: FastAPI
) -> None:
    opened = await gateway.post("/v1/sessions", json=RIGHT)
    token = opened.json()["token"]
    kept = await rows_of(gateway_app, "SELECT sessions::text FROM sessions")

    assert len(token) >= 43
    assert token not in str(kept)
    assert token.encode().hex() not in str(kept)


async def test_an_ended_session_opens_nothing(
    gateway: httpx.AsyncClient, gateway_app: FastAPI, sign_in: SignIn
) -> None:
    headers = await sign_in("county")
    async with gateway_app.state.database.transaction() as session:
        await run_sql(session, "UPDATE sessions SET ends_at = now()")
    answer = await gateway.get("/v1/me", headers=headers)

    assert answer.status_code == 401


async def test_a_closed_account_opens_nothing(
    gateway: httpx.AsyncClient, gateway_app: FastAPI, sign_in: SignIn
) -> None:
    headers = await sign_in("county")
    async with gateway_app.state.database.transaction() as session:
        await run_sql(session, "UPDATE accounts SET active = false")
    asked = await gateway.get("/v1/me", headers=headers)
    again = await gateway.post("/v1/sessions", json=RIGHT)

    assert (asked.status_code, again.status_code) == (401, 401)


async def seconds_of(passwords: Passwords, kept: str | None) -> float:
    began = perf_counter()
    with suppress(WrongCredentials):
        await passwords.check(kept, "not it")
    return perf_counter() - began


async def test_an_unknown_name_costs_as_much_as_a_wrong_password() -> None:
    passwords = Passwords()
    kept = passwords.hash("the right one")
    known = min([await seconds_of(passwords, kept) for _ in range(5)])
    unknown = min([await seconds_of(passwords, None) for _ in range(5)])

    # The hash takes some 25 ms; whoever skips it is a hundred times faster.
    assert unknown > known / 3
