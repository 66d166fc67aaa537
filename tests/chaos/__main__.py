"""`make chaos`: kills everything under writes, over three seeds, and counts the loss.

python -m tests.chaos                   the drill
python -m tests.chaos "id > last"       the same with a mutant: it must be found
python -m tests.chaos mutants           every mutant, a shorter run each
python -m tests.chaos keys              1,000 writes, twenty copies of each at once
"""

import os
import sys
import time

from tests.chaos.drill import Drilled
from tests.chaos.drill import drill
from tests.chaos.drill import table
from tests.chaos.keys import repeat
from tests.chaos.kills import Kills
from tests.chaos.stage import build_stage
from tests.chaos.wrong import MUTANTS
from tests.chaos.wrong import RARELY_UNLUCKY
from tests.chaos.wrong import commands_of

SEEDS = (7, 11, 21)
KEYS, COPIES = 1000, 20
# Of each of three runs: four times as many are killed.
LONG = Kills(seconds=7, postgres=1, people=2, jobs=2, matching=4, gateway=2, rounds=4)
SHORT = Kills(seconds=15, postgres=1, people=2, jobs=3, matching=2, gateway=1)


def main(wanted: list[str]) -> int:
    """The exit status: 0 if nothing was wrong, or every mutant was found."""
    match wanted:
        case []:
            return _told([_run(seed) for seed in SEEDS])
        case ["mutants"]:
            missed = [name for name in MUTANTS if not _found(name)]
            print(f"{len(MUTANTS) - len(missed)} of {len(MUTANTS)} mutants found")
            return 1 if missed else 0
        case ["keys"]:
            return _repeated()
        case [name] if name in MUTANTS:
            return _told([drill(SEEDS[0], LONG, commands=commands_of(name))])
        case _:
            print(__doc__)
            return 64


def _told(runs: list[Drilled]) -> int:
    print(table(runs))
    for run in runs:
        back = ", ".join(f"{seconds:.1f}" for seconds in run.recovered_s)
        print(f"seed {run.seed}: met {dict(run.history.met)}")
        print(f"  written again so many seconds after PostgreSQL was back: {back}")
    wrong = {run.seed: run.findings.wrong for run in runs if run.findings.wrong}
    print(f"wrong: {wrong}" if wrong else "nothing lost, invented or doubled")
    return 1 if wrong else 0


def _run(seed: int) -> Drilled:
    print(f"seed {seed} …", flush=True)
    return drill(seed, LONG)


def _repeated() -> int:
    began = time.monotonic()
    stage = build_stage()
    try:
        found = repeat(stage, RARELY_UNLUCKY, KEYS, COPIES)
    finally:
        stage.stop()
    load = os.getloadavg()[0]
    print(f"{found} in {time.monotonic() - began:.0f} s at load {load:.1f}")
    return 0 if (found.effects, found.answers_differ) == (KEYS, 0) else 1


def _found(name: str) -> bool:
    run = drill(SEEDS[0], MUTANTS[name].kills or SHORT, commands=commands_of(name))
    print(f"{name}: {run.findings.wrong or 'not found'}", flush=True)
    return bool(run.findings.wrong)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
