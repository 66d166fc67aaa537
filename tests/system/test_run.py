"""`make run` and `make demo` as an operator meets them, on a tiny sample county."""

import re
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import psutil
import pytest

from deploy.postgres import free_port
from deploy.readiness import is_ready
from deploy.sample.stories import FARMER
from tests.system.spoken import PERSONAL
from tests.system.spoken import TRACE
from tests.system.spoken import speak
from tests.system.starting import ROOT
from tests.system.starting import Started
from tests.system.starting import command
from tests.system.starting import environment
from tests.system.starting import new_folder
from tests.system.starting import remove
from tests.system.starting import start
from tests.system.starting import wait_for

VERDICTS = ("合适", "需协调", "待核实", "暂不匹配")


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    made = new_folder()
    yield made
    remove(made)


@pytest.fixture(scope="module")
def platform(folder: Path) -> Iterator[Started]:
    started = start(folder, free_port())
    yield started
    if started.process.poll() is None:
        started.stop()


def run_demo(platform: Started) -> subprocess.CompletedProcess[str]:
    port = int(platform.url.rsplit(":", 1)[1])
    return subprocess.run(
        command("demo"),
        cwd=ROOT,
        env=environment(platform.folder, port),
        capture_output=True,
        text=True,
        timeout=120,
    )


@pytest.fixture(scope="module")
def told(platform: Started) -> subprocess.CompletedProcess[str]:
    return run_demo(platform)


def stories_of(told: subprocess.CompletedProcess[str]) -> list[str]:
    return told.stdout.split("\n\n")[1:]


@contextmanager
def signed_in(platform: Started) -> Iterator[httpx.Client]:
    told = {"account": "county", "password": "doorstep-sample"}
    with httpx.Client(base_url=platform.url, timeout=30) as client:
        token = client.post("/v1/sessions", json=told).json()["token"]
        client.headers["Authorization"] = f"Bearer {token}"
        yield client


def test_it_is_ready_and_says_where_and_who_may_sign_in(platform):
    assert is_ready(platform.url)
    assert platform.url in platform.printed
    assert "doorstep-sample" in platform.printed
    assert "village coordinator" in platform.printed


def test_four_programs_run_as_processes_of_their_own(platform):
    members = [trace["member"] for trace in platform.running["processes"]]

    assert members == ["people", "jobs", "matching", "gateway"]
    assert len({trace["pid"] for trace in platform.running["processes"]}) == 4


def test_a_second_one_is_told_that_it_runs_already(platform, folder):
    second = subprocess.run(
        command("run"),
        cwd=ROOT,
        env=environment(folder, free_port()),
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert second.returncode == 1
    assert f"平台已经在运行：{platform.url}" in second.stderr
    assert is_ready(platform.url)


def test_the_demo_tells_five_stories(told):
    stories = stories_of(told)
    heads = [story.splitlines()[0].split("，")[0] for story in stories]

    assert told.returncode == 0, told.stderr
    assert heads == ["刘*福", "陈*英", "周*霞", "夏*轩", "曾*林"]
    assert all("合适　" in story or "需协调　" in story for story in stories)
    assert [story.count("\n暂不匹配　") for story in stories] == [3, 3, 3, 3, 3]


def test_a_match_line_begins_with_its_verdict(told):
    matches = [line for line in told.stdout.splitlines() if "联系 " in line]

    assert len(matches) >= 5 * 4
    assert all(line.startswith(VERDICTS) for line in matches)


def test_the_couple_is_offered_the_workshop_near_their_home(told):
    offers = [story.split("还差一点的")[0] for story in stories_of(told)[:2]]

    assert ["云禾服装帮扶车间（示例）" in offer for offer in offers] == [True, True]


def test_a_changed_fact_changes_the_demo(platform, told):
    with signed_in(platform) as officer:
        changed = officer.patch(
            f"/v1/workers/{FARMER}",
            json={
                "origin": {"source": "visit", "said_by": "self"},
                "stated": {"pay_floor": {"min": 900, "max": 900, "unit": "day"}},
            },
            headers={"Idempotency-Key": "the-farmer-asks-for-more"},
        )
    assert changed.status_code == 200, changed.text
    wait_for(lambda: run_demo(platform).stdout != told.stdout)
    before, after = stories_of(told), stories_of(run_demo(platform))

    assert after[:4] == before[:4]
    assert "合适　" in before[4].split("还差一点的")[0]
    assert "合适　" not in after[4].split("还差一点的")[0]


def test_no_log_holds_anything_of_a_person(platform, folder, told):
    with signed_in(platform) as officer:
        area = officer.get(f"/v1/workers/{FARMER}").json()["area"]
        statuses = speak(officer, area)
        officer.get(f"/v1/workers/{FARMER}/shortlist", headers={"X-Request-Id": TRACE})
    logs = {log.stem: log.read_text("utf-8") for log in folder.glob("logs/*.log")}
    whole = "\n".join(logs.values()) + platform.printed
    numbers = re.findall(r"(?<![0-9.])1[3-9][0-9]{9}(?![0-9])|99[0-9]{15}[0-9X]", whole)
    heard = {name for name, log in logs.items() if TRACE in log}

    assert max(statuses) < 500
    assert {201, 422} <= set(statuses)
    assert [word for word in PERSONAL if word in whole] == []
    assert numbers == []
    assert heard == {"gateway", "people", "jobs", "matching"}


@pytest.mark.parametrize("member", ["jobs", "matching"])
def test_a_killed_program_comes_back(platform, member):
    killed = platform.pid_of(member)
    psutil.Process(killed).kill()
    wait_for(lambda: platform.pid_of(member) != killed)
    wait_for(lambda: is_ready(platform.url))

    assert f"{member} 意外停了" in platform.printed


def test_a_killed_postgres_comes_back_with_everything(platform):
    servers = [p for p in platform.children() if "postgres" in p.name()]
    oldest = min(servers, key=lambda process: process.create_time())
    oldest.kill()
    wait_for(lambda: "PostgreSQL 意外停了" in platform.printed)
    wait_for(lambda: is_ready(platform.url))
    with signed_in(platform) as officer:
        kept = officer.get(f"/v1/workers/{FARMER}")

    assert kept.status_code == 200


def test_a_restart_replaces_all_four_programs_one_after_the_other(platform):
    before = {trace["member"]: trace["pid"] for trace in platform.running["processes"]}
    port = int(platform.url.rsplit(":", 1)[1])
    asked = subprocess.run(
        command("restart"),
        cwd=ROOT,
        env=environment(platform.folder, port),
        capture_output=True,
        text=True,
        timeout=300,
    )
    after = {trace["member"]: trace["pid"] for trace in platform.running["processes"]}

    assert asked.returncode == 0, asked.stderr
    assert "四个程序都换成了新的" in asked.stdout
    assert before.keys() == after.keys()
    assert set(before.values()).isdisjoint(after.values())
    assert is_ready(platform.url)


def test_when_it_is_asked_to_end_nothing_is_left(platform, folder):
    children = platform.children()
    status = platform.stop(signal.SIGINT)
    left = [process for process in children if process.is_running()]

    assert status == 0
    assert len(children) >= 5
    assert [p for p in left if p.status() != psutil.STATUS_ZOMBIE] == []
    assert not (folder / "running.json").exists()


def test_a_second_start_loads_nothing_again(platform, folder):
    again = start(folder, free_port())
    ready = is_ready(again.url)
    again.stop()

    assert ready
    assert "装入" not in again.printed


def test_a_load_that_was_cut_short_is_done_again(platform, folder):
    (folder / "done" / "people.json").unlink()
    again = start(folder, free_port())
    ready = is_ready(again.url)
    again.stop()

    assert ready
    assert "上次装到一半（people）" in again.printed


def told_by_run(folder: Path, port: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command("run"),
        cwd=ROOT,
        env={**environment(folder, 0), "PORT": port},
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_a_taken_port_is_told_with_one_that_is_free(platform, folder):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        told = told_by_run(folder, port)

    assert told.returncode == 1
    assert f"端口 {port} 已被别的程序占用" in told.stderr
    assert f"Port {port} is taken" in told.stderr


def test_a_port_that_is_no_number_is_told(folder):
    told = told_by_run(folder, "eight")

    assert told.returncode == 1
    assert "PORT" in told.stderr
    assert "Traceback" not in told.stderr


def test_data_without_its_keys_are_not_started(platform, folder):
    keys = folder / "keys" / "people.json"
    kept = keys.rename(folder / "people.json")
    told = told_by_run(folder, str(free_port()))
    kept.rename(keys)

    assert told.returncode == 1
    assert "数据和密钥对不上" in told.stderr


def test_a_restart_of_nothing_is_told(folder):
    told = subprocess.run(
        command("restart"),
        cwd=ROOT,
        env=environment(folder, free_port()),
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert told.returncode == 1
    assert "没有正在运行的平台" in told.stderr
