"""A repeated write has one effect and one answer: keys live beside what they guard.

A router made with `route_class=OneEffect` asks every POST, PUT, PATCH and DELETE for an
`Idempotency-Key`. The answer is kept in the transaction of the write itself, sealed
with the key, of which only a digest is stored: the table alone tells nobody anything.
"""

import hashlib
import os
from collections.abc import Callable
from collections.abc import Coroutine
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from fastapi import Request
from fastapi import Response
from fastapi.routing import APIRoute
from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.datastructures import URL

from common.database import run_sql
from common.problems import BadRequest
from common.problems import Conflict
from common.problems import Problem

WRITES = {"POST", "PUT", "PATCH", "DELETE"}
KEPT_HEADERS = ("content-type", "location")
# A kiosk's off-line queue may repeat a request a week later.
KEY_DAYS = 7
_FORGET = (
    "DELETE FROM idempotency WHERE key IN (SELECT key FROM idempotency"
    " WHERE made_at < now() - make_interval(days => :days)"
    " ORDER BY made_at LIMIT 20 FOR UPDATE SKIP LOCKED)"
)


def idempotency_sql(service: str) -> list[str]:
    """The table of keys for a migration; one statement an item."""
    laid = Path(__file__).with_name("idempotency.sql").read_text().split("\n----\n")
    return [statement.format(service=service) for statement in laid]


class KeyMissing(BadRequest):
    """A write came without a usable Idempotency-Key."""


class KeyReused(Problem):
    """The key stands for another request of the same caller."""

    status = 422


class StillRunning(Conflict):
    """The first of two equal requests is not finished."""


class Replay(Exception):  # noqa: N818 - not an error, it only ends the request early
    """The request was answered before; carries that answer."""

    def __init__(self, response: Response) -> None:
        super().__init__()
        self.response = response


@dataclass(slots=True)
class Claim:
    """One write with its key; taken when the transaction opens, kept before it ends."""

    _key: str
    _request: bytes
    _session: AsyncSession | None = None
    _digest: bytes = b""
    _sealing: bytes = b""

    async def take(self, session: AsyncSession, subject: str) -> None:
        """Go on if the key is unused, else Replay, KeyReused or StillRunning."""
        named = f"{subject}\0{self._key}".encode()
        self._digest = hashlib.sha256(b"find" + named).digest()
        self._sealing = hashlib.sha256(b"seal" + named).digest()
        number = int.from_bytes(self._digest[:8], signed=True)
        lock = "SELECT pg_try_advisory_xact_lock(:number)"
        if not (await run_sql(session, lock, number=number)).scalar():
            raise StillRunning(retry_after_s=1)
        # Read in a statement after the lock's own: its snapshot then shows the answer
        # of whoever held the lock before.
        query = "SELECT request, answer FROM idempotency WHERE key = :key"
        found = await run_sql(session, query, key=self._digest)
        row = found.one_or_none()
        if row is None:
            self._session = session
        elif row.request == self._request:
            raise Replay(self._opened(row.answer))
        else:
            raise KeyReused

    async def keep(self, response: Response) -> None:
        """Store the answer in the write's transaction, and drop a few old ones."""
        if self._session is None:
            raise RuntimeError("a OneEffect route that writes needs a Transaction")
        headers = {h: v for h, v in response.headers.items() if h in KEPT_HEADERS}
        plain = orjson.dumps([response.status_code, headers]) + b"\n" + response.body
        nonce = os.urandom(12)
        sealed = nonce + AESGCM(self._sealing).encrypt(nonce, plain, self._request)
        await self._session.flush()
        insert = "INSERT INTO idempotency VALUES (:key, :request, :answer)"
        row = {"key": self._digest, "request": self._request, "answer": sealed}
        await run_sql(self._session, insert, **row)
        await run_sql(self._session, _FORGET, days=KEY_DAYS)

    def _opened(self, sealed: bytes) -> Response:
        plain = AESGCM(self._sealing).decrypt(sealed[:12], sealed[12:], self._request)
        head, _, body = plain.partition(b"\n")
        status, headers = orjson.loads(head)
        return Response(body, status, {**headers, "Idempotency-Replayed": "true"})


class OneEffect(APIRoute):
    """A route whose writes are done once for each key; reads pass untouched."""

    def get_route_handler(
        self,
    ) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The route with its claim around it; FastAPI calls this once."""
        plain = super().get_route_handler()

        async def once(request: Request) -> Response:
            if request.method not in WRITES:
                return await plain(request)
            key = request.headers.get("idempotency-key", "")
            if not 16 <= len(key) <= 200:
                raise KeyMissing
            named = f"{request.method} {self.path}\0{key}"
            claim = Claim(named, fingerprint(request.url, await request.body()))
            request.state.claim = claim
            # FastAPI commits after this handler returns, so the answer is kept with
            # the write or not at all. Problems roll back and keep nothing.
            try:
                response = await plain(request)
            except Replay as replay:
                return replay.response
            await claim.keep(response)
            return response

        return once


def fingerprint(url: URL, body: bytes) -> bytes:
    """A digest of what is asked: path, query and body, but not who asks or when."""
    return hashlib.sha256(f"{url.path}?{url.query}".encode() + b"\0" + body).digest()
