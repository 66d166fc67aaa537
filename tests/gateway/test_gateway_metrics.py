"""What the members show of themselves, and that every alarm looks at it."""

import re
from pathlib import Path

import httpx
import yaml

from tests.gateway.conftest import Platform

ROOT = Path(__file__).parents[2]
FOREIGN = {"up"}


def shown(platform: Platform) -> str:
    """The metrics of all members, after one of everything was asked."""
    county = platform.person("county")
    county.get(f"/v1/workers/{platform.county.worker}/shortlist")
    urls = platform.members.urls.values()
    return "\n".join(httpx.get(f"{url}/metrics").text for url in urls)


def test_every_alarm_looks_at_something_that_is_shown(platform: Platform) -> None:
    groups = yaml.safe_load((ROOT / "deploy/alerts.yml").read_text("utf-8"))["groups"]
    rules = [rule["expr"] for group in groups for rule in group["rules"]]
    named = {name for rule in rules for name in re.findall(r"doorstep_\w+", rule)}
    found = set(re.findall(r"^(doorstep_\w+)", shown(platform), re.MULTILINE))

    assert named - found == set()
    assert len(named) >= 8


def test_every_value_that_an_alarm_names_is_one_that_occurs(platform: Platform) -> None:
    text = shown(platform)

    assert re.search(r'doorstep_shed_total{load="critical"} ', text)
    assert re.search(r'doorstep_calls_total{member="jobs",outcome="spared"} ', text)
    assert 'route="/internal/feed",status="200"}' in text


def test_matching_shows_what_it_holds_and_how_far_behind_it_is(
    platform: Platform,
) -> None:
    text = httpx.get(platform.members.urls["matching"] + "/metrics").text
    held = re.search(r'doorstep_held{kind="post"} ([0-9.]+)', text)
    behind = re.search(r'doorstep_feed_behind_seconds{source="jobs"} ([0-9.e+]+)', text)

    assert held
    assert float(held[1]) >= 6
    assert behind
    assert 0 <= float(behind[1]) < 60


def test_no_metric_names_a_person_or_an_id(platform: Platform) -> None:
    text = shown(platform)

    assert str(platform.county.worker) not in text
    assert re.search(r"1[0-9]{10}", re.sub(r"[0-9.e+]+$", "", text, flags=re.M)) is None
