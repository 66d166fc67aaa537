"""Log lines as JSON with the request's id, and the two values a request carries along.

Fields are numbers, codes and ids. Names never come here; as a net under the rope, runs
of digits that look like a phone or an ID number are blanked.
"""

import logging
import re
import sys
import time
import traceback
from collections.abc import MutableMapping
from contextvars import ContextVar
from typing import Any

import structlog

request_id: ContextVar[str] = ContextVar("request_id", default="")
# Monotonic second at which the caller stops waiting; None: nobody said.
deadline: ContextVar[float | None] = ContextVar("deadline", default=None)

Fields = MutableMapping[str, Any]
_NUMBERS = re.compile(r"(?<![0-9])(1[0-9]{10}|[0-9]{14,17}[0-9Xx])(?![0-9])")


def outgoing() -> dict[str, str]:
    """Headers that a call to another member passes on: request id, time left."""
    headers = {"X-Request-Id": request_id.get()} if request_id.get() else {}
    ends = deadline.get()
    if ends is not None:
        left_ms = int((ends - time.monotonic()) * 1000)
        headers["X-Deadline-Ms"] = str(max(left_ms, 0))
    return headers


def _tidy(_: Any, __: str, fields: Fields) -> Fields:
    """Adds the request's id, blanks what looks like a person's number."""
    if request_id.get():
        fields["request_id"] = request_id.get()
    for name, value in fields.items():
        if isinstance(value, str):
            fields[name] = _NUMBERS.sub("[blanked]", value)
    return fields


def _where_only(_: Any, __: str, fields: Fields) -> Fields:
    """An exception as type and places: its message may quote a person's values."""
    raised = fields.pop("exc_info", None)
    error = sys.exc_info()[1] if raised is True else raised
    error = error[1] if isinstance(error, tuple) else error
    if isinstance(error, BaseException):
        frames = traceback.extract_tb(error.__traceback__)[-12:]
        fields["error"] = type(error).__name__
        fields["at"] = [f"{f.filename}:{f.lineno} {f.name}" for f in frames]
    return fields


def start_logging(member: str, level: str = "info") -> None:
    """JSON lines on standard output, ours and those of libraries alike.

    Only at level debug, which is for tests, an exception's own words are shown.
    """
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info if level == "debug" else _where_only,
        _tidy,
    ]
    formatter = structlog.stdlib.ProcessorFormatter
    structlog.configure(
        processors=[*shared, formatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    out = logging.StreamHandler(sys.stdout)
    render = structlog.processors.JSONRenderer(ensure_ascii=False)
    last: list[Any] = [formatter.remove_processors_meta, render]
    out.setFormatter(formatter(foreign_pre_chain=shared, processors=last))
    root = logging.getLogger()
    root.handlers = [out]
    root.setLevel(level.upper())
    for chatty in ("httpx", "httpcore", "asyncio", "sqlalchemy", "alembic", "numba"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    structlog.contextvars.bind_contextvars(member=member)
