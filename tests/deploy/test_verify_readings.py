"""The auditor's verifier finds every edit, cut, addition and swap in a read log."""

import json
from copy import deepcopy
from datetime import UTC
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

import pytest

from common.tokens import SigningKey
from common.tokens import signing_key
from deploy.verify_readings import findings
from deploy.verify_readings import main
from gateway.readings.chain import NOTHING
from gateway.readings.chain import checkpoint
from gateway.readings.chain import line_of
from gateway.readings.chain import link_of
from gateway.readings.storage import ReadingRow

Page = dict[str, Any]
LINES = 24
SIGNED_EVERY = 8
NOW = datetime(2026, 3, 16, 8, 30, tzinfo=UTC)
EDITABLE = ("worker", "account", "posting", "role", "title", "route", "read_at")


@pytest.fixture
def key(keys: Path) -> SigningKey:
    return signing_key(keys / "gateway.private.json")


@pytest.fixture
def public(keys: Path) -> str:
    return (keys / "public.json").read_text()


@pytest.fixture
def page(key: SigningKey) -> Page:
    """A log as the auditor reads it, signed up to its last line."""
    lines, signed, link = [], [], NOTHING
    for seq in range(1, LINES + 1):
        line = line_of(seq, a_reading(seq))
        link = link_of(link, line)
        lines.append({"seq": seq, "link": link.hex(), "line": line})
        if seq % SIGNED_EVERY == 0:
            signed.append(checkpoint(seq, link, NOW, key))
    return {"lines": lines, "checkpoints": signed, "next": None}


def a_reading(seq: int) -> ReadingRow:
    return ReadingRow(
        id=UUID(int=seq),
        worker=UUID(int=100 + seq),
        account=UUID(int=7),
        posting=UUID(int=8),
        role="coordinator",
        title="协理员",
        route="worker_by_id",
        request_id=f"r{seq}",
        read_at=NOW,
    )


def relinked(page: Page) -> Page:
    """What somebody with the whole database in hand would do after a change."""
    link = NOTHING
    for seq, one in enumerate(page["lines"], 1):
        one["seq"], one["line"]["seq"] = seq, seq
        link = link_of(link, one["line"])
        one["link"] = link.hex()
    return page


def edit(lines: list[Page], rng: Random) -> None:
    line = rng.choice(lines)["line"]
    field = rng.choice(EDITABLE)
    at = rng.randrange(len(line[field]))
    line[field] = (
        line[field][:at] + chr(rng.randrange(0x3400, 0x9F00)) + line[field][at + 1 :]
    )


def take_out(lines: list[Page], rng: Random) -> None:
    del lines[rng.randrange(len(lines) - 1)]


def add(lines: list[Page], rng: Random) -> None:
    copied = deepcopy(rng.choice(lines))
    copied["line"]["request_id"] = "another"
    lines.insert(rng.randrange(len(lines)), copied)


def swap(lines: list[Page], rng: Random) -> None:
    one, other = rng.sample(range(len(lines)), 2)
    lines[one], lines[other] = lines[other], lines[one]


def cut(lines: list[Page], rng: Random) -> None:
    del lines[-rng.randrange(1, len(lines)) :]


def lose(lines: list[Page], rng: Random) -> None:
    rng.choice(lines)["line"] = None


CHANGES = (edit, take_out, add, swap, cut)


def test_a_log_that_nobody_touched_is_well(page: Page, public: str) -> None:
    assert findings(public, page["checkpoints"], [page])[0] == []


@pytest.mark.parametrize("again", [False, True])
@pytest.mark.parametrize("change", CHANGES)
def test_every_change_is_found_even_when_all_links_are_made_anew(
    page: Page, public: str, change: Any, again: bool
) -> None:
    missed = []
    for seed in range(1_000):
        changed = deepcopy(page)
        change(changed["lines"], Random(seed))
        changed = relinked(changed) if again else changed
        if not findings(public, [], [changed])[0]:
            missed.append(seed)

    assert missed == []


def test_a_reading_that_is_gone_from_the_log_is_found(page: Page, public: str) -> None:
    lose(page["lines"], Random(1))

    assert len(findings(public, [], [page])[0]) == 2


def test_who_cuts_lines_and_checkpoints_alike_is_found_by_those_kept_elsewhere(
    page: Page, public: str
) -> None:
    kept = list(page["checkpoints"])
    del page["lines"][-SIGNED_EVERY:], page["checkpoints"][-1]
    unseen, _ = findings(public, [], [page])
    seen, _ = findings(public, kept, [page])

    assert unseen == []
    assert seen == [f"checkpoint 3: line {LINES} was cut off"]


@pytest.mark.parametrize("part", [0, 1, 2])
def test_a_checkpoint_that_was_tampered_with_is_found(
    page: Page, public: str, part: int
) -> None:
    parts = page["checkpoints"][0].split(".")
    parts[part] = parts[part][:-3] + ("AAA" if parts[part][-3:] != "AAA" else "BBB")
    page["checkpoints"][0] = ".".join(parts)

    assert findings(public, [], [page])[0] == ["checkpoint 1: its signature is wrong"]


def test_a_checkpoint_of_another_signer_is_refused(
    page: Page, public: str, keys: Path
) -> None:
    foreign = signing_key(keys / "matching.private.json")
    link = bytes.fromhex(page["lines"][-1]["link"])
    page["checkpoints"].append(checkpoint(LINES, link, NOW, foreign))

    assert findings(public, [], [page])[0] == ["checkpoint 4: its signature is wrong"]


def test_the_program_says_what_is_wrong_and_ends_with_one(
    page: Page, keys: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "1.json"
    file.write_text(json.dumps(page))
    well = main([str(keys / "public.json"), "-", str(file)])
    swap(page["lines"], Random(1))
    file.write_text(json.dumps(page))
    wrong = main([str(keys / "public.json"), "-", str(file)])
    told = capsys.readouterr().out.splitlines()

    assert (well, wrong) == (0, 1)
    assert told[0] == "all is well: 24 lines, 3 checkpoints"
    assert told[-1] == "WRONG: 24 lines, 3 checkpoints"
