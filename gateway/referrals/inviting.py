"""An employer's invitation: a handle of its list becomes the person whom we ask.

The handle cannot be turned back, so the list is made again and looked through; whoever
fits no longer is not invited. The employer learns of the person when they say yes.
"""

from uuid import UUID

from common.contracts.matching import Shortlist
from common.problems import Conflict
from common.problems import NotFound
from gateway.calling import Call
from gateway.door import Visit
from gateway.paging import Asked
from gateway.shortlists.domain import handle_of

MOST_PAGES = 10


class OfficersInvite(Conflict):
    """Who belongs to a target group is told to nobody; officers ask them."""


async def invited(visit: Visit, post_id: UUID, handle: str) -> UUID:
    """The worker behind a handle of the post's list, if it is on the list now."""
    post = await visit.ask_json(Call("jobs", "GET", f"/posts/{post_id}"))
    if post["target_groups"]:
        raise OfficersInvite
    query: Asked = {"limit": 200}
    for _ in range(MOST_PAGES):
        call = Call("matching", "GET", f"/shortlists/post/{post_id}", query)
        found = Shortlist.model_validate(await visit.ask_json(call))
        for item in found.items:
            if handle_of(visit.handle_key, post_id, item.worker) == handle:
                return item.worker
        if found.next is None:
            break
        query = {**query, "after": found.next}
    raise NotFound
