"""Children that are split off wait, and are then told their own settings only.

Each test forks from a small process of its own: pytest's has threads.
"""

import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from tests.deploy.alone import ROOT

MEMBER = """
import os, socket, sys
door = os.environ["MEMBER_LISTEN_FD"]
print("door", socket.socket(fileno=int(door)).getsockname()[1])
print("said", sys.argv[1:], sorted(n for n in os.environ if n != "LC_CTYPE"))
print("open", len(os.listdir("/proc/self/fd")))
print("leads", os.getpgrp() == os.getpid(), open("/proc/self/comm").read().strip())
sys.exit(78)
"""
STARTER = """
import os, socket, sys, threading, time
from pathlib import Path
from deploy import splitting
from deploy.programs import Program
splitting.COMMON = ("json",)
log, mode = Path(sys.argv[1]), sys.argv[2]
kept = [open(os.devnull) for _ in range(20)]
if mode == "thread":
    threading.Thread(target=time.sleep, args=(5,), daemon=True).start()
found = splitting.split({"member": "a_member"}, lambda member: log)
if mode == "tell":
    program = Program("member", (), {"MEMBER_PASSWORD": "own"}, log)
    with socket.create_server(("127.0.0.1", 0)) as probe:
        program.port = probe.getsockname()[1]
    program.start(split_off=found["member"])
    print("status", program._child.wait(20), "door", program.port)
elif mode == "abandon":
    splitting.abandon(found)
    print("status", found["member"].poll())
else:
    print(*[child.pid for child in found.values()])
"""


@pytest.fixture
def log(tmp_path: Path) -> Path:
    member = tmp_path / "a_member"
    member.mkdir()
    (member / "__init__.py").touch()
    (member / "app.py").write_text("print('imported', flush=True)")
    (member / "__main__.py").write_text(MEMBER)
    return tmp_path / "member.log"


def split_in(log: Path, mode: str) -> str:
    """What a starter prints that splits off one child and goes on in a mode."""
    paths = f"{ROOT}:{log.parent}"
    ran = subprocess.run(
        [sys.executable, "-c", STARTER, str(log), mode],
        env={"PYTHONPATH": paths, "PATH": "/usr/bin:/bin", "SECRET_OF_OTHERS": "1"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return ran.stdout


def said(log: Path, word: str) -> str:
    lines = log.read_text().splitlines()
    return next(line for line in lines if line.startswith(word))


def test_it_learns_its_own_settings_and_nobody_elses(log: Path) -> None:
    split_in(log, "tell")
    known = "['MEMBER_LISTEN_FD', 'MEMBER_PASSWORD', 'PATH', 'PYTHONUNBUFFERED']"

    assert said(log, "said") == f"said ['serve'] {known}"


def test_it_takes_over_the_door_and_no_other_open_file(log: Path) -> None:
    printed = split_in(log, "tell").split()

    assert said(log, "door") == f"door {printed[-1]}"
    # Three streams and the folder that is listed; the door was closed again.
    assert said(log, "open") == "open 4"


def test_it_ends_with_the_status_of_its_member(log: Path) -> None:
    printed = split_in(log, "tell").split()

    assert printed[:2] == ["status", "78"]


def test_it_leads_a_group_of_its_own_and_bears_its_name(log: Path) -> None:
    split_in(log, "tell")

    assert said(log, "leads") == "leads True a_member"


def test_who_is_told_nothing_ends_with_the_starter(log: Path) -> None:
    child = int(split_in(log, "leave"))
    end = time.monotonic() + 10
    while psutil.pid_exists(child) and time.monotonic() < end:
        time.sleep(0.02)

    assert not psutil.pid_exists(child)


def test_who_is_abandoned_ends_at_once(log: Path) -> None:
    printed = split_in(log, "abandon").split()

    assert printed == ["status", "-15"]


def test_beside_a_thread_nobody_is_split_off(log: Path) -> None:
    assert split_in(log, "thread").strip() == ""
