"""What an import holds of people goes: with whoever is erased, and after a week."""

from datetime import UTC
from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from common.database import run_sql
from services.people.imports.domain import KEPT_FOR

# The files in which somebody stands; no part of a file can be taken out of it.
HOLDING = "SELECT import_id FROM import_lines WHERE worker = :worker"


async def forget_person(session: AsyncSession, worker: UUID) -> None:
    """Remove what imports in reach hold of somebody: their lines, and the files."""
    for statement in (
        f"DELETE FROM import_parts WHERE import_id IN ({HOLDING})",  # noqa: S608
        f"UPDATE imports SET book = 'none' WHERE id IN ({HOLDING})",  # noqa: S608
        "DELETE FROM import_lines WHERE worker = :worker",
    ):
        await run_sql(session, statement, worker=worker)


async def forget_old(session: AsyncSession) -> None:
    """Remove files and lines of imports that are a week old; the counts stay."""
    old = (
        "SELECT id FROM imports WHERE NOT forgotten AND made_at < :before"
        " AND state NOT IN ('reading', 'checking', 'committing', 'undoing')"
        " ORDER BY id LIMIT 20"
    )
    before = datetime.now(UTC) - KEPT_FOR
    ids = list((await run_sql(session, old, before=before)).scalars())
    for statement in (
        "DELETE FROM import_parts WHERE import_id = ANY(:ids)",
        "DELETE FROM import_lines WHERE import_id = ANY(:ids)",
        "UPDATE imports SET forgotten = true, book = 'none', state = CASE WHEN state IN"
        " ('arriving', 'checked') THEN 'refused' ELSE state END, reason = CASE WHEN"
        " state IN ('arriving', 'checked') THEN 'file.left' ELSE reason END"
        " WHERE id = ANY(:ids)",
    ):
        await run_sql(session, statement, ids=ids)
