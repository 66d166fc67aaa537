"""What must hold after everything was killed: the history beside what is stored.

Lost: acknowledged and not there. Invented: there and never asked for, or refused.
Doubled: there more than once, or under an id that nobody was told.
"""

import time
from collections import Counter
from dataclasses import dataclass
from dataclasses import fields
from typing import Any

import asyncpg
import httpx

from tests.chaos.stage import Stage
from tests.chaos.writers import FIRST_BIRTH
from tests.chaos.writers import History

BUCKETS = 4096
CAUGHT_UP_S = 30.0
# Longer than the longest pause of a follower between two tries.
STILL_S = 5.0
SOURCES = (("people", "worker"), ("jobs", "post"))


@dataclass(frozen=True)
class Findings:
    """How much is wrong; all of it must be 0."""

    lost: int = 0
    invented: int = 0
    doubled: int = 0
    unanswered: int = 0
    replays_differ: int = 0
    refused: int = 0
    gaps: int = 0
    index_differs: int = 0

    @property
    def wrong(self) -> dict[str, int]:
        """What is not 0."""
        told = {one.name: getattr(self, one.name) for one in fields(self)}
        return {name: count for name, count in told.items() if count}


async def check(stage: Stage, history: History) -> Findings:
    """All that can be found wrong once everybody has ended writing."""
    jobs = await asyncpg.connect(stage.database("jobs"))
    people = await asyncpg.connect(stage.database("people"))
    try:
        found = Counter[str]()
        found += await _check_posts(jobs, history)
        found += await _check_workers(people, history)
        found += await _check_openings(jobs, history)
        gaps = await _gaps(jobs) + await _gaps(people)
    finally:
        await jobs.close()
        await people.close()
    refused = [w for w in history.writes if w.status and w.status >= 400]
    return Findings(
        **found,
        unanswered=sum(write.status is None for write in history.writes),
        replays_differ=history.replays_differ,
        # A counter runs full or empty; nothing else may ever be refused.
        refused=sum(w.kind not in ("fill", "release") for w in refused),
        gaps=gaps,
        index_differs=_index_differs(stage),
    )


async def _check_posts(jobs: asyncpg.Connection, history: History) -> Counter[str]:
    rows = await jobs.fetch(
        "SELECT id::text, title, state FROM posts WHERE title LIKE '包装工%'"
    )
    stored = [(int(row["title"].removeprefix("包装工")), row["id"]) for row in rows]
    told = {w.number: w.id for w in history.acknowledged("post")}
    closed = {row["id"] for row in rows if row["state"] == "closed"}
    undone = [w for w in history.acknowledged("close") if w.about not in closed]
    return _beside(told, stored, history) + Counter(lost=len(undone))


async def _check_workers(people: asyncpg.Connection, history: History) -> Counter[str]:
    rows = await people.fetch("SELECT id::text, birth FROM workers")
    times = await people.fetch(
        "SELECT worker_id::text AS id, count(*) AS times FROM withdrawals GROUP BY 1"
    )
    withdrawn = {row["id"]: row["times"] for row in times}
    told = {w.number: w.id for w in history.acknowledged("worker")}
    # Erasing takes the birth date away, and with it the number.
    numbers = {id: number for number, id in told.items()}
    stored = [
        (numbers.get(row["id"], _number_of(row["birth"])), row["id"]) for row in rows
    ]
    gone = history.acknowledged("withdraw")
    again = sum(times > 1 for times in withdrawn.values())
    undone = sum(w.about not in withdrawn for w in gone)
    return _beside(told, stored, history) + Counter(lost=undone, doubled=again)


def _number_of(birth: Any) -> int:
    """The number of a worker by the birth date that it was given."""
    return -1 if birth is None else (birth - FIRST_BIRTH).days


def _beside(
    told: dict[int, str], stored: list[tuple[int, str]], history: History
) -> Counter[str]:
    """What was acknowledged as (number, id) beside what is stored."""
    there = set(stored)
    more = [
        (number, id)
        for number, id in stored
        if told.get(number) != id and number >= history.first
    ]
    asked = history.numbers()
    refused = {w.number for w in history.writes if w.status and w.status >= 400}
    invented = [n for n, _ in more if n not in asked or n in refused]
    return Counter(
        lost=len(set(told.items()) - there),
        invented=len(invented),
        doubled=len(more) - len(invented),
    )


async def _check_openings(jobs: asyncpg.Connection, history: History) -> Counter[str]:
    """Openings taken must be those acknowledged, less those given back."""
    found = Counter[str]()
    for post in history.counters:
        filled = await jobs.fetchval(
            "SELECT filled FROM posts WHERE id = $1::text::uuid", post
        )
        taken = [w for w in history.acknowledged("fill") if w.about == post]
        given = [w for w in history.acknowledged("release") if w.about == post]
        more = filled - (len(taken) - len(given))
        found += Counter(lost=max(0, -more), doubled=max(0, more))
    return found


async def _gaps(source: asyncpg.Connection) -> int:
    """Positions that are missing between the first and the last one given."""
    row = await source.fetchrow(
        "SELECT count(pos) AS given, coalesce(max(pos), 0) AS last,"
        " (SELECT pos FROM feed_head) AS head, (SELECT oldest_pos FROM feed_head) AS"
        " oldest FROM outbox"
    )
    return int(max(row["last"], row["head"]) - row["oldest"] - row["given"])


def _index_differs(stage: Stage) -> int:
    """Buckets of ids and versions that matching holds and its sources do not."""
    return sum(len(differing(stage, *source)) for source in SOURCES)


def differing(stage: Stage, source: str, kind: str) -> list[int]:
    """The buckets in which matching and the source of a kind differ, at last.

    Matching may be late, so it is asked until it agrees, or stands still in error, or
    the time is over.
    """
    ends, moved, before = time.monotonic() + CAUGHT_UP_S, time.monotonic(), [[0]]
    while True:
        theirs = _digests(stage, source, "/internal/feed/digest", kind)
        ours = _digests(stage, "matching", "/internal/digest", kind)
        if [theirs, ours] != before or not theirs or not ours:
            moved, before = time.monotonic(), [theirs, ours]
        wrong = [
            at for at in range(BUCKETS) if theirs[at : at + 1] != ours[at : at + 1]
        ]
        now = time.monotonic()
        if (not wrong and theirs) or now > ends or now - moved > STILL_S:
            return wrong or [-1] * (not theirs)
        time.sleep(0.2)


def _digests(stage: Stage, member: str, path: str, kind: str) -> list[int]:
    """What a member tells of a kind; nothing while it does not answer."""
    try:
        told = httpx.get(
            stage.addresses.url(member) + path,
            params={"kind": kind, "buckets": BUCKETS},
            headers=stage.headers(member),
            timeout=10,
        )
    except httpx.HTTPError:
        return []
    return list(told.json()["digests"]) if told.status_code == 200 else []
