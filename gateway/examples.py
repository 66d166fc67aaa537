"""How a request body is described in the API: an object with an example of it."""

from typing import Any

Described = dict[str, Any]


def body_like(example: dict[str, Any]) -> Described:
    """The part of an operation's description that shows its JSON body."""
    content = {"schema": {"type": "object"}, "example": example}
    return {"requestBody": {"required": True, "content": {"application/json": content}}}
