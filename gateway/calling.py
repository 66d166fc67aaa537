"""Asking a service on somebody's behalf: one signed hop, within what time is left.

A service that is silent, closed or broken becomes a 503 that says in plain words what
is missing and what still works; a problem that a service names is passed on as it is.
Every call may be made twice: what stores something carries an Idempotency-Key.
"""

import asyncio
from collections.abc import AsyncIterator
from collections.abc import Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from dataclasses import field
from itertools import product
from time import monotonic
from typing import Any
from typing import Literal
from uuid import uuid4

import aiohttp
import orjson
from prometheus_client import CollectorRegistry
from prometheus_client import Counter

from common.database import DiskIsFull
from common.logs import deadline
from common.logs import outgoing
from common.problems import Unavailable
from common.tokens import Caller
from common.tokens import SigningKey
from common.tokens import sign
from gateway.retrying import Budget
from gateway.retrying import Line
from gateway.retrying import pause_s

Member = Literal["people", "jobs", "matching"]
# How a service's problem says it; whoever may make room must hear of it.
DISK_IS_FULL = b'"/problems/disk-is-full"'
Method = Literal["GET", "POST", "PUT", "PATCH", "DELETE"]
Query = Mapping[str, str | int | float | list[str]]
OUTCOMES = ("answered", "silent", "retried", "spared")
# A hop takes this long at most; the margin leaves time to say that it took too long.
LONGEST_S = 10.0
MARGIN_S = 0.05
# So many calls to one service at once; the next wait so long for one of them to end.
AT_ONCE = 24
WAIT_S = 1.0
# Less than the services keep an idle connection, so that they never close it first.
KEPT_S = 4.0
# Who gave a service less time cannot say that it was silent.
FAIR_S = 1.0
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
    """One request to a service. `body` is sent as JSON; bytes are JSON already,
    and a stream is passed on as it comes.

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
        self,
        http: aiohttp.ClientSession,
        urls: Mapping[Member, str],
        key: SigningKey,
        metrics: CollectorRegistry,
    ) -> None:
        self._http = http
        self._urls = dict(urls)
        self._key = key
        self._budgets = {member: Budget() for member in self._urls}
        self._lines = {member: Line() for member in self._urls}
        self._calls = Counter(
            "doorstep_calls", "Calls by end", ["member", "outcome"], registry=metrics
        )
        for named in product(urls, OUTCOMES):
            self._calls.labels(*named)

    async def ask(self, hop: Hop, call: Call) -> Answer:
        """The service's answer, or the problem it named, or that it is away."""
        answer = await self._told(hop, call)
        # 401 means that our own token was refused: for the caller the service is away.
        if answer.status >= 500 or answer.status == 401:
            wait_s = int(answer.headers.get("Retry-After", "1"))
            raise _why(call.member, answer)(retry_after_s=wait_s)
        if answer.status >= 400:
            raise RelayedProblem(answer)
        return answer

    async def _told(self, hop: Hop, call: Call) -> Answer:
        """What was said, at the second try if need be; an answer is never retried."""
        budget, headers = self._budgets[call.member], self._headers(hop, call)
        budget.earn()
        try:
            return await self._try(call, headers)
        except (aiohttp.ClientError, OSError) as broken:
            pause = pause_s()
            hopeless = isinstance(broken, TimeoutError) or _left_s() <= pause
            # A stream that has begun to flow cannot be sent once more.
            hopeless = hopeless or isinstance(call.body, AsyncIterator)
            if hopeless or self._lines[call.member].is_dead or not budget.spend():
                raise AWAY[call.member] from broken
        self._calls.labels(call.member, "retried").inc()
        await asyncio.sleep(pause)
        try:
            return await self._try(call, headers)
        except (aiohttp.ClientError, OSError) as broken:
            raise AWAY[call.member] from broken

    async def _try(self, call: Call, headers: Mapping[str, str]) -> Answer:
        """One try, unless the line is dead; what came of it is counted."""
        left_s, line = _left_s(), self._lines[call.member]
        if left_s <= 0:
            raise TimeIsUp
        if not line.may_call():
            self._calls.labels(call.member, "spared").inc()
            raise AWAY[call.member]
        try:
            answer = await self._send(call, {**headers, **outgoing()}, left_s)
        except (aiohttp.ClientError, OSError) as broken:
            self._calls.labels(call.member, "silent").inc()
            if _is_silence(broken, left_s):
                line.silent()
            raise
        self._calls.labels(call.member, "answered").inc()
        line.answered()
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

    async def _send(
        self, call: Call, headers: Mapping[str, str], left_s: float
    ) -> Answer:
        raw = call.body is None or isinstance(call.body, bytes | AsyncIterator)
        data = call.body if raw else orjson.dumps(call.body)
        async with self._http.request(
            call.method,
            self._urls[call.member] + call.path,
            params=call.query,
            data=data,
            headers=headers,
            timeout=aiohttp.ClientTimeout(total=left_s, connect=min(left_s, WAIT_S)),
            allow_redirects=False,
        ) as said:
            kept = {k: said.headers[k] for k in PASSED_ON if k in said.headers}
            return Answer(said.status, await said.read(), kept)

    def _headers(self, hop: Hop, call: Call) -> dict[str, str]:
        headers = {
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
    urls: Mapping[Member, str], key: SigningKey, metrics: CollectorRegistry
) -> AsyncIterator[Services]:
    """Services with their connections, so many to each; no cookies."""
    connector = aiohttp.TCPConnector(
        limit=0, limit_per_host=AT_ONCE, keepalive_timeout=KEPT_S
    )
    async with aiohttp.ClientSession(
        connector=connector,
        timeout=aiohttp.ClientTimeout(total=None),
        cookie_jar=aiohttp.DummyCookieJar(),
    ) as http:
        # It has no public switch for its own second tries, which no budget bounds.
        http._retry_connection = False
        yield Services(http, urls, key, metrics)


def _why(member: Member, answer: Answer) -> type[Unavailable]:
    """What the caller is told: that it is away, unless more can be done about it."""
    full = DISK_IS_FULL in answer.body
    return DiskIsFull if full else AWAY[member]


def _is_silence(broken: Exception, left_s: float) -> bool:
    """Whether it says anything about the service, and not only about us."""
    # Others may hold all connections; or the caller left no time for an answer.
    waited_in_vain = isinstance(broken, aiohttp.ConnectionTimeoutError)
    hurried = isinstance(broken, TimeoutError) and left_s < FAIR_S
    return not (waited_in_vain or hurried)


def _left_s() -> float:
    """Seconds until the deadline, less what the answer needs to get out of here."""
    ends = deadline.get()
    return LONGEST_S if ends is None else ends - monotonic() - MARGIN_S
