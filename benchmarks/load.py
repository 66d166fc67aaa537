"""Lists at a steady rate, and ten times too much: `python -m benchmarks.load [URL]`.

Without a URL a platform of its own is started on the sample county (SCALE). The
generator runs on the same machine, so its share of the processor is in every figure.
"""

import asyncio
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from collections.abc import Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any
from uuid import uuid4

import httpx

from benchmarks.open_loop import Call
from benchmarks.open_loop import Door
from benchmarks.open_loop import Told
from benchmarks.open_loop import at_rate
from benchmarks.open_loop import opened
from benchmarks.open_loop import percentile
from benchmarks.open_loop import side_by_side
from deploy.filling import OFFICER
from deploy.filling import PASSWORD
from deploy.local import Platform
from deploy.local import Wanted
from deploy.postgres import free_port

RESULTS = Path(__file__).parent / "results"
RATE, ROUNDS, ROUND_S = 50.0, 5, 20.0
CALLERS, PEAK_S = 12, 15.0
TIMES, OVERLOAD_S, AFTER_S = 10, 30.0, 10.0
# Of a hundred calls under overload; the rest are lists. Writes alone stay below the
# peak, or no order of precedence could save them.
WRITES, BULK = 3, 7
PEOPLE, PAGE = 1000, 200


@dataclass(frozen=True, slots=True)
class County:
    """Whom the load is about."""

    workers: tuple[str, ...]
    township: str

    def a_list(self, number: int) -> Call:
        """The shortlist of one worker after the other."""
        worker = self.workers[number * 7 % len(self.workers)]
        return Call("interactive", "GET", f"/v1/workers/{worker}/shortlist")

    def a_mix(self, number: int) -> Call:
        """Lists, some writes, some work on many people."""
        kind = number * 37 % 100
        if kind < WRITES:
            worker = self.workers[number % len(self.workers)]
            body = {"origin": {"source": "visit"}, "stated": {"night": False}}
            path = f"/v1/workers/{worker}"
            return Call("critical", "PATCH", path, body, uuid4().hex)
        if kind < WRITES + BULK:
            return Call("bulk", "GET", f"/v1/questions?area={self.township}")
        return self.a_list(number)


@contextmanager
def platform(url: str | None) -> Iterator[str]:
    """The address of a running platform, or of one started for the measurement."""
    if url:
        yield url
        return
    with tempfile.TemporaryDirectory(prefix="doorstep-load-") as folder:
        Path(folder).chmod(0o755)
        scale = os.environ.get("SCALE", "small")
        root = Path(folder) / ".local"
        own = Platform(Wanted(port=free_port(), scale=scale, root=root))
        try:
            own.start()
            yield own.url
        finally:
            own.stop()


def signed_in(url: str) -> tuple[str, County]:
    """A county officer's token, and the people of the county."""
    with httpx.Client(base_url=url, timeout=60) as http:
        asked = {"account": OFFICER, "password": PASSWORD}
        token = http.post("/v1/sessions", json=asked).json()["token"]
        http.headers["Authorization"] = f"Bearer {token}"
        rows: list[dict[str, Any]] = []
        while len(rows) < PEOPLE:
            query = {"limit": PAGE, **({"after": rows[-1]["id"]} if rows else {})}
            page = http.get("/v1/workers", params=query).json()
            if not page:
                break
            rows += page
    township = f"{rows[0]['area'][:9]}000"
    return token, County(tuple(row["id"] for row in rows), township)


async def steady(door: Door, county: County) -> dict[str, Any]:
    """Shortlists at a fixed rate: medians of the rounds and their spread."""
    await at_rate(door, county.a_list, RATE, 5)
    rounds = [await at_rate(door, county.a_list, RATE, ROUND_S) for _ in range(ROUNDS)]
    figures: dict[str, Any] = {"rate_per_s": RATE, "rounds": ROUNDS, "s": ROUND_S}
    for name, share in (("p50_ms", 0.5), ("p95_ms", 0.95), ("p99_ms", 0.99)):
        of_rounds = [percentile([t.ms for t in told], share) for told in rounds]
        figures[name] = round(median(of_rounds), 1)
        figures[f"{name}_spread"] = [round(min(of_rounds), 1), round(max(of_rounds), 1)]
    figures["not_ok"] = sum(not t.good for told in rounds for t in told)
    return figures


async def overload(door: Door, county: County) -> dict[str, Any]:
    """The peak, then ten times as much, then the peak's half again."""
    peak = per_s(await side_by_side(door, county.a_mix, CALLERS, PEAK_S), PEAK_S)
    told = await at_rate(door, county.a_mix, TIMES * peak, OVERLOAD_S)
    after = await at_rate(door, county.a_mix, peak / 2, AFTER_S)
    # The first seconds fill the queues and are no steady state.
    settled = [one for one in told if one.due_s >= 2]
    goodput = per_s(settled, OVERLOAD_S - 2)
    return {
        "peak_per_s": round(peak, 1),
        "offered_per_s": round(len(told) / OVERLOAD_S, 1),
        "goodput_per_s": round(goodput, 1),
        "goodput_of_peak": round(goodput / peak, 3),
        "loads": {load: ends_of(settled, load) for load in LOADS},
        "faults": sum(one.status >= 500 and one.status != 503 for one in told),
        "unanswered": sum(one.status == 0 for one in told),
        "after": {load: ends_of(after, load) for load in LOADS},
        "good_again_s": good_again_s(after),
    }


LOADS = ("critical", "interactive", "bulk")


def per_s(told: Sequence[Told], seconds: float) -> float:
    """Good answers a second."""
    return sum(one.good for one in told) / seconds


def ends_of(told: Sequence[Told], load: str) -> dict[str, Any]:
    """How the calls of one load ended."""
    mine = [one for one in told if one.load == load]
    good = [one.ms for one in mine if one.good]
    figures: dict[str, Any] = {
        "asked": len(mine),
        "ok_share": round(len(good) / max(1, len(mine)), 4),
    }
    if good:
        figures["p50_ms"] = round(percentile(good, 0.5), 1)
        figures["p99_ms"] = round(percentile(good, 0.99), 1)
    return figures


def good_again_s(after: Sequence[Told]) -> float:
    """Seconds after the overload until the last call that went wrong."""
    wrong = [one.due_s for one in after if not one.good and one.load != "bulk"]
    return round(max(wrong, default=0.0), 1)


async def measured(url: str) -> dict[str, Any]:
    """Both measurements, with how busy the machine was beside them."""
    token, county = await asyncio.to_thread(signed_in, url)
    async with opened() as http:
        door = Door(http, url, token)
        busy = os.getloadavg()[0]
        figures = {"steady": await steady(door, county)}
        figures["overload"] = await overload(door, county)
    return {
        "workers": len(county.workers),
        "cores": os.cpu_count(),
        "load_average_before": round(busy, 2),
        "load_average_after": round(os.getloadavg()[0], 2),
        **figures,
    }


def main() -> None:
    """Measures, prints, and keeps the figures as a file."""
    with platform(sys.argv[1] if len(sys.argv) > 1 else None) as url:
        figures = asyncio.run(measured(url))
    RESULTS.mkdir(exist_ok=True)
    text = json.dumps(figures, ensure_ascii=False, indent=2) + "\n"
    (RESULTS / "load.json").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
