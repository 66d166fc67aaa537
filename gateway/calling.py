"""Asking a service on somebody's behalf: one signed hop, within what time is left.

A service that is silent, closed or broken becomes a 503 that says in plain words what
is missing and what still works; a problem that a service names is passed on as it is.
"""

from collections.abc import AsyncIterator
from collections.abc import Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from dataclasses import field
from time import monotonic
from typing import Any
from typing import Literal
from uuid import uuid4

import aiohttp
import orjson

from common.logs import deadline
from common.logs import outgoing
from common.problems import Unavailable
from common.tokens import Caller
from common.tokens import SigningKey
from common.tokens import sign

Member = Literal["people", "jobs", "matching"]
Method = Literal["GET", "POST", "PUT", "PATCH", "DELETE"]
Query = Mapping[str, str | int | float | list[str]]
# A hop takes this long at most; the margin leaves time to say that it took too long.
LONGEST_S = 10.0
MARGIN_S = 0.05
# Only these headers of a service reach the public; everything else stays inside.
PASSED_ON = ("Retry-After", "Location", "Idempotency-Replayed", "X-Total-Count")


class PeopleAreAway(Unavailable):
    """The people service does not answer."""


class JobsAreAway(Unavailable):
    """The jobs service does not answer."""


class MatchingIsAway(Unavailable):
    """The matching service does not answer, or still reads what it missed."""


class TimeIsUp(Unavailable):
    """The caller's deadline passed before a service was asked."""


AWAY: dict[Member, type[Unavailable]] = {
    "people": PeopleAreAway,
    "jobs": JobsAreAway,
    "matching": MatchingIsAway,
}


@dataclass(frozen=True, slots=True)
class Hop:
    """What one request carries on to every service: for whom, in which language.

    `key` is the Idempotency-Key; request id and deadline travel by themselves.
    """

    caller: Caller
    language: str
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """One request to a service. `body` is sent as JSON; bytes are JSON already.

    `key` stands for the request's own Idempotency-Key where one request makes many.
    """

    member: Member
    method: Method
    path: str
    query: Query = field(default_factory=dict)
    body: Any = None
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a service said, as the bytes it sent."""

    status: int
    body: bytes
    headers: dict[str, str]

    def json(self) -> Any:
        """The body as plain values."""
        return orjson.loads(self.body) if self.body else None


class RelayedProblem(Exception):  # noqa: N818 - a service has named it
    """A problem that a service named, on its way to the caller unchanged."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.status)
        self.answer = answer


class Services:
    """The three services behind the door, asked over kept connections."""

    def __init__(
        self, http: aiohttp.ClientSession, urls: Mapping[Member, str], key: SigningKey
    ) -> None:
        self._http = http
        self._urls = dict(urls)
        self._key = key

    async def ask(self, hop: Hop, call: Call) -> Answer:
        """The service's answer, or the problem it named, or that it is away."""
        left_s = _left_s()
        if left_s <= 0:
            raise TimeIsUp
        try:
            answer = await self._send(hop, call, left_s)
        except (aiohttp.ClientError, TimeoutError, OSError) as silence:
            raise AWAY[call.member] from silence
        # 401 means that our own token was refused: for the caller the service is away.
        if answer.status >= 500 or answer.status == 401:
            raise AWAY[call.member]
        if answer.status >= 400:
            raise RelayedProblem(answer)
        return answer

    async def ready(self, member: Member) -> bool:
        """Whether the service itself says within a second that it is ready."""
        timeout = aiohttp.ClientTimeout(total=1)
        try:
            url = self._urls[member] + "/readyz"
            async with self._http.get(url, timeout=timeout) as said:
                return said.status == 200
        except (aiohttp.ClientError, TimeoutError, OSError):
            return False

    async def _send(self, hop: Hop, call: Call, left_s: float) -> Answer:
        headers = self._headers(hop, call)
        raw = call.body is None or isinstance(call.body, bytes)
        data = call.body if raw else orjson.dumps(call.body)
        async with self._http.request(
            call.method,
            self._urls[call.member] + call.path,
            params=call.query,
            data=data,
            headers=headers,
            timeout=aiohttp.ClientTimeout(total=left_s),
            allow_redirects=False,
        ) as said:
            kept = {k: said.headers[k] for k in PASSED_ON if k in said.headers}
            return Answer(said.status, await said.read(), kept)

    def _headers(self, hop: Hop, call: Call) -> dict[str, str]:
        headers = {
            **outgoing(),
            "Authorization": f"Bearer {sign(hop.caller, self._key, call.member)}",
            "Content-Type": "application/json",
            "Accept-Language": hop.language,
        }
        if call.method != "GET":
            # A question with a body has no key of its own, but services ask for one.
            headers["Idempotency-Key"] = call.key or hop.key or uuid4().hex
        return headers


@asynccontextmanager
async def open_services(
    urls: Mapping[Member, str], key: SigningKey
) -> AsyncIterator[Services]:
    """Services with their connections; no cookies, and no limit but the deadline."""
    connector = aiohttp.TCPConnector(limit=64, keepalive_timeout=30)
    async with aiohttp.ClientSession(
        connector=connector,
        timeout=aiohttp.ClientTimeout(total=None),
        cookie_jar=aiohttp.DummyCookieJar(),
    ) as http:
        yield Services(http, urls, key)


def _left_s() -> float:
    """Seconds until the deadline, less what the answer needs to get out of here."""
    ends = deadline.get()
    return LONGEST_S if ends is None else ends - monotonic() - MARGIN_S
