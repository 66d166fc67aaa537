"""`make demo`: the stories of five people, asked of the platform through its door.

Nothing is computed here: every line is what the API answers to an officer of the
county, so a fact that changes there changes the output.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextlib import redirect_stdout
from dataclasses import replace
from datetime import datetime
from typing import IO
from zoneinfo import ZoneInfo

import httpx

from common.texts import say
from deploy.demo_lines import lines_of
from deploy.filling import OFFICER
from deploy.filling import PASSWORD
from deploy.folders import LocalFolder
from deploy.local import Platform
from deploy.local import wanted_from_environment
from deploy.postgres import free_port
from deploy.readiness import is_ready
from deploy.sample.stories import STORY_PEOPLE
from deploy.telling import CannotGoOn
from deploy.telling import tell_failure

_SHANGHAI = ZoneInfo("Asia/Shanghai")
_WAIT_S = 30.0


def demo(out: IO[str]) -> int:
    """Print the stories; the exit status for the shell."""
    try:
        with platform_url() as url, signed_in(url) as officer:
            today = datetime.now(_SHANGHAI).date()
            print(say("demo.title", "zh", day=today.isoformat()), file=out)
            for person in STORY_PEOPLE:
                print("", *lines_of(officer, person, today), sep="\n", file=out)
    except CannotGoOn as failure:
        tell_failure(failure)
        return 1
    except httpx.HTTPError as failure:
        print(say("demo.failed", "zh", why=str(failure)), file=sys.stderr)
        return 1
    return 0


@contextmanager
def platform_url() -> Iterator[str]:
    """The running platform's address, or that of one started for this demo only."""
    wanted = wanted_from_environment()
    running = LocalFolder(wanted.root).read_running().get("url")
    if running and is_ready(running):
        yield running
        return
    platform = Platform(replace(wanted, port=free_port()))
    try:
        # The stories alone go to standard output; how the start fares goes elsewhere.
        with redirect_stdout(sys.stderr):
            platform.start()
        yield platform.url
    finally:
        platform.stop()


@contextmanager
def signed_in(url: str) -> Iterator[httpx.Client]:
    """A client with an officer's session, ended afterwards."""
    credentials = {"account": OFFICER, "password": PASSWORD}
    language = {"Accept-Language": "zh"}
    with httpx.Client(base_url=url, timeout=_WAIT_S, headers=language) as client:
        answer = client.post("/v1/sessions", json=credentials)
        answer.raise_for_status()
        client.headers["Authorization"] = f"Bearer {answer.json()['token']}"
        try:
            yield client
        finally:
            client.delete("/v1/sessions")
