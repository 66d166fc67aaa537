"""Names to ids: who is meant, for those who may know; every reading is logged."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import orjson

from common.contracts.referrals import Referred
from common.problems import BadRequest
from common.problems import Unavailable
from gateway.calling import RelayedProblem
from gateway.door import Visit
from gateway.policy import Scope
from gateway.referrals.cards import EmployerReferral
from gateway.referrals.cards import ReferralCard
from gateway.referrals.cards import employer_referral
from gateway.referrals.cards import referral_card
from gateway.referrals.disclosing import applicants
from gateway.shortlists.cards import WorkerCard
from gateway.shortlists.joining import worker_cards


async def shown(
    visit: Visit, told: Sequence[Referred]
) -> list[ReferralCard | EmployerReferral]:
    """The referrals as this caller may see them."""
    if visit.scope is Scope.EMPLOYER:
        found = await applicants(visit, told)
        key, lang = visit.handle_key, visit.lang
        return [
            employer_referral(one, key, found.get((one.post, one.worker)), lang)
            for one in told
        ]
    workers = {one.worker for one in told}
    persons = await persons_of(visit, workers)
    await visit.log_readings(workers)
    return [referral_card(one, persons, visit.lang) for one in told]


async def persons_of(visit: Visit, workers: set[UUID]) -> dict[UUID, WorkerCard]:
    """Whom officers may call; without people's service the ids stand alone."""
    if visit.scope is not Scope.AREA:
        return {}
    try:
        return await worker_cards(visit, sorted(workers))
    except (Unavailable, RelayedProblem):
        return {}


def object_in(body: bytes) -> dict[str, Any]:
    """The body as an object; jobs names what is wrong in it."""
    try:
        told = orjson.loads(body)
    except orjson.JSONDecodeError as unreadable:
        raise BadRequest from unreadable
    if not isinstance(told, dict):
        raise BadRequest
    return told
