"""`make bench`: speed beside the peers, the sample county, graded files if named."""

import os
import subprocess
import sys
from pathlib import Path

# Set GRADED to a file of graded judgements to have it scored too.
GRADED = os.environ.get("GRADED")
# A folder of labelled titles; without one, that beside the checkout if it is there.
BESIDE = Path(__file__).parents[2] / "shared/data/occupations"
TITLES = os.environ.get("TITLES") or (BESIDE.exists() and str(BESIDE))


def main() -> None:
    """Runs each benchmark as a program of its own, one after the other."""
    jobs = [["benchmarks.speed"], ["benchmarks.county", "500"]]
    if GRADED:
        jobs.append(["benchmarks.judgements", GRADED])
    jobs.append(["benchmarks.services", "--scale", os.environ.get("SCALE", "small")])
    jobs.append(["benchmarks.imports"])
    if TITLES:
        jobs.append(["benchmarks.train_occupations", TITLES, "--folds", "3"])
    jobs.append(["benchmarks.load"])
    for job in jobs:
        subprocess.run([sys.executable, "-m", *job], check=True)  # noqa: S603


if __name__ == "__main__":
    main()
