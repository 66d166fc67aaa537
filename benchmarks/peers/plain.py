"""Plain Python: the oracle that the tests are held to, contract by contract.

What words mean was looked up at intake, where rapidfuzz compares them; the oracle takes
the same tables, so the answers are the same.
"""

import time
from typing import Any

from benchmarks.index_half import drawn_contracts
from benchmarks.measuring import spread_of
from benchmarks.world import AS_OF
from benchmarks.world import COUNTY_POSTS
from benchmarks.world import FEWEST
from benchmarks.world import Size
from common.intake.workers import understand_worker
from deploy.sample.county import county
from services.matching.index import Index
from tests.matching.kernel_answers import product_thresholds
from tests.matching.kernel_answers import product_words
from tests.matching.oracle import shortlist

TOP = 50
FEW = 5


def by_hand(size: Size, asked: int) -> dict[str, Any]:
    """A few workers with one county's posts; the time is taken times the counties."""
    posts = drawn_contracts(min(size.posts, COUNTY_POSTS))
    drawn = county(today=AS_OF, worker_count=FEWEST, post_count=FEWEST)
    people = [understand_worker(one.stated, id=one.id) for one in drawn.workers]
    some = people[:: max(1, len(people) // min(asked, FEW))]
    index, took, differ = Index(), [], 0
    index.put_workers([(one, 1) for one in some])
    index.put_posts([(post, 1) for post in posts])
    words = product_thresholds(), product_words()
    for worker in some:
        begun = time.perf_counter()
        told = shortlist(worker, posts, AS_OF, *words, {})
        took.append((time.perf_counter() - begun) * size.posts / len(posts))
        found = index.shortlist_for_worker(worker.id, today=AS_OF, top=TOP).items
        mine = [(one.post, str(one.verdict), one.score) for one in found]
        hand = [(one, str(match.verdict), match.score) for one, match in told][:TOP]
        differ += mine != hand
    return {"version": "3", "asked": len(some), "differ": differ, **spread_of(took)}
