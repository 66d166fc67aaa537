"""The desk's files, and sessions that a page holds in a cookie."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from gateway.app import Settings
from gateway.app import create_app
from gateway.loading import load_sample_accounts
from tests.gateway.conftest import NOWHERE
from tests.gateway.conftest import PASSWORD
from tests.gateway.conftest import SCOPE
from tests.gateway.conftest import URLS

ASKED = {"account": "county", "password": PASSWORD}
FROM_PAGE = {"X-Doorstep-Page": "1"}


@pytest.fixture
async def served(
    settings_for: Callable[..., dict[str, Any]],
    client_for: Callable[..., Any],
    keys: Path,
    tmp_path: Path,
) -> httpx.AsyncClient:
    """A gateway that serves a desk of two files."""
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_text("<title>家门口</title>", encoding="utf-8")
    (tmp_path / "assets/main-abc123.js").write_text("1\n" * 1000, encoding="utf-8")
    private = keys / "gateway.private.json"
    told = settings_for("gateway", token_private_key_file=private, desk_folder=tmp_path)
    nowhere: dict[str, Any] = dict.fromkeys(URLS, NOWHERE)
    app = create_app(Settings(**told, **nowhere))
    client: httpx.AsyncClient = await client_for(app)
    await load_sample_accounts(app.state.database, SCOPE, PASSWORD)
    return client


async def test_a_page_signs_in_with_a_cookie_that_no_script_can_read(
    gateway: httpx.AsyncClient,
) -> None:
    opened = await gateway.post("/v1/sessions/browser", json=ASKED)

    assert opened.status_code == 201
    assert "token" not in opened.json()
    cookie = opened.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert "path=/v1" in cookie


async def test_over_https_the_cookie_never_travels_in_the_open(
    gateway: httpx.AsyncClient,
) -> None:
    opened = await gateway.post("https://county.test/v1/sessions/browser", json=ASKED)

    assert "secure" in opened.headers["set-cookie"].lower()


async def test_a_page_that_holds_the_cookie_is_known(
    gateway: httpx.AsyncClient,
) -> None:
    await gateway.post("/v1/sessions/browser", json=ASKED)

    answer = await gateway.get("/v1/me", headers=FROM_PAGE)

    assert answer.status_code == 200
    assert answer.json()["account"] == "county"


async def test_a_page_of_somebody_else_opens_nothing_with_the_cookie(
    gateway: httpx.AsyncClient,
) -> None:
    await gateway.post("/v1/sessions/browser", json=ASKED)

    answer = await gateway.get("/v1/me")

    assert answer.status_code == 401


async def test_signing_out_takes_the_cookie_back_and_ends_its_session(
    gateway: httpx.AsyncClient,
) -> None:
    opened = await gateway.post("/v1/sessions/browser", json=ASKED)
    kept = opened.cookies["doorstep"]

    ended = await gateway.delete("/v1/sessions", headers=FROM_PAGE)

    assert ended.status_code == 204
    assert "doorstep" not in gateway.cookies
    late = {**FROM_PAGE, "Cookie": f"doorstep={kept}"}
    assert (await gateway.get("/v1/me", headers=late)).status_code == 401


async def test_a_wrong_password_sets_no_cookie(gateway: httpx.AsyncClient) -> None:
    wrong = {"account": "county", "password": "not it"}

    answer = await gateway.post("/v1/sessions/browser", json=wrong)

    assert answer.status_code == 401
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    "path", ["/desk/", "/desk/posts", "/desk/people/01-a?tab=near"]
)
async def test_every_place_inside_the_desk_is_its_page_and_never_kept(
    served: httpx.AsyncClient, path: str
) -> None:
    answer = await served.get(path)

    assert answer.status_code == 200
    assert "家门口" in answer.text
    assert answer.headers["cache-control"] == "no-cache"
    assert "script" not in answer.headers["content-security-policy"]
    assert "default-src 'self'" in answer.headers["content-security-policy"]
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]


async def test_files_with_a_digest_stay_in_browsers_and_travel_packed(
    served: httpx.AsyncClient,
) -> None:
    answer = await served.get("/desk/assets/main-abc123.js")

    assert answer.status_code == 200
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["content-encoding"] == "gzip"


@pytest.mark.parametrize(
    "path", ["/desk/assets/gone-1.js", "/desk/../pyproject.toml", "/desk/%2e%2e/x.json"]
)
async def test_a_file_that_is_not_there_is_missing(
    served: httpx.AsyncClient, path: str
) -> None:
    answer = await served.get(path)

    assert answer.status_code == 404


async def test_the_bare_address_leads_to_the_desk(served: httpx.AsyncClient) -> None:
    answer = await served.get("/")

    assert answer.status_code == 307
    assert answer.headers["location"] == "/desk/"


async def test_without_a_built_desk_only_the_interface_is_served(
    gateway: httpx.AsyncClient,
) -> None:
    assert (await gateway.get("/desk/")).status_code == 404
    assert (await gateway.get("/openapi.json")).status_code == 200
