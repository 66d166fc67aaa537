"""People in reach who may stand in a ledger that leaves: nobody who withdrew."""

from collections.abc import Sequence

from sqlmodel import col
from sqlmodel import or_
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from common.intake.identifiers import area_prefix
from common.tokens import Caller
from services.people.exports.domain import MOST_ROWS
from services.people.exports.domain import TooManyToExport
from services.people.tables import inside
from services.people.workers.storage import WorkerRow


async def people_to_export(
    session: AsyncSession, caller: Caller, area: str | None
) -> Sequence[WorkerRow]:
    """Everybody of the caller's area, or of one within it; TooManyToExport if many."""
    query = select(WorkerRow).where(
        inside(col(WorkerRow.area), caller.areas),
        col(WorkerRow.merged_into).is_(None),
        or_(col(WorkerRow.withdrawn).is_(None), WorkerRow.withdrawn == "pause"),
    )
    if area:
        query = query.where(inside(col(WorkerRow.area), (area_prefix(area),)))
    ordered = query.order_by(col(WorkerRow.area), col(WorkerRow.id))
    rows = (await session.exec(ordered.limit(MOST_ROWS + 1))).all()
    if len(rows) > MOST_ROWS:
        raise TooManyToExport(most=MOST_ROWS)
    return rows
