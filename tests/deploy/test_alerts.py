"""The alarms, read as text: each stands in the handbook, each can be looked up."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
HANDBOOK = (ROOT / "docs/operations.md").read_text("utf-8")
GROUPS: list[dict[str, Any]] = yaml.safe_load(
    (ROOT / "deploy/alerts.yml").read_text("utf-8")
)["groups"]
RULES: list[dict[str, Any]] = [rule for group in GROUPS for rule in group["rules"]]
NAMES = [rule["alert"] for rule in RULES]


@pytest.mark.parametrize("rule", RULES, ids=NAMES)
def test_an_alarm_says_how_urgent_it_is_and_what_it_saw(rule: dict[str, Any]) -> None:
    assert rule["labels"]["severity"] in ("page", "look")
    assert len(rule["annotations"]["summary"]) > 15


@pytest.mark.parametrize("rule", RULES, ids=NAMES)
def test_brackets_of_an_expression_close(rule: dict[str, Any]) -> None:
    expression = re.sub(r'"[^"]*"', "", rule["expr"])
    counts = [expression.count(one) for one in "()[]{}"]

    assert counts[::2] == counts[1::2]


def test_the_handbook_has_a_line_for_every_alarm_and_for_no_other() -> None:
    lines = re.findall(r"^\| `([A-Z]\w+)` \|", HANDBOOK, re.MULTILINE)

    assert lines == NAMES


def test_what_a_label_is_filled_from_is_kept_by_its_expression() -> None:
    lost = [
        (rule["alert"], label)
        for rule in RULES
        for label in re.findall(r"labels\.(\w+)", rule["annotations"]["summary"])
        if "sum" in rule["expr"] and label not in rule["expr"]
    ]

    assert lost == []
