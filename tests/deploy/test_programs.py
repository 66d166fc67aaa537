"""Child processes: restarted with a growing pause, ended with their whole group."""

import signal
import sys
import time
from collections.abc import Callable
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from deploy.programs import Program
from deploy.programs import end_leftovers
from deploy.programs import traces

SLEEP = "import time; time.sleep(60)"
DEAF = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
PARENT = (
    "import subprocess, sys, signal, time;"
    "signal.signal(signal.SIGTERM, signal.SIG_IGN);"
    "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']);"
    "print(child.pid, flush=True); time.sleep(60)"
)


def a_program(
    tmp_path: Path, code: str, settings: dict[str, str] | None = None
) -> Program:
    command = (sys.executable, "-c", code)
    return Program("people", command, settings or {}, tmp_path / "people.log")


@pytest.fixture
def started(tmp_path: Path) -> Iterator[Callable[[str], Program]]:
    programs: list[Program] = []

    def start(code: str) -> Program:
        program = a_program(tmp_path, code)
        program.start()
        programs.append(program)
        return program

    yield start
    for program in programs:
        program.stop(timeout_s=0.1)


def wait_for(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 10
    while not holds() and time.monotonic() < end:
        time.sleep(0.02)


def test_a_step_that_is_interrupted_leaves_no_program_behind(tmp_path):
    program = a_program(tmp_path, f"import os; print(os.getpid(), flush=True); {SLEEP}")
    before = signal.signal(signal.SIGALRM, signal.default_int_handler)
    signal.setitimer(signal.ITIMER_REAL, 1)
    with pytest.raises(KeyboardInterrupt):
        program.run()
    signal.signal(signal.SIGALRM, before)

    assert not psutil.pid_exists(int(program.log.read_text()))


def test_one_that_lives_is_left_alone(started):
    program = started(SLEEP)

    assert not program.restart_if_ended()
    assert program.restarts == 0


def test_one_that_died_is_started_again(started):
    program = started(SLEEP)
    first = program.pid
    psutil.Process(first).kill()
    wait_for(program.ended)

    assert program.restart_if_ended()
    assert program.pid != first
    assert not program.ended()


def test_one_that_dies_at_once_again_has_to_wait(started):
    program = started("pass")
    wait_for(program.ended)
    again = program.restart_if_ended()
    wait_for(program.ended)
    at_once = program.restart_if_ended()
    time.sleep(0.6)
    later = program.restart_if_ended()

    assert (again, at_once, later) == (True, False, True)


def test_a_hanging_one_is_ended_with_its_children(started, tmp_path):
    program = started(PARENT)
    log = tmp_path / "people.log"
    wait_for(lambda: log.read_text().endswith("\n"))
    child = int(log.read_text())
    program.stop(timeout_s=0.3)
    wait_for(lambda: not psutil.pid_exists(child))

    assert not psutil.pid_exists(child)
    assert program.pid is None


def test_no_other_members_settings_reach_it(tmp_path, monkeypatch):
    monkeypatch.setenv("JOBS_DATABASE_URL", "secret")
    code = (
        "import os; print(sorted(n for n in os.environ if '_' in n and n[:2] != 'LC'))"
    )
    program = a_program(tmp_path, code, {"PEOPLE_PORT": "1"})
    program.run()

    assert "PEOPLE_PORT" in program.last_lines()
    assert "JOBS_DATABASE_URL" not in program.last_lines()


def test_what_a_killed_starter_left_is_ended(started):
    program = started(SLEEP)
    left = traces({"people": program.pid})

    assert end_leftovers(left) == 1
    assert program.ended()


def test_a_number_that_was_given_out_again_is_no_leftover(started):
    program = started(SLEEP)
    left = [{**trace, "since": 1.0} for trace in traces({"people": program.pid})]

    assert end_leftovers(left) == 0
    assert not program.ended()


def test_the_end_of_the_log_is_what_an_operator_reads(tmp_path):
    program = a_program(tmp_path, "print('\\n'.join(map(str, range(40))))")
    program.run()

    assert program.last_lines(2) == "38\n39"


def test_a_successor_that_does_not_get_ready_leaves_the_old_one(started):
    program = started(SLEEP)
    before = program.pid
    replaced = program.hand_over(lambda pid: False, timeout_s=0.3)

    assert not replaced
    assert program.pid == before
    assert not program.ended()


def test_who_has_a_ready_successor_ends(started):
    program = started(SLEEP)
    before = psutil.Process(program.pid)
    replaced = program.hand_over(lambda pid: True, timeout_s=5)

    assert replaced
    assert program.pid != before.pid
    assert not before.is_running()


def test_an_interrupted_replacement_leaves_only_the_old_one(started):
    program = started(SLEEP)
    before = program.pid
    seen: list[int] = []

    def interrupted(pid: int) -> bool:
        seen.append(pid)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        program.hand_over(interrupted, timeout_s=5)

    assert program.pid == before
    assert not psutil.pid_exists(seen[0])
