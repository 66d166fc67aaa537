"""What a start and an end of work mean for the person's own facts.

The facts are the person's and lie with people; jobs knows only that work began or
ended. So an officer's word goes on from here, and the answer says whether it arrived:
the same request under the same key tries again and places nobody twice.
"""

from typing import Any
from uuid import UUID

from common.contracts.placements import LossCause
from common.contracts.placements import Placed
from common.problems import Unavailable
from gateway.calling import Call
from gateway.calling import RelayedProblem
from gateway.door import Visit
from gateway.policy import Scope

# What somebody who left because of it would rather not meet again, in their words.
DISLIKES: dict[LossCause, str] = {
    "fumes": "气味大",
    "dust": "粉尘",
    "noise": "噪音",
    "heavy": "重活",
    "standing": "久站",
    "heights": "登高",
    "night": "夜班",
}


async def note_start(visit: Visit, placed: Placed) -> bool:
    """Let the ledger say that the person works; only their officers may."""
    return await _tell(visit, placed.worker, {"state": "working"}, "start")


async def note_loss(visit: Visit, placed: Placed, *, asked: bool) -> bool:
    """Let the person look for work again, without what drove them away.

    `asked`: the person was asked whether that is so; else nothing is learnt.
    """
    stated: dict[str, Any] = {"state": "looking"}
    dislike = DISLIKES.get(placed.cause) if placed.cause and asked else None
    if dislike and visit.scope is Scope.AREA:
        known = await _vetoes_of(visit, placed.worker)
        if known is None:
            return False
        stated["vetoes"] = [*known, *({dislike} - set(known))]
    return await _tell(visit, placed.worker, stated, "loss")


async def _tell(visit: Visit, worker: UUID, stated: dict[str, Any], word: str) -> bool:
    if visit.scope is not Scope.AREA:
        return False
    body = {"origin": {"source": "phone", "said_by": "self"}, "stated": stated}
    key = f"{word} {visit.hop.key}"[:200]
    call = Call("people", "PATCH", f"/workers/{worker}", body=body, key=key)
    try:
        await visit.ask(call)
    except (Unavailable, RelayedProblem):
        return False
    return True


async def _vetoes_of(visit: Visit, worker: UUID) -> list[str] | None:
    """What the person refuses already; None if nobody answers."""
    try:
        facts = await visit.ask_json(Call("people", "GET", f"/workers/{worker}/facts"))
    except (Unavailable, RelayedProblem):
        return None
    return next((list(f["value"]) for f in facts if f["field"] == "vetoes"), [])
