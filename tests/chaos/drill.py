"""One run of the drill: write, kill, let everything heal, and check."""

import asyncio
import math
import os
import random
import time
from dataclasses import dataclass

from deploy.readiness import is_ready
from tests.chaos.checking import Findings
from tests.chaos.checking import check
from tests.chaos.killing import Killer
from tests.chaos.kills import Kills
from tests.chaos.stage import OFFICER
from tests.chaos.stage import Commands
from tests.chaos.stage import Stage
from tests.chaos.stage import an_employer
from tests.chaos.stage import build_stage
from tests.chaos.stage import signed_in
from tests.chaos.stage import wait_for
from tests.chaos.writers import History
from tests.chaos.writers import Writers
from tests.gateway.county import Voice
from tests.gateway.county import a_post

COUNTERS = 4
OPENINGS = 500


@dataclass(frozen=True)
class Drilled:
    """What one run did and found."""

    seed: int
    seconds: float
    killed: dict[str, int]
    history: History
    stragglers: int
    healed_s: float
    # From each time PostgreSQL took connections again to the next acknowledged write.
    recovered_s: list[float]
    findings: Findings
    load: float


def drill(
    seed: int, kills: Kills, *, writers: int = 12, commands: Commands | None = None
) -> Drilled:
    """A platform of its own, written to and killed at; always ended."""
    stage = build_stage(commands)
    try:
        return drill_on(stage, seed, kills, writers=writers)
    finally:
        stage.stop()


def drill_on(stage: Stage, seed: int, kills: Kills, *, writers: int = 12) -> Drilled:
    """The same on a platform that stands."""
    stage.killed.clear()
    employer = an_employer(stage)
    counters = tuple(_counter(stage, employer, number) for number in range(COUNTERS))
    history = History(counters, stage.written)
    token = signed_in(stage)
    chance = random.Random(seed)
    work = Writers(stage.url, token, employer, history, random.Random(seed + 1))
    killer = Killer(stage, kills, chance)
    began = time.monotonic()
    asyncio.run(_run(work, killer, writers))
    took_s = time.monotonic() - began
    wait_for(lambda: is_ready(stage.url), stage)
    stage.written = history.numbers().stop
    findings = asyncio.run(check(stage, history))
    return Drilled(
        seed=seed,
        seconds=took_s,
        killed=dict(stage.killed),
        history=history,
        stragglers=killer.stragglers,
        healed_s=killer.healed_s,
        recovered_s=[
            min((at for at in history.at if at > since), default=math.inf) - since
            for since in killer.accepting
        ],
        findings=findings,
        load=os.getloadavg()[0],
    )


async def _run(work: Writers, killer: Killer, writers: int) -> None:
    """Kill while they write; then they end with every answer they were owed."""
    writing = asyncio.create_task(work.run(writers))
    try:
        await killer.run()
    finally:
        work.ended = True
        async with asyncio.timeout(120):
            while not writing.done():
                killer.stage.mend()
                await asyncio.sleep(0.2)
            await writing


def _counter(stage: Stage, employer: str, number: int) -> str:
    jobs = Voice(stage.addresses.url("jobs"), "jobs", stage.addresses.keys, OFFICER)
    draft = a_post(employer, title=f"保洁员{number}", openings=OPENINGS)
    return str(jobs.tell("POST", "/posts", draft)["id"])


HEAD = ("seed", "s", "postgres", "people", "jobs", "matching", "gateway")
COUNTED = ("writes", "acked", "tries", "replays", "slow", "healed s")


def table(runs: list[Drilled]) -> str:
    """What was killed and what was found, a line for each run."""
    wrong = ("lost", "invented", "doubled", "gaps", "index")
    lines = [(*HEAD, *COUNTED, *wrong, "load")]
    lines += [_line(run) for run in runs]
    widths = [max(len(line[at]) for line in lines) for at in range(len(lines[0]))]
    return "\n".join(
        "  ".join(cell.rjust(width) for cell, width in zip(line, widths, strict=True))
        for line in lines
    )


def _line(run: Drilled) -> tuple[str, ...]:
    writes, found = run.history.writes, run.findings
    cells = (
        run.seed,
        f"{run.seconds:.0f}",
        *(run.killed.get(name, 0) for name in HEAD[2:]),
        len(writes),
        sum(write.acknowledged for write in writes),
        sum(write.tries for write in writes),
        run.history.replays,
        run.stragglers,
        f"{run.healed_s:.1f}",
        *(found.lost, found.invented, found.doubled, found.gaps, found.index_differs),
        f"{run.load:.1f}",
    )
    return tuple(str(cell) for cell in cells)
