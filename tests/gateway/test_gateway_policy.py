"""The table of who may call what, held against the routes that there are."""

from collections.abc import Awaitable
from collections.abc import Callable

import httpx
import pytest
from fastapi import FastAPI

from gateway.accounts.domain import ROLES
from gateway.accounts.domain import Role
from gateway.policy import OPEN_ROUTES
from gateway.policy import POLICY
from gateway.policy import Scope
from tests.gateway.calls import OPEN
from tests.gateway.calls import routes_of

SignIn = Callable[[str], Awaitable[dict[str, str]]]


def test_the_walk_sees_every_route(gateway_app: FastAPI) -> None:
    paths = {route.path for route in routes_of(gateway_app)}

    assert {"/healthz", "/v1/sessions", "/v1/workers/{worker_id}/shortlist"} <= paths
    assert len(routes_of(gateway_app)) >= 40


def test_every_route_has_a_row_and_every_row_a_route(gateway_app: FastAPI) -> None:
    names = {route.name for route in routes_of(gateway_app)} - OPEN

    assert names == set(POLICY)
    assert OPEN | {"open_session", "open_browser_session"} == OPEN_ROUTES


def test_what_stores_something_is_a_write(gateway_app: FastAPI) -> None:
    stores = {r.name for r in routes_of(gateway_app) if r.method != "GET"}
    named = {name for name, rule in POLICY.items() if rule.effect != "read"}
    asking = {name for name, rule in POLICY.items() if rule.effect == "ask"}

    assert stores == named - {"find_sessions"}
    assert asking == {
        "advise_draft",
        "assign_together",
        "export_workers",
        "find_worker",
        "name_workers",
        "shortlist_for_walk_in",
        "try_rules",
    }


async def test_without_a_session_every_route_is_closed(
    gateway: httpx.AsyncClient, gateway_app: FastAPI
) -> None:
    statuses = {
        route.name: (
            await gateway.request(route.method, route.url(), json=route.body)
        ).status_code
        for route in routes_of(gateway_app)
        if route.name not in OPEN_ROUTES
    }

    assert statuses == dict.fromkeys(statuses, 401)
    assert len(statuses) >= 35


@pytest.mark.parametrize("role", ROLES)
async def test_a_role_is_forbidden_exactly_what_the_table_lacks(
    gateway: httpx.AsyncClient, gateway_app: FastAPI, sign_in: SignIn, role: Role
) -> None:
    headers = await sign_in(role)
    kept = {"close_session"} | OPEN_ROUTES
    forbidden = set()
    for route in routes_of(gateway_app):
        if route.name not in kept:
            asked = gateway.request(
                route.method, route.url(), json=route.body, headers=headers
            )
            if (await asked).status_code == 403:
                forbidden.add(route.name)

    allowed = {name for name, rule in POLICY.items() if role in rule.scopes}
    assert forbidden == set(POLICY) - allowed - kept


async def test_every_write_needs_an_idempotency_key(
    gateway: httpx.AsyncClient, gateway_app: FastAPI, sign_in: SignIn
) -> None:
    headers = await sign_in("county")
    bare = {"Authorization": headers["Authorization"]}
    short = {**bare, "Idempotency-Key": "short"}
    mine = {name for name, rule in POLICY.items() if "county" in rule.scopes}
    writes = [r for r in routes_of(gateway_app) if r.name in mine]
    writes = [r for r in writes if POLICY[r.name].effect == "write"]
    answers = [
        await gateway.request(route.method, route.url(), json=route.body, headers=told)
        for route in writes
        for told in (bare, short)
    ]

    assert len(writes) >= 15
    assert {answer.status_code for answer in answers} == {400}
    assert {answer.json()["type"] for answer in answers} == {"/problems/key-missing"}


@pytest.mark.parametrize("role", ["worker", "kiosk"])
async def test_another_worker_does_not_exist_for_a_person(
    gateway: httpx.AsyncClient, gateway_app: FastAPI, sign_in: SignIn, role: Role
) -> None:
    headers = await sign_in(role)
    bound = {Scope.OWN, Scope.PRESENT}
    personal = [
        route
        for route in routes_of(gateway_app)
        if route.name in POLICY and POLICY[route.name].scopes.get(role) in bound
    ]
    about = [route for route in personal if route.is_about_a_worker]
    answers = [
        await gateway.request(
            route.method, route.url(), json=route.body, headers=headers
        )
        for route in about
    ]

    assert len(about) >= 6
    assert {answer.status_code for answer in answers} == {404}


def test_auditors_and_administrators_write_nothing_and_read_nobody() -> None:
    reached = {
        name
        for name, rule in POLICY.items()
        if {"auditor", "admin"} & set(rule.scopes)
        and (rule.person or rule.effect in ("write", "ask"))
    }

    assert reached == set()


def test_an_employer_meets_people_in_its_lists_and_referrals_only() -> None:
    reached = {n for n, r in POLICY.items() if r.person and "hr" in r.scopes}

    assert reached == {
        "shortlist_for_post",
        "near_misses_for_post",
        "find_referrals",
        "referral_by_id",
        "take_step",
        "place_referral",
        "invite_worker",
        "find_tasks",
    }
    assert {POLICY[name].scopes["hr"] for name in reached} == {Scope.EMPLOYER}


def test_a_worker_reaches_only_themselves() -> None:
    scopes = {r.scopes["worker"] for r in POLICY.values() if "worker" in r.scopes}
    personal = {
        r.scopes["worker"] for r in POLICY.values() if r.person and "worker" in r.scopes
    }
    writes = {
        n for n, r in POLICY.items() if r.effect == "write" and "worker" in r.scopes
    }

    assert personal == {Scope.OWN}
    assert scopes == {Scope.OWN, Scope.SELF, Scope.ALL}
    assert writes == {
        "add_worker",
        "change_worker",
        "withdraw_worker",
        "resume_worker",
        "add_referral",
        "take_step",
    }


def test_a_kiosk_finds_and_registers_and_else_needs_somebody_present() -> None:
    free = {
        name
        for name, rule in POLICY.items()
        if rule.person and rule.scopes.get("kiosk") not in (None, Scope.PRESENT)
    }

    assert free == {"add_worker", "find_worker", "shortlist_for_walk_in"}


def test_only_officers_above_the_village_judge_papers_and_adverts() -> None:
    judges = {"verify_employer", "suspend_employer", "clear_post", "refuse_post"}

    assert {frozenset(POLICY[name].scopes) for name in judges} == {
        frozenset({"township", "county"})
    }
