"""Paper: a list or a form as PDF on A4, set by a program beside the gateway.

Setting type takes a core for some tenths of a second, so it happens elsewhere, with an
end to its time and memory, and two sheets at once at most.
"""

import asyncio
import sys
from asyncio.subprocess import DEVNULL
from asyncio.subprocess import PIPE
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from typing import Literal

import orjson

from common.problems import Unavailable
from common.texts import say
from gateway.door import Visit
from gateway.door import today

PDF = "application/pdf"
Template = Literal["list", "visits"]
ROOT = Path(__file__).parents[2]
WALL_S = 8.0
AT_ONCE = 2


class PressIsBusy(Unavailable):
    """Paper could not be set in time; the same request may succeed later."""


class Press:
    """Sets sheets in a program of its own, so many at once."""

    def __init__(self) -> None:
        self._room = asyncio.Semaphore(AT_ONCE)

    async def set(self, template: Template, told: Mapping[str, Any]) -> bytes:
        """The sheet as PDF, or PressIsBusy if it takes too long."""
        try:
            async with asyncio.timeout(WALL_S), self._room:
                return await _set(template, orjson.dumps(told))
        except TimeoutError:
            raise PressIsBusy(retry_after_s=5) from None


async def _set(template: Template, told: bytes) -> bytes:
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "gateway.printing.press",
        template,
        stdin=PIPE,
        stdout=PIPE,
        stderr=DEVNULL,
        # Nothing of ours goes in: no addresses, no keys.
        env={"PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"},
        cwd="/",
    )
    try:
        made, _ = await child.communicate(told)
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()
    if child.returncode != 0 or not made.startswith(b"%PDF"):
        raise PressIsBusy(retry_after_s=5)
    return made


def framed(visit: Visit) -> dict[str, str]:
    """What stands at the foot of every page: who took it, and which page it is."""
    day = today().isoformat()
    footer = say("paper.footer", visit.lang, title=visit.account.title, day=day)
    # The press itself counts pages, so their places stay open here.
    page = say("paper.page", visit.lang, n="{n}", m="{m}")
    return {"footer": footer, "page": page}
