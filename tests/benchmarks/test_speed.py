"""The benchmark at a small size: every peer gives the product's lists."""

import json
from pathlib import Path

import pytest

from benchmarks import measuring
from benchmarks import speed
from benchmarks import world


@pytest.fixture
def results(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the figures of this test go; nothing is drawn into the checkout."""
    monkeypatch.setattr(world, "KEPT", tmp_path / "drawn")
    monkeypatch.setattr(measuring, "RESULTS", tmp_path)
    return tmp_path


def test_all_peers_give_the_same_lists_and_threads_the_same_bytes(
    results: Path,
) -> None:
    speed.main(["--workers", "240", "--posts", "120", "--asked", "20", "--slow", "12"])
    told = json.loads((results / "speed.json").read_text())

    assert {"numpy + cKDTree", "PostgreSQL", "plain Python"} <= set(told["peers"])
    assert {
        name: one["differ"] for name, one in told["peers"].items()
    } == dict.fromkeys(told["peers"], 0)
    assert told["P1"]["same_bytes"]
    assert told["P6"]["placed"] >= told["P6"]["in_turn"]
    assert "P1 both sides" in (results / "speed.md").read_text()
