"""P6: a fair of 5,300 people and 13,000 posts, seats given out in the best way."""

from typing import Any

import numpy as np

from benchmarks.measuring import timed
from benchmarks.world import everything
from services.matching.gathering import Part
from services.matching.gathering import pairs_in
from services.matching.gathering import ranked
from services.matching.gathering import taken_from
from services.matching.kernel.outcomes import CONDITIONAL
from services.matching.kernel.outcomes import FIT
from services.matching.kernel.ranking import Side
from services.matching.solving import Task
from services.matching.solving import best_choice
from services.matching.solving import first_come
from services.matching.solving import solver_here
from services.matching.solving import totals_of

PEOPLE, OFFERS, DEPTH = 5_300, 13_000, 50


def fair_of(side: Side) -> dict[str, Any]:
    """The optimum of one seat for each post, beside going down the list in turn."""
    rng = np.random.default_rng(6)
    n, m = len(side.workers.rows), len(side.posts.rows)
    people = np.sort(rng.choice(n, min(PEOPLE, n), replace=False))
    offers = np.sort(rng.choice(m, min(OFFERS, m), replace=False))
    part = taken_from(Part(side, everything(side)), people, offers)
    lists, listing = timed(lambda: ranked(part, DEPTH))
    pairs = pairs_in(lists, CONDITIONAL)
    task = Task(
        pairs.workers,
        pairs.posts,
        (pairs.ranks == FIT).astype(np.int64),
        pairs.scores,
        np.zeros(len(people), np.int64),
        np.ones(len(offers), np.int64),
    )
    (chosen, _), took = timed(lambda: best_choice(task))
    placed, in_turn = (
        totals_of(task, chosen).placed,
        totals_of(task, first_come(task)).placed,
    )
    return {
        "workers": len(people),
        "posts": len(offers),
        "pairs": len(pairs.workers),
        "solver": solver_here(),
        "listing_s": round(listing.wall_s, 2),
        "seconds": round(took.wall_s, 2),
        "placed": placed,
        "in_turn": in_turn,
        "gained_percent": round(100 * (placed / max(1, in_turn) - 1), 1),
    }
