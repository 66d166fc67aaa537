"""Asking a program whether it is ready, and whether it is the one that was started."""

import contextlib
import http.client

import orjson


def is_ready(url: str, timeout_s: float = 2.0) -> bool:
    """Whether the gateway answers that it and everybody behind it are ready."""
    return _told(url.removeprefix("http://"), timeout_s) is not None


def is_taken_over(port: int, pid: int) -> bool:
    """Whether on that port the process answers that it is ready.

    While two take from one queue either may answer; asked often enough, both do.
    """
    said = _told(f"127.0.0.1:{port}", 2.0)
    return said is not None and said.get("pid") == str(pid)


def _told(address: str, timeout_s: float) -> dict[str, str] | None:
    """What the program says of itself if it is ready."""
    connection = http.client.HTTPConnection(address, timeout=timeout_s)
    with contextlib.closing(connection), contextlib.suppress(OSError):
        connection.request("GET", "/readyz")
        answer = connection.getresponse()
        if answer.status == 200:
            said: dict[str, str] = orjson.loads(answer.read())
            return said
    return None
