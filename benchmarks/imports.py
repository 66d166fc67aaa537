"""A ledger of 100,000 people: `python -m benchmarks.imports [rows]`.

People runs as a program of its own on an embedded PostgreSQL. Told are the seconds to
read and check and to write, the memory that the service grew by, and what other
requests waited meanwhile.
"""

import asyncio
import io
import os
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC
from datetime import date
from datetime import datetime
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import psutil  # type: ignore[import-untyped]
import xlsxwriter

from common.contracts.people import Area
from common.intake.identifiers import identity_check
from common.migrating import migrate
from common.tokens import Caller
from common.tokens import make_keys
from common.tokens import sign
from common.tokens import signing_key
from deploy.databases import Urls
from deploy.databases import create_databases
from deploy.postgres import EmbeddedPostgres
from services.people.loading import Batch
from services.people.loading import ToLoad
from services.people.loading import load_people
from services.people.sealing import make_keys as make_seals
from services.people.sealing import read_keys

ROOT = Path(__file__).parents[1]
PORT = 18_431
URL = f"http://127.0.0.1:{PORT}"
HEADING = (
    "序号", "乡镇", "行政村", "户主姓名", "姓名", "性别", "身份证号", "与户主关系",
    "文化程度", "健康状况", "户类型", "联系电话", "是否务工", "务工区域", "工种",
    "技能证书", "就业意愿", "期望工资", "更新时间", "备注",
)  # fmt: skip
SURNAMES, GIVEN = "张李王刘陈杨黄赵周吴徐孙", "芳英秀兰玉梅强军伟勇丽霞平华明春"
TOWNS, VILLAGES = 20, 25
ASK_EVERY_S = 0.05
OFFICER = Caller("county-1", "county", ("990121",), purpose="benchmark")


@dataclass(frozen=True, slots=True)
class Measured:
    """What one import took, and what everybody else noticed of it."""

    rows: int
    checked_s: float
    written_s: float
    grown_mb: float
    waits_ms: Sequence[float]


def areas() -> list[Area]:
    """A county of many villages."""
    named = [("990000000000", "示例省"), ("990100000000", "示例市")]
    named.append(("990121000000", "示例县"))
    for town in range(TOWNS):
        code = f"990121{100 + town}"
        named.append((f"{code}000", f"第{town}镇"))
        named += [(f"{code}{201 + v}", f"第{v}村") for v in range(VILLAGES)]
    return [
        Area(code=code, name=name, parent=None, terrain="plain", centre=None)
        for code, name in named
    ]


def line(number: int, chance: random.Random) -> tuple[Any, ...]:
    """One invented person, with a number nobody else has."""
    born = date(1960, 1, 1) + timedelta(days=number % 15_000)
    body = f"990121{born:%Y%m%d}{number // 15_000 * 97 % 1000:03d}"
    name = chance.choice(SURNAMES) + "".join(chance.choices(GIVEN, k=2))
    works = chance.random() < 0.5
    return (
        number + 1, f"第{number % TOWNS}镇", f"第{number // TOWNS % VILLAGES}村", name,
        name,
        "男" if int(body[16]) % 2 else "女", body + identity_check(body), "户主",
        chance.choice(("小学", "初中", "高中")), chance.choice(("健康", "腰不好", "/")),
        chance.choice(("脱贫户", "监测对象", "")), f"154{number:08d}",
        "是" if works else "否", "省外" if works else "", chance.choice(("缝纫工", "")),
        "无", chance.choice(("县内", "外出")), chance.choice(("4000左右", "150元/天")),
        "2026.10", "",
    )  # fmt: skip


def ledger(rows: int) -> bytes:
    """The workbook as an office would bring it."""
    chance = random.Random(5)
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"constant_memory": True}) as book:
        page = book.add_worksheet("台账")
        page.write_string(0, 0, "示例县劳动力台账")
        page.write_row(1, 0, HEADING)
        for number in range(rows):
            page.write_row(number + 2, 0, line(number, chance))
    return content.getvalue()


def main(rows: int) -> None:
    """Starts what is needed, measures, and prints."""
    content = ledger(rows)
    with tempfile.TemporaryDirectory(prefix="doorstep-imports-") as folder:
        home = Path(folder)
        home.chmod(0o755)
        postgres = EmbeddedPostgres(home / "cluster")
        postgres.start()
        try:
            told = asyncio.run(measured(home, postgres, content, rows))
        finally:
            postgres.stop()
    tell(told, len(content))


async def measured(
    home: Path, postgres: EmbeddedPostgres, content: bytes, rows: int
) -> Measured:
    """One import through the service's own routes, with others asking meanwhile."""
    urls = create_databases(postgres.admin_url, ["people"])["people"]
    await asyncio.to_thread(migrate, urls.owner, ROOT / "services/people/migrations")
    make_keys(home / "keys")
    seals = make_seals(home / "people.json")
    batch = Batch(read_keys(seals), date.today(), datetime.now(UTC), True)  # noqa: DTZ011
    await load_people(urls.owner, batch, ToLoad(areas=areas()))
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "services.people",
        "serve",
        cwd=ROOT,
        env=env_of(home, urls),
    )
    try:
        async with httpx.AsyncClient(base_url=URL, timeout=60) as http:
            await ready(http)
            return await one_import(http, home / "keys", child.pid, (content, rows))
    finally:
        child.terminate()
        await child.wait()


def env_of(home: Path, urls: Urls) -> dict[str, str]:
    """What the service is told."""
    return {
        **os.environ,
        "PEOPLE_PORT": str(PORT),
        "PEOPLE_TOKEN_PUBLIC_KEY_FILE": str(home / "keys" / "public.json"),
        "PEOPLE_KEYS_FILE": str(home / "people.json"),
        "PEOPLE_DATABASE_URL": urls.app,
        "PEOPLE_DATABASE_FEED_URL": urls.feed,
        "PEOPLE_ALLOW_SYNTHETIC": "true",
        "PEOPLE_LOG_LEVEL": "error",
    }


async def ready(http: httpx.AsyncClient) -> None:
    """Waits until the service answers."""
    for _ in range(600):
        try:
            if (await http.get("/readyz")).status_code == 200:
                return
        except httpx.HTTPError:
            pass
        await asyncio.sleep(0.1)
    raise TimeoutError("people did not start")


async def one_import(
    http: httpx.AsyncClient, keys: Path, pid: int, file: tuple[bytes, int]
) -> Measured:
    """Bring, check, commit; memory and waits of others are taken all along."""
    content, rows = file
    key = signing_key(keys / "gateway.private.json")

    def headers() -> dict[str, str]:
        token = sign(OFFICER, key, "people")
        return {"Authorization": f"Bearer {token}", "Idempotency-Key": uuid4().hex}

    async def settled(id: str, state: str) -> None:
        while True:
            told = (await http.get(f"/imports/files/{id}", headers=headers())).json()
            if told["state"] == state:
                return
            if told["state"] == "refused" or told["wrong"]:
                raise RuntimeError(f"{told['reason']}, {told['wrong']} wrong")
            await asyncio.sleep(0.2)

    process = psutil.Process(pid)
    await http.get("/workers", headers=headers())
    before = process.memory_info().rss
    waits: list[float] = []
    stop = asyncio.Event()
    asking = asyncio.create_task(ask_on(http, headers, waits, stop))
    peak = asyncio.create_task(peak_of(process, stop))
    began = time.monotonic()
    told = await http.post("/imports/files", content=content, headers=headers())
    id = told.raise_for_status().json()["id"]
    await settled(id, "checked")
    checked = time.monotonic()
    path = f"/imports/files/{id}/commit"
    (await http.post(path, json={"rows": "all"}, headers=headers())).raise_for_status()
    await settled(id, "committed")
    written = time.monotonic()
    stop.set()
    await asking
    grown = (await peak - before) / 1e6
    return Measured(rows, checked - began, written - checked, grown, waits)


async def ask_on(
    http: httpx.AsyncClient, headers: Any, waits: list[float], stop: asyncio.Event
) -> None:
    """What another officer waits for a list of people, again and again."""
    while not stop.is_set():
        began = time.monotonic()
        (await http.get("/workers?limit=20", headers=headers())).raise_for_status()
        waits.append((time.monotonic() - began) * 1000)
        await asyncio.sleep(ASK_EVERY_S)


async def peak_of(process: psutil.Process, stop: asyncio.Event) -> int:
    """The most memory that the service itself held."""
    most = 0
    while not stop.is_set():
        most = max(most, process.memory_info().rss)
        await asyncio.sleep(0.1)
    return most


def tell(told: Measured, size: int) -> None:
    """The figures, with the load of the machine beside them."""
    waits = sorted(told.waits_ms)
    p99 = waits[int(len(waits) * 0.99) - 1]
    whole = told.checked_s + told.written_s
    print(f"{told.rows} rows, {size / 1e6:.1f} MB, load {os.getloadavg()[0]:.1f}")
    print(f"read and checked {told.checked_s:.1f} s, written {told.written_s:.1f} s")
    print(f"{told.rows / whole:.0f} rows/s, {whole:.1f} s in all")
    print(f"service grew by {told.grown_mb:.0f} MB")
    print(f"others waited {waits[len(waits) // 2]:.0f} ms, p99 {p99:.0f} ms")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
