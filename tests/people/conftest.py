"""The service on a database of its own, a small county, and people to put in it."""

from collections.abc import AsyncIterator
from collections.abc import Awaitable
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from common.tokens import Caller
from common.tokens import sign
from common.tokens import signing_key
from services.people.app import Settings
from services.people.app import create_app
from services.people.sealing import Keys
from services.people.sealing import make_keys
from services.people.sealing import read_keys

COUNTY = "990121000000"
VILLAGE = "990121101201"
NEXT_VILLAGE = "990121101202"
AREAS = [
    {"code": "990000000000", "name": "示例省"},
    {"code": "990100000000", "name": "示例市"},
    {"code": COUNTY, "name": "示例县", "terrain": "hilly"},
    {"code": "990121101000", "name": "一镇", "terrain": "mountain"},
    {
        "code": VILLAGE,
        "name": "上村",
        "terrain": "mountain",
        "centre": {"lat": 22.3, "lng": 109.5, "accuracy_m": 300},
    },
    {"code": NEXT_VILLAGE, "name": "下村", "terrain": "hilly"},
    {"code": "990122000000", "name": "邻县"},
    {"code": "990122101201", "name": "邻村"},
]
MALE = "990121198002290017"
FEMALE = "990121197501150022"


def a_worker(**more: Any) -> dict[str, Any]:
    """A draft of a man in the upper village, found on a visit."""
    stated = {"area": VILLAGE, **more.pop("stated", {})}
    return {
        "name": "张小三",
        "id_number": MALE,
        "phones": [{"number": "15400001234", "relation": "self"}],
        "origin": {"source": "visit"},
        "stated": stated,
        **more,
    }


class Voice:
    """A caller at the service: each request signed anew, each write with a new key."""

    def __init__(
        self, client: httpx.AsyncClient, keys: Path, caller: Caller, lang: str = "zh"
    ) -> None:
        self._client = client
        self._key = signing_key(keys / "gateway.private.json")
        self.caller = caller
        self.lang = lang

    async def ask(self, method: str, path: str, **more: Any) -> httpx.Response:
        headers = {
            "Authorization": f"Bearer {sign(self.caller, self._key, 'people')}",
            "Idempotency-Key": uuid4().hex,
            "Accept-Language": self.lang,
        }
        return await self._client.request(method, path, headers=headers, **more)

    async def get(self, path: str, **query: Any) -> httpx.Response:
        return await self.ask("GET", path, params=query)

    async def post(self, path: str, body: Any = None) -> httpx.Response:
        return await self.ask("POST", path, json=body)

    async def patch(self, path: str, body: Any) -> httpx.Response:
        return await self.ask("PATCH", path, json=body)

    async def put(self, path: str, body: Any) -> httpx.Response:
        return await self.ask("PUT", path, json=body)


@pytest.fixture(scope="session")
def sealing_keys_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_keys(tmp_path_factory.mktemp("people") / "people.json")


@pytest.fixture
def sealing_keys(sealing_keys_file: Path) -> Keys:
    return read_keys(sealing_keys_file)


@pytest.fixture
async def client(
    settings_for: Callable[..., dict[str, Any]],
    client_for: Callable[..., Awaitable[httpx.AsyncClient]],
    sealing_keys_file: Path,
) -> httpx.AsyncClient:
    settings = Settings(**settings_for("people", keys_file=sealing_keys_file))
    return await client_for(create_app(settings))


@pytest.fixture
async def voice(
    client: httpx.AsyncClient, keys: Path
) -> AsyncIterator[Callable[..., Voice]]:
    """Callers by role: `voice("coordinator", "990121101201")`."""

    def speak(role: str, *areas: str, **more: Any) -> Voice:
        purpose = more.pop("purpose", "test")
        caller = Caller(f"{role}-1", role, areas, purpose=purpose, **more)
        return Voice(client, keys, caller)

    await speak("admin").put("/areas", AREAS)
    yield speak


@pytest.fixture
def county(voice: Callable[..., Voice]) -> Voice:
    return voice("county", "990121")


@pytest.fixture
def coordinator(voice: Callable[..., Voice]) -> Voice:
    return voice("coordinator", VILLAGE)
