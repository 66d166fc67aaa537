"""Calls to a service that is silent, slow, broken or busy: counted at the other end."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from dataclasses import field
from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry

from common.logs import deadline
from common.tokens import Caller
from common.tokens import signing_key
from gateway.calling import Call
from gateway.calling import Hop
from gateway.calling import PeopleAreAway
from gateway.calling import Services
from gateway.calling import TimeIsUp
from gateway.calling import open_services
from gateway.retrying import SILENCES
from gateway.retrying import Line

HOP = Hop(Caller("tester", "county", ("",)), "zh", "k" * 32)
ASK = Call("people", "GET", "/workers")
WRITE = Call("people", "POST", "/workers", body={})
FINE = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
# Ends in the middle: the line breaks after it.
CUT = b"HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n{"
TRICKLE = b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"
BUSY = b"HTTP/1.1 503 x\r\nRetry-After: 7\r\nContent-Length: 2\r\n\r\n{}"


@dataclass
class Stub:
    """A service that answers each call with the next of its lines; none: hangs up."""

    answers: list[bytes | None]
    heard: list[bytes] = field(default_factory=list)
    hung_up: int = 0

    async def trickle(self, out: asyncio.StreamWriter) -> None:
        """A letter now and then: never silent, never done."""
        while True:
            out.write(b" ")
            await out.drain()
            await asyncio.sleep(0.05)

    async def meet(
        self, reader: asyncio.StreamReader, out: asyncio.StreamWriter
    ) -> None:
        try:
            while True:
                self.heard.append(await reader.readuntil(b"\r\n\r\n"))
                answer = self.answers.pop(0) if self.answers else b""
                if answer is None:
                    await reader.read()
                    self.hung_up += 1
                if not answer:
                    break
                out.write(answer)
                if answer is CUT:
                    break
                if answer is TRICKLE:
                    await self.trickle(out)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            out.close()


@pytest.fixture
def registry() -> CollectorRegistry:
    return CollectorRegistry()


@pytest.fixture
def services_to(keys: Path, registry: CollectorRegistry) -> object:
    """The gateway's side of a stub in place of people."""

    @asynccontextmanager
    async def opened(stub: Stub) -> AsyncIterator[Services]:
        server = await asyncio.start_server(stub.meet, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        urls = {"people": f"http://127.0.0.1:{port}"}
        key = signing_key(keys / "gateway.private.json")
        async with server, open_services(urls, key, registry) as services:
            yield services

    return opened


async def ask_often(services: Services, count: int, call: Call = ASK) -> int:
    """How many of these calls, one after the other, found the service away."""
    away = 0
    for _ in range(count):
        try:
            await services.ask(HOP, call)
        except PeopleAreAway:
            away += 1
    return away


async def test_a_broken_call_is_made_a_second_time(services_to, registry) -> None:
    stub = Stub([FINE] * 10 + [b"", FINE])
    async with services_to(stub) as services:
        away = await ask_often(services, 11, WRITE)

    assert away == 0
    assert len(stub.heard) == 12
    labels = {"member": "people", "outcome": "retried"}
    assert registry.get_sample_value("doorstep_calls_total", labels) == 1


async def test_a_repeated_write_carries_the_same_key(services_to) -> None:
    stub = Stub([FINE] * 10 + [b"", FINE])
    async with services_to(stub) as services:
        await ask_often(services, 10)
        await services.ask(HOP, WRITE)
    first, second = stub.heard[-2:]

    assert b"Idempotency-Key: " + b"k" * 32 in first
    assert b"Idempotency-Key: " + b"k" * 32 in second


async def test_a_dead_service_hears_a_tenth_more_than_was_asked(services_to) -> None:
    stub = Stub([FINE] * 40 + [b"", FINE] * 100)
    async with services_to(stub) as services:
        await ask_often(services, 100, WRITE)

    assert len(stub.heard) <= 110


async def test_after_some_silences_the_service_is_spared(services_to) -> None:
    stub = Stub([])
    async with services_to(stub) as services:
        away = await ask_often(services, 200)

    assert away == 200
    assert SILENCES <= len(stub.heard) <= SILENCES + 3


async def test_an_answer_is_an_answer_and_is_not_asked_for_again(services_to) -> None:
    stub = Stub([FINE] * 20 + [BUSY])
    async with services_to(stub) as services:
        await ask_often(services, 20)
        with pytest.raises(PeopleAreAway) as told:
            await services.ask(HOP, ASK)

    assert len(stub.heard) == 21
    assert told.value.numbers["retry_after_s"] == 7


async def test_a_silent_service_is_left_when_the_time_is_up(services_to) -> None:
    stub = Stub([FINE] * 20 + [None, None])
    async with services_to(stub) as services:
        await ask_often(services, 20)
        started = time.monotonic()
        deadline.set(started + 0.4)
        with pytest.raises(PeopleAreAway):
            await services.ask(HOP, ASK)
        took_s = time.monotonic() - started
        await asyncio.sleep(0.1)

    assert took_s < 5
    assert len(stub.heard) == 21
    assert stub.hung_up == 1


async def test_an_answer_that_breaks_off_is_asked_for_again(services_to) -> None:
    stub = Stub([FINE] * 10 + [CUT, FINE])
    async with services_to(stub) as services:
        away = await ask_often(services, 11)

    assert (away, len(stub.heard)) == (0, 12)


async def test_an_answer_that_trickles_is_left_when_the_time_is_up(
    services_to,
) -> None:
    stub = Stub([TRICKLE])
    async with services_to(stub) as services:
        started = time.monotonic()
        deadline.set(started + 0.4)
        with pytest.raises(PeopleAreAway):
            await services.ask(HOP, ASK)

    assert time.monotonic() - started < 5
    assert len(stub.heard) == 1


async def test_without_time_nobody_is_asked(services_to) -> None:
    stub = Stub([FINE])
    async with services_to(stub) as services:
        deadline.set(time.monotonic() + 0.01)
        with pytest.raises(TimeIsUp):
            await services.ask(HOP, ASK)

    assert stub.heard == []


async def test_the_time_left_is_told_to_the_service(services_to) -> None:
    stub = Stub([FINE])
    async with services_to(stub) as services:
        deadline.set(time.monotonic() + 3)
        await services.ask(HOP, ASK)
    told = stub.heard[0].split(b"X-Deadline-Ms: ")[1].split(b"\r\n")[0]

    assert 2000 < int(told) <= 3000


def test_a_dead_line_is_probed_now_and_then_until_somebody_answers() -> None:
    now = [0.0]
    line = Line(lambda: now[0])
    for _ in range(SILENCES):
        line.silent()
    at_once = line.may_call()
    now[0] = 0.6
    probes = line.may_call(), line.may_call()
    line.answered()

    assert at_once is False
    assert probes == (True, False)
    assert line.may_call() is True
