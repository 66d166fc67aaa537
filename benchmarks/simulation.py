"""The feed in virtual time: `python -m benchmarks.simulation --seeds 10000`.

Each seed is one history of writers, crashes, losses and restores; what went wrong is
printed with the seed that shows it again: `--first SEED --seeds 1`. With `--mutants`
it says how soon each planted mistake is found.
"""

import argparse
import multiprocessing
import sys
import time

from tests.simulation.mutants import MUTANTS
from tests.simulation.world import simulate

# A mutant that lives longer than this many histories counts as not found.
LONGEST = 2_000


def wrong_of(seed: int) -> tuple[int, list[str]]:
    """The seed with what went wrong in its history."""
    try:
        return seed, simulate(seed).wrong
    except Exception as error:  # the edge of a run over many seeds
        return seed, [repr(error)]


def first_found(name: str) -> tuple[str, int | None]:
    """The mutant with the count of histories until it was found."""
    found = (seed + 1 for seed in range(LONGEST) if shows(name, seed))
    return name, next(found, None)


def shows(name: str, seed: int) -> bool:
    """Whether the mutant goes wrong in the history of the seed."""
    mutant = MUTANTS[name]
    return bool(simulate(seed, mutant.parts, mutant.faults).wrong)


def run_seeds(seeds: range) -> int:
    """Prints every seed that went wrong, and what that took; how many there were."""
    began = time.monotonic()
    failed = 0
    with multiprocessing.Pool() as pool:
        for seed, wrong in pool.imap_unordered(wrong_of, seeds, chunksize=20):
            if wrong:
                failed += 1
                print(f"seed {seed}: {', '.join(sorted(set(wrong)))}", flush=True)
    took_s = time.monotonic() - began
    print(f"{len(seeds)} histories in {took_s:.0f} s, {failed} went wrong")
    return failed


def run_mutants() -> int:
    """Prints when each mutant was found; how many were not."""
    missed = 0
    with multiprocessing.Pool() as pool:
        for name, count in pool.imap(first_found, MUTANTS):
            missed += count is None
            print(f"{name:36} {count or 'NOT FOUND'}", flush=True)
    print(f"{len(MUTANTS)} mutants, {missed} not found")
    return missed


def main() -> None:
    """Ends with 1 if a history went wrong, or a mutant did not."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=10_000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--mutants", action="store_true")
    told = parser.parse_args()
    seeds = range(told.first, told.first + told.seeds)
    sys.exit(bool(run_mutants() if told.mutants else run_seeds(seeds)))


if __name__ == "__main__":
    main()
