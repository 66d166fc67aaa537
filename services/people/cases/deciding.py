"""Deciding a case: one of the two statements holds from now on, and both stay."""

from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from services.people.cases.domain import NothingToDecide
from services.people.cases.storage import DecisionRow
from services.people.cases.storage import Pair
from services.people.cases.storage import find_cases
from services.people.cases.storage import keep_decision
from services.people.workers.facts import opened_fact
from services.people.workers.facts import restate
from services.people.workers.registering import Desk
from services.people.workers.registering import columns_of
from services.people.workers.storage import save_worker
from services.people.workers.storage import worker_by_id


async def decide(
    session: AsyncSession, desk: Desk, case: tuple[UUID, str], chosen: int, note: str
) -> Pair:
    """Let one statement hold; NothingToDecide if the two do not quarrel any more.

    The one that is chosen is told once more, so that every past day still reads as it
    was read then.
    """
    worker, field = case
    row = await worker_by_id(session, desk.caller, worker, lock=True)
    cases = await find_cases(session, desk.keys, desk.caller, row.area, worker)
    pair = next((one for one in cases if one[0].field == field), None)
    known = next((one for one in pair or () if one.number == chosen), None)
    if pair is None or known is None:
        raise NothingToDecide
    upto = max(one.number for one in pair)
    if known is not pair[0]:
        upto = await restate(session, desk.keys, known, (desk.caller.subject, desk.now))
        value = opened_fact(desk.keys.of_row("workers", worker), known)
        row.set_columns(columns_of({field: value}))
        await save_worker(session, row)
    decision = DecisionRow(
        worker_id=worker,
        field=field,
        upto=upto,
        chosen=chosen,
        note=note,
        decided_by=desk.caller.subject,
        decided_at=desk.now,
    )
    await keep_decision(session, decision)
    return pair
