"""How large a request may be: refused as a problem, before it fills the memory."""

from collections.abc import Mapping

from starlette.datastructures import Headers
from starlette.types import ASGIApp
from starlette.types import Message
from starlette.types import Receive
from starlette.types import Scope
from starlette.types import Send

from common.problems import TooLarge
from common.problems import answer


class BodyLimit:
    """Refuses bodies over so many bytes, whether their length was told or not.

    `most_for` names paths that take more.
    """

    def __init__(
        self, app: ASGIApp, *, most_bytes: int, most_for: Mapping[str, int]
    ) -> None:
        self.app = app
        self.most_bytes = most_bytes
        self.most_for = most_for

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let one request through unless it is, or becomes, too large."""
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        headers = Headers(scope=scope)
        most = self.most_for.get(scope["path"], self.most_bytes)
        if int(headers.get("content-length") or 0) > most:
            refused = answer(TooLarge(), headers.get("accept-language"))
            return await refused(scope, receive, send)
        left = most

        async def counted() -> Message:
            nonlocal left
            message = await receive()
            left -= len(message.get("body", b""))
            if left < 0:
                raise TooLarge
            return message

        await self.app(scope, counted, send)
