"""The outermost layer: who would find a full queue is turned away for next to nothing.

Under ten times too much, most requests end here. Then nothing of the other layers is
begun: no task, no line in the log but one a second, and an answer that is written once.
"""

from collections.abc import Iterable
from functools import lru_cache
from re import Pattern
from time import monotonic

import structlog
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from starlette import types
from starlette.datastructures import Headers
from starlette.routing import compile_path

from common.problems import answer
from common.program import known_id
from common.texts import Language
from common.texts import language
from gateway.admitting import LOAD
from gateway.admitting import Overloaded
from gateway.admitting import Places
from gateway.admitting import again_s
from gateway.loads import Load
from gateway.loads import load_of
from gateway.policy import POLICY

log = structlog.get_logger()
Known = tuple[Pattern[str], Load]
Raw = list[tuple[bytes, bytes]]
TELL_EVERY_S = 1.0


class Threshold:
    """Knows each public request's load, and turns away where no more may wait."""

    def __init__(self, app: types.ASGIApp, *, main: FastAPI, places: Places) -> None:
        self.app = app
        self._main = main
        self._places = places
        self._known: dict[str, list[Known]] | None = None
        self._turned_away = 0
        self._told_at = 0.0

    async def __call__(
        self, scope: types.Scope, receive: types.Receive, send: types.Send
    ) -> None:
        """Let one request through unless its load's queue is full."""
        load = self._load_of(scope) if scope["type"] == "http" else None
        if load is None:
            return await self.app(scope, receive, send)
        if self._places.is_full(load):
            return await self._turn_away(scope, load, send)
        scope[LOAD] = load
        await self.app(scope, receive, send)

    def _load_of(self, scope: types.Scope) -> Load | None:
        # Before routing, because turning away must cost next to nothing.
        if self._known is None:
            self._known = _known(self._main)
        for path, load in self._known.get(scope["method"], ()):
            if path.match(scope["path"]):
                return load
        return None

    async def _turn_away(
        self, scope: types.Scope, load: Load, send: types.Send
    ) -> None:
        self._places.count_shed(load)
        self._note(load)
        told = Headers(scope=scope)
        headers, body = _refusal(language(told.get("accept-language")), again_s(load))
        name = known_id(told.get("x-request-id"))
        start = {"type": "http.response.start", "status": Overloaded.status}
        await send({**start, "headers": [*headers, (b"x-request-id", name.encode())]})
        await send({"type": "http.response.body", "body": body})

    def _note(self, load: Load) -> None:
        self._turned_away += 1
        if monotonic() - self._told_at > TELL_EVERY_S:
            log.warning("turned_away", load=load, count=self._turned_away)
            self._turned_away, self._told_at = 0, monotonic()


@lru_cache(maxsize=256)
def _refusal(lang: Language, seconds: int) -> tuple[Raw, bytes]:
    """The headers and the body of a refusal, as they are sent."""
    written = answer(Overloaded(retry_after_s=seconds), lang)
    return list(written.raw_headers), bytes(written.body)


def _known(app: FastAPI) -> dict[str, list[Known]]:
    """Patterns of the public paths with their loads, by method, in routing's order."""
    known: dict[str, list[Known]] = {}
    for context in iter_route_contexts(app.routes):
        methods: Iterable[str] = context.methods or ()
        if context.name in POLICY:
            path, _, _ = compile_path(context.path or "")
            for method in methods:
                known.setdefault(method, []).append((path, load_of(context.name)))
    return known
