"""Other posts to offer when one is taken; without them the problem stands alone."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from common.contracts.matching import Shortlist
from common.problems import Unavailable
from gateway.calling import Call
from gateway.calling import RelayedProblem
from gateway.door import Visit
from gateway.paging import Asked
from gateway.shortlists.cards import PostCard
from gateway.shortlists.joining import cards_of
from gateway.shortlists.joining import post_cards

MOST = 3
# Digits of an area's code that name its township, its county.
TOWNSHIP, COUNTY = 9, 6


async def alternatives_to(
    visit: Visit, post: UUID, worker: UUID | None
) -> list[PostCard]:
    """Up to three others: the worker's next best, or open posts of the same area."""
    try:
        if worker is not None:
            return await _next_best(visit, post, worker)
        return await _nearby(visit, post)
    # The caller asked for an opening and must learn that there is none, even while
    # whoever knows the alternatives is away.
    except (Unavailable, RelayedProblem):
        return []


async def _next_best(visit: Visit, post: UUID, worker: UUID) -> list[PostCard]:
    query = {"limit": MOST + 1}
    answer = await visit.ask(
        Call("matching", "GET", f"/shortlists/worker/{worker}", query)
    )
    await visit.log_readings([worker])
    found = Shortlist.model_validate_json(answer.body)
    ids = [item.post for item in found.items if item.post != post][:MOST]
    cards = await post_cards(visit, ids)
    return [cards[other] for other in ids if other in cards]


async def _nearby(visit: Visit, post: UUID) -> list[PostCard]:
    """Open posts of the township first, then of the county."""
    taken = await visit.ask_json(Call("jobs", "GET", f"/posts/{post}"))
    others: dict[str, dict[str, Any]] = {}
    for query in _ranges(taken["area"]):
        rows = await visit.ask_json(Call("jobs", "GET", "/posts", query))
        others |= {row["id"]: row for row in rows if row["id"] != str(post)}
        if len(others) >= MOST:
            break
    cards = await cards_of(visit, list(others.values())[:MOST])
    return list(cards.values())


def _ranges(area: str | None) -> Iterator[Asked]:
    # The village alone rarely has a second post.
    for digits in (TOWNSHIP, COUNTY):
        query: Asked = {"state": "published", "limit": MOST + 1}
        yield query | ({"area": area[:digits].ljust(12, "0")} if area else {})
