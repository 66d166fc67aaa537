"""What the API says of itself."""

import re
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from gateway.documentation import description
from gateway.policy import POLICY


@pytest.fixture
def told(gateway_app: FastAPI) -> dict[str, Any]:
    return description(gateway_app)


def operations(told: dict[str, Any]) -> list[dict[str, Any]]:
    return [one for path in told["paths"].values() for one in path.values()]


def test_operation_ids_are_the_names_of_the_routes(told: dict[str, Any]) -> None:
    ids = [operation["operationId"] for operation in operations(told)]

    assert sorted(ids) == sorted(POLICY)


def test_every_operation_says_what_it_does_who_may_and_how_it_fails(
    told: dict[str, Any],
) -> None:
    silent = [
        operation["operationId"]
        for operation in operations(told)
        if not operation.get("description")
        or "x-roles" not in operation
        or "application/problem+json"
        not in operation["responses"]["default"]["content"]
    ]

    assert silent == []


def test_every_write_asks_for_its_key(told: dict[str, Any]) -> None:
    asking = {
        operation["operationId"]
        for operation in operations(told)
        for parameter in operation.get("parameters", ())
        if parameter["name"] == "Idempotency-Key" and parameter["required"]
    }

    assert asking == {name for name, rule in POLICY.items() if rule.effect == "write"}


def test_every_body_comes_with_an_example(told: dict[str, Any]) -> None:
    without = [
        operation["operationId"]
        for operation in operations(told)
        if "requestBody" in operation and "example" not in str(operation["requestBody"])
        if "$ref" not in str(operation["requestBody"])
    ]

    assert without == []


async def test_the_page_asks_nothing_of_any_network(gateway: httpx.AsyncClient) -> None:
    page = await gateway.get("/docs")

    assert page.status_code == 200
    assert "/v1/workers/{worker_id}/shortlist" in page.text
    assert re.findall(r"(?:src|href)=\"(?!/)[^\"]*", page.text) == []
    assert "<script" not in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]


async def test_the_pages_that_load_from_afar_are_gone(
    gateway: httpx.AsyncClient,
) -> None:
    answer = await gateway.get("/redoc")

    assert answer.status_code == 404
