"""The disk of PostgreSQL runs full and is freed again, and nobody restarts anything."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from tests.chaos.stage import Stage
from tests.chaos.stage import an_employer
from tests.chaos.stage import signed_in
from tests.chaos.stage import wait_for
from tests.gateway.county import a_post

PIECE = b"0" * 65536
# Pages that are half empty take a few more posts before a file must grow.
MOST_POSTS = 400


@contextmanager
def full(disk: Path) -> Iterator[None]:
    """The disk with not a byte left; afterwards as it was."""
    ballast = disk / "ballast"
    try:
        with ballast.open("wb", buffering=0) as out, pytest.raises(OSError):
            while out.write(PIECE):
                pass
        yield
    finally:
        ballast.unlink()


@contextmanager
def officer_of(stage: Stage) -> Iterator[httpx.Client]:
    """The county's officer at the door."""
    headers = {"Authorization": f"Bearer {signed_in(stage)}"}
    with httpx.Client(base_url=stage.url, headers=headers, timeout=30) as client:
        yield client


def add(officer: httpx.Client, employer: str, key: str) -> httpx.Response:
    draft = a_post(employer, title="装卸工", text="搬运货物。" * 300)
    return officer.post("/v1/posts", json=draft, headers={"Idempotency-Key": key})


def test_a_full_disk_refuses_writes_in_a_sentence_and_nothing_else(
    stage: Stage,
) -> None:
    if stage.disk is None:
        missing = "a disk of our own needs the right to mount one"
        pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)
    employer = an_employer(stage)
    pids = {member: program.pid for member, program in stage.programs.items()}
    with officer_of(stage) as officer:
        kept = []
        with full(stage.disk):
            keys = (uuid4().hex for _ in range(MOST_POSTS))
            for key in keys:
                refused = add(officer, employer, key)
                if refused.status_code != 201:
                    break
                kept.append(refused.json()["id"])
            read = officer.get("/v1/posts", params={"employer": employer})
        # The same request under the same key, once there is room.
        wait_for(lambda: add(officer, employer, key).status_code == 201, stage, 30)
        found = [officer.get(f"/v1/posts/{post}").status_code for post in kept]

    assert refused.status_code == 503
    assert refused.json()["type"] == "/problems/disk-is-full"
    assert "磁盘满了" in refused.json()["detail"]
    assert refused.headers["retry-after"] == "30"
    assert read.status_code == 200
    assert set(found) <= {200}
    assert pids == {member: program.pid for member, program in stage.programs.items()}
