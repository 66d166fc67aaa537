"""A real browser at the desk of the whole platform.

Debian's Chromium is used as it is; without it or without the built desk users skip
these tests, and CI fails.
"""

import os
import shutil
from collections.abc import Callable
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser
from playwright.sync_api import Page
from playwright.sync_api import StorageState
from playwright.sync_api import expect
from playwright.sync_api import sync_playwright

from deploy.members import DESK
from tests.gateway.conftest import PASSWORD
from tests.gateway.conftest import Platform

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
# Nothing of a browser's own that would look for its makers' hosts.
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
WAITS_MS = 20_000
expect.set_options(timeout=WAITS_MS)
Sit = Callable[..., Page]


def _missing() -> str:
    if CHROMIUM is None:
        return "Chromium is not installed"
    if not (DESK / "dist" / "index.html").is_file():
        return "the desk is not built: make web/desk/dist/index.html"
    return ""


@pytest.fixture(scope="module")
def browser(platform: Platform) -> Iterator[Browser]:
    """One browser for the tests of a file; the platform is up before it."""
    if why := _missing():
        if os.environ.get("CI"):
            pytest.fail(why)
        pytest.skip(why)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def signed_in(browser: Browser, platform: Platform) -> Callable[[str], StorageState]:
    """What a browser keeps of an account that signed in, made once a file."""
    kept: dict[str, StorageState] = {}

    def state_of(account: str) -> StorageState:
        if account not in kept:
            context = browser.new_context(base_url=platform.members.urls["gateway"])
            page = context.new_page()
            page.goto("/desk/sign-in")
            sign_in(page, account)
            page.wait_for_url("**/desk/today")
            kept[account] = context.storage_state()
            context.close()
        return kept[account]

    return state_of


@pytest.fixture
def sit(
    browser: Browser, platform: Platform, signed_in: Callable[[str], StorageState]
) -> Iterator[Sit]:
    """Opens the desk, for a sample account or for nobody, in a window of some size.

    Whatever goes wrong in the page, or leaves the machine, fails the test.
    """
    wrong: list[str] = []
    home = platform.members.urls["gateway"]

    def open_desk(account: str | None, path: str = "", **window: int) -> Page:
        context = browser.new_context(
            viewport={"width": 1366, "height": 768, **window},
            locale="zh-CN",
            base_url=home,
            storage_state=signed_in(account) if account else None,
        )
        context.set_default_timeout(WAITS_MS)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("request", lambda asked: _stays(asked.url, home, wrong))
        page.goto(f"/desk/{path}")
        return page

    yield open_desk
    for context in browser.contexts:
        context.close()
    assert not wrong


def sign_in(page: Page, account: str, password: str = PASSWORD) -> None:
    """Type an account and a password, and send them."""
    page.get_by_label("账号").fill(account)
    page.get_by_label("密码", exact=True).fill(password)
    page.get_by_role("button", name="登录", exact=True).click()


def _stays(url: str, home: str, wrong: list[str]) -> None:
    if not url.startswith((home, "data:", "blob:")):
        wrong.append(f"left the machine: {url}")
