"""Load at a fixed rate, whatever the answers do: calls begin when they are due.

A generator that waits for an answer before it asks again hides every stall. Here each
call is timed from the moment it was due, so a late beginning counts too.
"""

import asyncio
from collections.abc import Callable
from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter

import aiohttp

GONE = 0
PATIENCE_S = 10.0


@dataclass(frozen=True, slots=True)
class Call:
    """One request and the load that it belongs to."""

    load: str
    method: str
    path: str
    body: dict[str, object] | None = None
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """How a call ended: status (0: no answer), milliseconds since it was due."""

    load: str
    status: int
    ms: float
    due_s: float

    @property
    def good(self) -> bool:
        """Whether it was answered as asked."""
        return 200 <= self.status < 300


class Door:
    """The platform as its callers meet it: one address, one token."""

    def __init__(self, http: aiohttp.ClientSession, url: str, token: str) -> None:
        self._http = http
        self._url = url
        self._headers = {"Authorization": f"Bearer {token}"}

    async def ask(self, call: Call) -> tuple[int, bytes]:
        """Status and body; status 0 where nobody answered."""
        headers = dict(self._headers)
        if call.key:
            headers["Idempotency-Key"] = call.key
        try:
            async with self._http.request(
                call.method, self._url + call.path, json=call.body, headers=headers
            ) as answer:
                return answer.status, await answer.read()
        except (aiohttp.ClientError, TimeoutError):
            return GONE, b""


def opened() -> aiohttp.ClientSession:
    """Connections as many callers have them: no bound of ours."""
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=0),
        timeout=aiohttp.ClientTimeout(total=PATIENCE_S),
    )


async def at_rate(
    door: Door, calls: Callable[[int], Call], per_s: float, seconds: float
) -> list[Told]:
    """Calls due every 1/per_s seconds, each begun then; how all of them ended."""
    begin, tasks = perf_counter(), []
    for number in range(int(per_s * seconds)):
        due = begin + number / per_s
        if (wait := due - perf_counter()) > 0:
            await asyncio.sleep(wait)
        tasks.append(asyncio.create_task(_timed(door, calls(number), due, begin)))
    return list(await asyncio.gather(*tasks))


async def side_by_side(
    door: Door, calls: Callable[[int], Call], callers: int, seconds: float
) -> list[Told]:
    """So many callers who ask again as soon as they are answered: the peak."""
    begin, numbers = perf_counter(), iter(range(10**9))

    async def caller() -> list[Told]:
        told = []
        while perf_counter() - begin < seconds:
            told.append(await _timed(door, calls(next(numbers)), perf_counter(), begin))
        return told

    found = await asyncio.gather(*(caller() for _ in range(callers)))
    return [one for each in found for one in each]


async def _timed(door: Door, call: Call, due: float, begin: float) -> Told:
    status, _ = await door.ask(call)
    return Told(call.load, status, (perf_counter() - due) * 1000, due - begin)


def percentile(values: Sequence[float], share: float) -> float:
    """The value that a share of all values does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]
