"""How tests write posts past the app, and read the sample's feed."""

from collections.abc import Callable
from typing import Any

import httpx

INSERT = "INSERT INTO posts (id, title, area) VALUES ($1, $2, '511922100201')"
UPDATE = "UPDATE posts SET title = $2 WHERE id = $1"
DELETE = "DELETE FROM posts WHERE id = $1"
NEED = "INSERT INTO needs (id, post_id, code) VALUES ($1, $2, $3)"


class Feed:
    """The sample's feed as a member reads it."""

    def __init__(self, client: httpx.AsyncClient, token: Callable[[], str]) -> None:
        self.client = client
        self.token = token

    async def ask(self, path: str, **query: Any) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.token()}"}
        url = f"/internal/feed{path}"
        return await self.client.get(url, params=query, headers=headers)

    async def epoch(self) -> str:
        return (await self.ask("/head")).json()["epoch"]

    async def after(self, position: int, **query: Any) -> dict[str, Any]:
        epoch = await self.epoch()
        return (await self.ask("", epoch=epoch, after=position, **query)).json()

    async def versions(self) -> list[tuple[str, int, str]]:
        rows = (await self.after(0))["rows"]
        return [(row["id"], row["version"], row["op"]) for row in rows]
