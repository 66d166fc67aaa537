"""A tiny prefecture through the bulk paths of people and jobs, in several processes."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import asyncpg
import pytest

from deploy.databases import Urls
from deploy.filling import Filling
from deploy.filling import Size
from deploy.members import Addresses

TINY = Filling(Size(400, 200, prefecture=True))


@pytest.fixture
def addresses(tmp_path: Path, database_urls: Callable[[str], Urls]) -> Addresses:
    urls = {member: database_urls(member) for member in ("people", "jobs")}
    TINY.make_people_keys(tmp_path / "people.json")
    return Addresses({}, urls, tmp_path, tmp_path)


def read(url: str, *queries: str) -> list[int]:
    async def values() -> list[int]:
        connection = await asyncpg.connect(url)
        try:
            return [await connection.fetchval(query) for query in queries]
        finally:
            await connection.close()

    return asyncio.run(values())


def test_all_workers_are_loaded_and_announced_once(addresses: Addresses) -> None:
    told: list[int] = []

    TINY.fill("people", addresses, told.append)

    assert sum(told) == 400
    assert read(
        addresses.databases["people"].owner,
        "SELECT count(*) FROM workers",
        "SELECT count(*) FROM outbox",
        "SELECT count(DISTINCT left(area, 6)) FROM workers",
        "SELECT count(*) FROM areas WHERE code LIKE '5119__000000'",
    ) == [400, 400, 5, 6]


def test_all_posts_are_loaded_and_announced(addresses: Addresses) -> None:
    told: list[int] = []

    TINY.fill("jobs", addresses, told.append)

    assert sum(told) == 200
    assert read(
        addresses.databases["jobs"].owner,
        "SELECT count(*) FROM posts",
        "SELECT count(*) FROM outbox WHERE kind = 'post'",
    ) == [200, 200]
