"""Whether keys and data belong together, asked before anything is served or loaded."""

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Field
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.people.sealing import Keys
from services.people.tables import Table


class KeyCheckRow(Table, table=True):
    """A proof that values were sealed with a key; holds nothing of the key."""

    __tablename__ = "key_checks"

    id: str = Field(primary_key=True)
    proof: bytes


async def check_keys(session: AsyncSession, keys: Keys) -> None:
    """KeysDoNotBelongError unless every key that sealed something here is at hand.

    The first keys that come to an empty database become its own.
    """
    stored = (await session.exec(select(KeyCheckRow))).all()
    for row in stored:
        keys.check(row.id, row.proof)
    first = insert(KeyCheckRow).values(id=keys.current, proof=keys.proof())
    await session.exec(first.on_conflict_do_nothing())
    # Two processes may begin at once with different keys: only one was first.
    for row in (await session.exec(select(KeyCheckRow))).all():
        keys.check(row.id, row.proof)
