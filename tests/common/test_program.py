"""Every member answers with an id, in time, and says how it is."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from common.logs import deadline
from common.logs import outgoing
from common.logs import request_id
from common.program import Member
from common.program import run
from common.settings import MemberSettings
from deploy.postgres import free_port

ROOT = Path(__file__).parent.parent.parent


async def test_a_harmless_request_id_is_kept(sample):
    answer = await sample.get("/healthz", headers={"X-Request-Id": "abc-12345"})

    assert answer.headers["x-request-id"] == "abc-12345"


@pytest.mark.parametrize("given", ["x", 'a"b\\nc defgh', "x" * 65])
async def test_any_other_request_id_is_replaced(sample, given):
    answer = await sample.get("/healthz", headers={"X-Request-Id": given})

    assert len(answer.headers["x-request-id"]) == 32


async def test_the_callers_deadline_ends_the_work(sample):
    started = time.monotonic()
    answer = await sample.get("/probes/slow", headers={"X-Deadline-Ms": "150"})

    assert answer.status_code == 503
    assert answer.json()["type"] == "/problems/deadline-passed"
    assert time.monotonic() - started < 5


async def test_a_member_that_has_what_it_needs_is_ready(sample):
    assert (await sample.get("/readyz")).status_code == 200


async def test_a_member_names_what_it_waits_for(sample, sample_app):
    async def not_yet() -> None:
        raise RuntimeError

    sample_app.state.ready["people"] = not_yet
    answer = await sample.get("/readyz")

    assert (answer.status_code, answer.json()["missing"]) == (503, "people")


async def test_metrics_count_routes_by_template(sample, bearer):
    path = "/posts/00000000-0000-0000-0000-000000000001"
    await sample.get(path, headers=bearer("sample"))
    shown = (await sample.get("/metrics")).text

    assert 'route="/posts/{post_id}",status="404"} 1.0' in shown
    assert "00000000-0000" not in shown


async def test_operations_are_named_after_their_functions(sample_app):
    paths = sample_app.openapi()["paths"]

    assert paths["/posts"]["post"]["operationId"] == "add_post"


def test_a_call_passes_the_id_and_the_time_left_on():
    tokens = request_id.set("abc-12345"), deadline.set(time.monotonic() + 2)
    passed = outgoing()
    request_id.reset(tokens[0])
    deadline.reset(tokens[1])

    assert passed["X-Request-Id"] == "abc-12345"
    assert 1000 < int(passed["X-Deadline-Ms"]) <= 2000


def test_outside_a_request_nothing_is_passed_on():
    assert outgoing() == {}


def test_an_unknown_command_ends_with_a_usage_status():
    member = Member(None, None, Path(), None)

    with pytest.raises(SystemExit) as ended:
        run(member, ["dance"])
    assert ended.value.code == 64


def test_settings_come_from_the_environment_and_are_frozen(monkeypatch, tmp_path):
    monkeypatch.setenv("TOKEN_PUBLIC_KEY_FILE", str(tmp_path))
    monkeypatch.setenv("PORT", "8123")
    settings = MemberSettings()

    assert settings.port == 8123
    with pytest.raises(ValueError, match="frozen"):
        settings.port = 1


PROGRAM = """
import sys
from common.program import make_app, serve
from common.settings import MemberSettings
import asyncio
import structlog
settings = MemberSettings(port=int(sys.argv[1]), token_public_key_file=sys.argv[2])
app = make_app("sample", settings)
napping = []
@app.get("/naps")
async def naps() -> int:
    return len(napping)
@app.get("/nap")
async def nap() -> str:
    napping.append(1)
    await asyncio.sleep(1)
    return "rested"
@app.get("/broken/{who}")
async def broken(who: str) -> str:
    structlog.get_logger().info("asked", who=f"call {who}")
    raise ValueError(who)
serve(app, settings)
"""


@pytest.fixture
def served(keys):
    port = free_port()
    command = [sys.executable, "-c", PROGRAM, str(port), str(keys / "public.json")]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE)
    url = f"http://127.0.0.1:{port}"
    wait_until_it_answers(url)
    yield process, url
    process.kill()
    process.stdout.close()
    process.wait()


def wait_until_it_answers(url: str) -> None:
    ends = time.monotonic() + 30
    while time.monotonic() < ends:
        try:
            httpx.get(f"{url}/healthz")
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError(url)


def wait_until_it_naps(url: str) -> None:
    while httpx.get(f"{url}/naps").json() == 0:
        time.sleep(0.02)


def test_sigterm_lets_running_requests_end(served):
    process, url = served
    with ThreadPoolExecutor(1) as thread:
        nap = thread.submit(httpx.get, f"{url}/nap")
        wait_until_it_naps(url)
        os.kill(process.pid, signal.SIGTERM)

    assert nap.result().text == '"rested"'
    assert process.wait(20) == 0


def test_log_lines_are_json_without_personal_numbers(served):
    process, url = served
    httpx.get(f"{url}/broken/15412345678", headers={"X-Request-Id": "abc-12345"})
    process.terminate()
    lines = [json.loads(line) for line in process.stdout.read().splitlines()]
    mine = [line for line in lines if line.get("request_id") == "abc-12345"]

    assert [line["event"] for line in mine] == ["asked", "failed", "answered"]
    assert (mine[1]["error"], mine[2]["route"]) == ("ValueError", "/broken/{who}")
    assert mine[0]["who"] == "call [blanked]"
    assert "15412345678" not in json.dumps(lines)


MEMBER = """
from common.program import serve
from tests.common.sample.app import Settings, create_app
settings = Settings(port=0)
serve(create_app(settings), settings)
"""


def test_a_member_refuses_a_database_that_may_lose_writes(database_urls, keys):
    """The tests' own cluster runs without fsync."""
    environment = {
        **os.environ,
        "SAMPLE_DATABASE_URL": database_urls("sample").app,
        "SAMPLE_TOKEN_PUBLIC_KEY_FILE": str(keys / "public.json"),
    }
    ended = subprocess.run(
        [sys.executable, "-c", MEMBER], cwd=ROOT, env=environment, capture_output=True
    )

    assert ended.returncode == 78
    assert environment["SAMPLE_DATABASE_URL"].encode() not in ended.stdout


async def test_the_work_of_a_caller_who_has_gone_is_ended(sample_app):
    ended, sent = [], []
    asked = [{"type": "http.request", "body": b"", "more_body": False}]

    @sample_app.get("/long")
    async def long() -> None:
        try:
            await asyncio.sleep(30)
        finally:
            ended.append(True)

    async def receive():
        return asked.pop() if asked else {"type": "http.disconnect"}

    async def send(message):
        sent.append(message)

    scope = {
        "type": "http", "method": "GET", "path": "/long", "raw_path": b"/long",
        "query_string": b"", "headers": [], "scheme": "http", "root_path": "",
        "server": ("member", 80), "client": ("caller", 1), "http_version": "1.1",
    }  # fmt: skip
    async with asyncio.timeout(10):
        await sample_app(scope, receive, send)

    assert ended == [True]
    assert sent[0]["status"] == 499


async def test_a_callers_leave_after_the_answer_disturbs_nothing(sample, bearer):
    draft = {"title": "keeper", "area": "511922100201"}
    made = await sample.post("/posts", json=draft, headers=bearer("sample"))
    found = await sample.get("/posts", headers=bearer("sample"))

    assert (made.status_code, found.json()) == (201, ["keeper"])


async def test_connections_in_use_are_counted(sample_app, sample):
    database = sample_app.state.database
    async with database.transaction():
        shown = (await sample.get("/metrics")).text

    assert "doorstep_pool_in_use 1.0" in shown
    assert "doorstep_pool_waiting 0.0" in shown


def test_a_caller_who_hangs_up_is_noticed_at_once(served):
    process, url = served
    with pytest.raises(httpx.ReadTimeout):
        httpx.get(f"{url}/nap", timeout=0.3)
    process.terminate()
    lines = [json.loads(line) for line in process.stdout.read().splitlines()]
    naps = [line for line in lines if line.get("route") == "/nap"]

    assert [line["status"] for line in naps] == [499]
