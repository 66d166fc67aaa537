"""All members in one process, each on a loopback port, spoken to over real HTTP."""

import asyncio
import threading
import time
from collections.abc import Coroutine
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from typing import TypeVar

import httpx
import uvicorn
from fastapi import FastAPI

Told = TypeVar("Told")
START_S = 300


class Running:
    """A loop in a thread of its own, and the apps that it serves."""

    def __init__(self) -> None:
        self.urls: dict[str, str] = {}
        self._loop = asyncio.new_event_loop()
        self._servers: list[tuple[uvicorn.Server, asyncio.Task[None]]] = []
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    def on_loop(self, work: Coroutine[Any, Any, Told]) -> Told:
        """Run something where the apps run, and wait for it."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(START_S)

    def start(self, name: str, app: FastAPI) -> None:
        """Serve a member on a free port."""
        self.urls[name] = self.serve(app)

    def serve(self, app: FastAPI) -> str:
        """Serve an app on a free port; where it is."""
        return self.on_loop(self._serve(app))

    def end_last(self) -> None:
        """End the app that was served last."""
        self.on_loop(self._end(*self._servers.pop()))

    def wait_until_ready(self, name: str) -> None:
        """Poll until the member says that it is ready."""
        ends = time.monotonic() + START_S
        while httpx.get(f"{self.urls[name]}/readyz").status_code != 200:
            assert time.monotonic() < ends, f"{name} is not ready"
            time.sleep(0.05)

    def stop(self) -> None:
        """End all of them, the last first."""
        while self._servers:
            self.end_last()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(START_S)
        self._loop.close()

    async def _serve(self, app: FastAPI) -> str:
        # Feeds that still wait for news are cut off: nobody is left to hear it.
        config = uvicorn.Config(
            app,
            port=0,
            log_config=None,
            access_log=False,
            ws="none",
            timeout_graceful_shutdown=1,
        )
        server = uvicorn.Server(config)
        task = asyncio.create_task(server.serve())
        while not server.started:
            if task.done():
                raise RuntimeError(f"{app.title} did not start")
            await asyncio.sleep(0.01)
        self._servers.append((server, task))
        port = server.servers[0].sockets[0].getsockname()[1]
        return f"http://127.0.0.1:{port}"

    async def _end(self, server: uvicorn.Server, task: "asyncio.Task[None]") -> None:
        server.should_exit = True
        await task


@contextmanager
def running() -> Iterator[Running]:
    """A loop in a thread, ended with everything that it served."""
    found = Running()
    try:
        yield found
    finally:
        found.stop()
