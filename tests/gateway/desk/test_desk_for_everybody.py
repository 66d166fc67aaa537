"""Every page at every size: no serious barrier, no sideways scrolling, whole texts."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from deploy.members import DESK
from tests.gateway.conftest import Platform
from tests.gateway.desk.conftest import Sit

AXE = DESK / "node_modules" / "axe-core" / "axe.min.js"
TEXTS = DESK / "src" / "texts"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
SIZES = ((1366, 768), (1920, 1080), (360, 780))
LOOK = """async (rules) => {
  const found = await axe.run({ runOnly: rules });
  return found.violations
    .filter(({ impact }) => impact === 'critical' || impact === 'serious')
    .map(({ id, nodes }) => `${id}: ${nodes.map((n) => n.html).join(' ')}`)
}"""
PAGES = (
    ("county", "today"),
    ("county", "posts"),
    ("county", "posts/{post}"),
    ("county", "posts/{post}?tab=advice"),
    ("county", "posts/{post}?tab=near"),
    ("county", "people"),
    ("county", "people/{worker}"),
    ("county", "people/{worker}?tab=near"),
    ("county", "people/{worker}?tab=facts"),
    ("county", "people/{worker}?tab=referrals"),
    ("county", "referrals?all=yes"),
    ("county", "nowhere"),
    ("county", "imports"),
    ("hr", "posts/{post}"),
    ("hr", "posts/new"),
    ("coordinator", "people"),
)


def placed(path: str, platform: Platform) -> str:
    """The path with the ids of the test county."""
    return path.format(post=platform.county.post, worker=platform.county.worker)


@pytest.mark.parametrize(("account", "path"), PAGES)
def test_no_page_has_a_serious_barrier(
    sit: Sit, platform: Platform, account: str, path: str
) -> None:
    page = sit(account, placed(path, platform))
    page.wait_for_load_state("networkidle")
    page.evaluate(AXE.read_text(encoding="utf-8"))

    barriers: list[str] = page.evaluate(LOOK, RULES)

    assert barriers == []


def test_signing_in_has_no_serious_barrier(sit: Sit) -> None:
    page = sit(None, "sign-in")
    page.wait_for_load_state("networkidle")
    page.evaluate(AXE.read_text(encoding="utf-8"))

    assert page.evaluate(LOOK, RULES) == []


@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.parametrize("path", ["today", "posts", "people/{worker}", "posts/{post}"])
def test_no_page_has_to_be_moved_sideways(
    sit: Sit, platform: Platform, path: str, width: int, height: int
) -> None:
    page = sit("coordinator", placed(path, platform), width=width, height=height)
    page.wait_for_load_state("networkidle")

    assert page.evaluate("() => document.documentElement.scrollWidth") <= width


def test_both_languages_have_the_same_texts_with_the_same_numbers() -> None:
    zh = dict(_flat(json.loads((TEXTS / "zh.json").read_text(encoding="utf-8"))))
    en = dict(_flat(json.loads((TEXTS / "en.json").read_text(encoding="utf-8"))))

    assert zh.keys() == en.keys()
    assert {k: _numbers(v) for k, v in zh.items()} == {
        k: _numbers(v) for k, v in en.items()
    }


def test_the_desk_names_no_text_that_is_not_there() -> None:
    known = dict(_flat(json.loads((TEXTS / "zh.json").read_text(encoding="utf-8"))))
    files = [*(DESK / "src").rglob("*.vue"), *(DESK / "src").rglob("*.ts")]
    said = {
        key
        for file in files
        for key in re.findall(r"\bt\('([a-z_.]+)'", file.read_text(encoding="utf-8"))
    }

    assert said - known.keys() == set()


def _flat(texts: dict[str, Any], before: str = "") -> Iterator[tuple[str, str]]:
    for key, value in texts.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{before}{key}.")
        else:
            yield f"{before}{key}", value


def _numbers(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))
