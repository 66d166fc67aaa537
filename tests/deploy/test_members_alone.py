"""Each member starts with its own extra only, and answers."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from services.people.sealing import make_keys
from tests.deploy.alone import ROOT
from tests.deploy.alone import absent_for

PACKAGES = {
    "people": "services.people",
    "jobs": "services.jobs",
    "matching": "services.matching",
    "gateway": "gateway",
}
NOBODY = "http://127.0.0.1:9"
PATIENCE_S = 60


@pytest.fixture
def told(
    settings_for: Callable[..., dict[str, Any]], keys: Path, tmp_path: Path
) -> Callable[[str], dict[str, Any]]:
    """Settings of a member, with nobody where the others would be."""

    def settings(member: str) -> dict[str, Any]:
        nowhere = dict.fromkeys(("people_url", "jobs_url", "matching_url"), NOBODY)
        signed = {"token_private_key_file": keys / f"{member}.private.json"}
        if member == "matching":
            public = {"token_public_key_file": keys / "public.json"}
            return {"environment": "test", **public, **signed, **nowhere}
        if member == "gateway":
            return settings_for(member, **signed, **nowhere)
        if member == "people":
            return settings_for(member, keys_file=make_keys(tmp_path / "people.json"))
        return settings_for(member)

    return settings


@pytest.fixture
def serve(told: Callable[[str], dict[str, Any]]) -> Iterator[Callable[[str], str]]:
    """Starts a member alone; where it answers."""
    started: list[subprocess.Popen[bytes]] = []

    def start(member: str) -> str:
        port = a_free_port()
        named = {**told(member), "port": port, "host": "127.0.0.1"}
        prefix = member.upper()
        settings = {f"{prefix}_{k.upper()}": str(v) for k, v in named.items()}
        command = [sys.executable, "-m", "tests.deploy.alone", member, PACKAGES[member]]
        started.append(subprocess.Popen(command, env=os.environ | settings, cwd=ROOT))
        return f"http://127.0.0.1:{port}"

    yield start
    for program in started:
        program.kill()
        program.wait()


def a_free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port: int = door.getsockname()[1]
        return port


def answers(url: str) -> int:
    """The status of /healthz as soon as somebody is there."""
    ends = time.monotonic() + PATIENCE_S
    while True:
        try:
            return httpx.get(f"{url}/healthz").status_code
        except httpx.TransportError:
            if time.monotonic() > ends:
                raise
            time.sleep(0.1)


@pytest.mark.parametrize("member", PACKAGES)
def test_a_member_starts_with_its_own_extra_only(
    member: str, serve: Callable[[str], str]
) -> None:
    assert answers(serve(member)) == 200


def test_what_others_bring_is_really_absent() -> None:
    absent = absent_for("jobs", "services.jobs")

    assert {"numba", "argon2", "aiohttp", "pytest", "services.people"} <= absent
    assert not {"fastapi", "sqlmodel", "services.jobs", "rapidfuzz"} & absent
