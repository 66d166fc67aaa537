"""How answers leave: relayed bytes or joined values, with a tag where nothing changed.

The tag is weak because two equal lists may differ in the order of a JSON object.
"""

from hashlib import blake2b
from typing import Any

import orjson
from fastapi import Response
from pydantic import BaseModel

from gateway.calling import Answer
from gateway.door import Visit


def answer_with(visit: Visit, value: Any, *, status: int = 200) -> Response:
    """A value of ours as JSON; 304 if a reader has it already."""
    if isinstance(value, BaseModel):
        body = value.model_dump_json().encode()
    else:
        body = orjson.dumps(value, default=_plain)
    return _told(visit, Answer(status, body, {}))


def relay(visit: Visit, answer: Answer) -> Response:
    """What a service said, byte for byte; 304 if a reader has it already."""
    return _told(visit, answer)


def _told(visit: Visit, answer: Answer) -> Response:
    # Facts of people stay in no cache; a client that keeps the tag itself may ask
    # with it, and learns in a few bytes that nothing changed.
    cache = "no-store" if visit.rule.person else "private, no-cache"
    headers = {**answer.headers, "Cache-Control": cache}
    if visit.rule.effect != "read" or answer.status != 200:
        return Response(answer.body, answer.status, headers, _MEDIA)
    headers["ETag"] = f'W/"{blake2b(answer.body, digest_size=12).hexdigest()}"'
    headers["Vary"] = "Authorization, Accept-Language, X-Posting"
    if headers["ETag"] in [tag.strip() for tag in (visit.known_tag or "").split(",")]:
        return Response(status_code=304, headers=headers)
    return Response(answer.body, 200, headers, _MEDIA)


_MEDIA = "application/json"


def _plain(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    raise TypeError(f"cannot tell a {type(value).__name__}")
