"""`make bench`: speed beside the peers, the sample county, a graded file if named."""

import os
import subprocess
import sys

# Set GRADED to a file of graded judgements to have it scored too.
GRADED = os.environ.get("GRADED")


def main() -> None:
    """Runs each benchmark as a program of its own, one after the other."""
    jobs = [["benchmarks.speed"], ["benchmarks.county", "500"]]
    if GRADED:
        jobs.append(["benchmarks.judgements", GRADED])
    jobs.append(["benchmarks.services", "--scale", os.environ.get("SCALE", "small")])
    jobs.append(["benchmarks.imports"])
    jobs.append(["benchmarks.load"])
    for job in jobs:
        subprocess.run([sys.executable, "-m", *job], check=True)  # noqa: S603


if __name__ == "__main__":
    main()
