"""What matching holds, as the numbers that its sources tell: a drill lays them beside.

Only members may ask. Equal numbers mean the same ids in the same versions.
"""

from typing import Literal

from fastapi import APIRouter
from fastapi import Request

from common.contracts.feed import FeedDigest
from common.feed import Buckets
from common.tokens import only
from services.matching.comparing import digests
from services.matching.comparing import in_a_thread
from services.matching.following import StillCatchingUp
from services.matching.following import check_caught_up
from services.matching.views import Views

router = APIRouter(prefix="/internal", dependencies=[only("member")])


@router.get("/digest")
async def read_held_digest(
    request: Request, kind: Literal["worker", "post"], buckets: Buckets = 1024
) -> FeedDigest:
    """One number for each bucket of all ids and versions held of a kind."""
    views: Views = request.app.state.views
    held = {"worker": views.full.workers, "post": views.full.posts}[kind]
    follower = next(f for f in request.app.state.followers if kind in f.kinds)
    check_caught_up([follower])
    found = await in_a_thread(lambda: digests(held.known(), buckets))
    if follower.epoch is None:
        raise StillCatchingUp(source=follower.name)
    return FeedDigest(epoch=follower.epoch, digests=tuple(found))
