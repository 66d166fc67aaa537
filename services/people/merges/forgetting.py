"""Whoever has everything erased: nothing of them is parted again, no list brings them.

Of a person who had no number nothing would be left to know them by. So a keyed digest
of name, birth date and village stays: it tells nobody anything, and yet a list that
names the same person again is held until somebody has asked them.
"""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from common.database import run_sql
from common.intake.names import syllables
from services.people.sealing import Keys


def forgotten_mark(
    keys: Keys, name: str, birth: date | str | None, area: str | None
) -> bytes | None:
    """The digest of a person; None where too little is known to tell people apart."""
    if birth is None or area is None:
        return None
    return keys.index("forgotten", f"{''.join(syllables(name))}\0{birth}\0{area}")


async def remember_forgotten(session: AsyncSession, mark: bytes | None) -> None:
    """Keep the digest of somebody who had everything erased."""
    statement = "INSERT INTO forgotten VALUES (:mark) ON CONFLICT DO NOTHING"
    if mark is not None:
        await run_sql(session, statement, mark=mark)


async def welcome_back(session: AsyncSession, mark: bytes | None) -> None:
    """The person came back by themselves: lists may name them again."""
    if mark is not None:
        await run_sql(session, "DELETE FROM forgotten WHERE mark = :mark", mark=mark)


async def forgotten_of(
    session: AsyncSession, marks: Iterable[bytes | None]
) -> frozenset[bytes | None]:
    """Those of some digests that stand for somebody who was erased."""
    asked = [mark for mark in marks if mark is not None]
    query = "SELECT mark FROM forgotten WHERE mark = ANY(:asked)"
    return frozenset((await run_sql(session, query, asked=asked)).scalars())


async def forget_merges(session: AsyncSession, worker: UUID) -> list[UUID]:
    """Nothing of a person's merges can be parted again; the rows that had gone."""
    statement = (
        "UPDATE merges SET before = NULL WHERE kept_id = :worker AND state = 'merged'"
        " RETURNING gone_id"
    )
    return list((await run_sql(session, statement, worker=worker)).scalars())
