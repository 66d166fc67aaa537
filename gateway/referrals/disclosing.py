"""A person's yes goes to people; what it opens comes back to that employer alone.

Jobs knows how far a referral has come, people knows to whom somebody said yes. An
employer reads contact data only where both say so.
"""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from common.contracts.referrals import Referred
from common.problems import Unavailable
from gateway.calling import Call
from gateway.calling import RelayedProblem
from gateway.door import Visit
from gateway.referrals.cards import Applicant

Pair = tuple[UUID, UUID]
# In these nothing was sent yet, or it is over.
CLOSED = ("proposed", "agreed", "refused", "ended")


async def note_yes(visit: Visit, told: Referred, key: str | None = None) -> None:
    """Let the employer of this very post call the person, as they agreed.

    Without people's service the request fails here and is repeated under its key: jobs
    then answers as before, and the yes is written down. `key` stands for the request's
    own where one request brings many a yes.
    """
    if told.consent is None:
        return
    body = {"employer": str(told.employer), "how": told.consent.how}
    path = f"/workers/{told.worker}/disclosures/{told.post}"
    await visit.ask(Call("people", "PUT", path, body=body, key=key))


async def note_no(visit: Visit, told: Referred) -> None:
    """Close again what the yes opened; jobs alone closes it for the employer too."""
    path = f"/workers/{told.worker}/disclosures/{told.post}"
    try:
        await visit.ask(Call("people", "DELETE", path))
    except (Unavailable, RelayedProblem):
        return


async def applicants(visit: Visit, told: Sequence[Referred]) -> dict[Pair, Applicant]:
    """Whom this employer may call, by post and worker; every one read is logged."""
    wanted: defaultdict[UUID, list[str]] = defaultdict(list)
    for one in told:
        if one.state not in CLOSED:
            wanted[one.post].append(str(one.worker))
    found: dict[Pair, Applicant] = {}
    for post, ids in wanted.items():
        for row in await _read(visit, post, ids):
            found[post, UUID(row["id"])] = Applicant.model_validate(row)
    await visit.log_readings({worker for _, worker in found})
    return found


async def _read(visit: Visit, post: UUID, ids: list[str]) -> list[dict[str, str]]:
    body = {"post": str(post), "ids": ids}
    call = Call("people", "POST", "/disclosures/read", body=body)
    try:
        rows: list[dict[str, str]] = (await visit.ask_json(call))["rows"]
    except (Unavailable, RelayedProblem):
        return []
    return rows
