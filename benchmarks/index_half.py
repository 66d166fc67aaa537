"""P7, the half of the index: how long until a changed post is held."""

import time
from typing import Any
from uuid import UUID

from benchmarks.measuring import spread_of
from benchmarks.world import AS_OF
from benchmarks.world import COUNTY_POSTS
from benchmarks.world import FEWEST
from benchmarks.world import Size
from common.contracts.jobs import Post
from common.intake.posts import understand_post
from deploy.sample.county import county
from services.matching.index import Index

CHANGES = 500


def drawn_contracts(count: int) -> list[Post]:
    """So many posts of one county as contracts."""
    drawn = county(today=AS_OF, worker_count=FEWEST, post_count=max(count, FEWEST))
    return [
        understand_post(one.stated, id=one.id, employer=UUID(int=0), state="published")
        for one in drawn.posts[:count]
    ]


def changed_posts(size: Size) -> dict[str, Any]:
    """Each change is taken in by itself, in an index that holds a county's posts."""
    posts = drawn_contracts(min(size.posts, COUNTY_POSTS))
    index, took = Index(), []
    index.put_posts([(post, 1) for post in posts])
    for post in posts[:CHANGES]:
        begun = time.perf_counter()
        index.put_post(post, 2)
        took.append(time.perf_counter() - begun)
    return {"held": len(posts), "changes": len(took), **spread_of(took)}
