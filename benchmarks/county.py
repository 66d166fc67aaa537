"""What the sample county's people find: `python -m benchmarks.county [workers]`.

For each kind of worker: shares of the four verdicts over all pairs, and how long the
lists are. The kinds overlap; every n-th worker is taken, so no chance is involved.
"""

import sys
from collections.abc import Callable
from datetime import date
from statistics import median
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from common.contracts.people import Worker
from common.intake.posts import understand_post
from common.intake.workers import understand_worker
from common.law import age_on
from common.law import retirement_month
from deploy.sample.county import county
from services.matching.index import Index
from services.matching.kernel.compiling import compiled
from services.matching.kernel.judging import judge
from services.matching.kernel.ranking import Side

AS_OF = date(2026, 11, 21)
ASKED = 2_000
NAMES = ("合适", "需协调", "待核实", "暂不匹配")

Counts = NDArray[np.int64]
Kind = Callable[[Worker], bool]


@compiled
def tally(side: Side, i: int, counts: Counts) -> None:
    """Adds worker i's verdicts over all posts to `counts` (4,)."""
    for j in range(len(side.posts.rows)):
        verdict = judge(side.workers, i, side.posts, j, side.rules).verdict
        counts[verdict] += 1


def _age(worker: Worker) -> int | None:
    return None if worker.birth is None else age_on(worker.birth, AS_OF)


def is_minor(worker: Worker) -> bool:
    """16 or 17 years old."""
    return _age(worker) in (16, 17)


def is_over_age(worker: Worker) -> bool:
    """Past the statutory retirement month."""
    month = retirement_month(worker.birth, worker.sex, worker.female_track)
    return month is not None and month <= AS_OF


def is_disabled(worker: Worker) -> bool:
    """Has the group, whatever the certificate says."""
    return any(group.code == "disabled" for group in worker.groups or ())


def is_ledger_only(worker: Worker) -> bool:
    """Nobody asked for hours, reach or body."""
    return worker.week is None and worker.reach is None and worker.limits is None


KINDS: dict[str, Kind] = {
    "all": lambda worker: True,
    "full facts": lambda worker: not is_ledger_only(worker),
    "ledger only": is_ledger_only,
    "disabled": is_disabled,
    "minor": is_minor,
    "over age": is_over_age,
}


def filled_index() -> tuple[Index, list[Worker]]:
    """The sample county in memory, through the same intake as everything else."""
    drawn = county(today=AS_OF)
    index = Index()
    people = [
        understand_worker(person.stated, id=person.id) for person in drawn.workers
    ]
    index.put_workers([(worker, 1) for worker in people])
    nobody = UUID(int=0)
    offers = [
        understand_post(post.stated, id=post.id, employer=nobody, state="published")
        for post in drawn.posts
    ]
    index.put_posts([(post, 1) for post in offers])
    return index, people


def main() -> None:
    """Prints one row for each kind of worker."""
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else ASKED
    index, people = filled_index()
    minors = [worker for worker in people if is_minor(worker)]
    taken = people[:: max(1, len(people) // wanted)] + minors[:200]
    told: dict[UUID, Counts] = {}
    for worker in taken:
        side, i, _ = index.side_of_worker(worker.id, AS_OF)
        counts = np.zeros(4, np.int64)
        tally(side, i, counts)
        told[worker.id] = counts
    print("kind, workers, " + ", ".join(NAMES) + ", median list, empty lists")
    for name, belongs in KINDS.items():
        rows = [told[worker.id] for worker in taken if belongs(worker)]
        if rows:
            print(line(name, rows))


def line(name: str, rows: list[Counts]) -> str:
    """One kind: how many, the four shares, median list length, share of empty ones."""
    whole: Counts = np.sum(rows, axis=0)
    shares = [f"{100 * count / whole.sum():.1f} %" for count in whole]
    lengths = [int(row[:3].sum()) for row in rows]
    empty = 100 * sum(length == 0 for length in lengths) / len(lengths)
    told = [name, str(len(rows)), *shares, f"{median(lengths):.0f}", f"{empty:.1f} %"]
    return ", ".join(told)


if __name__ == "__main__":
    main()
