"""Finding one person by what they say or show; nothing of it ever stands in a URL."""

from collections.abc import Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from common.tokens import Caller
from services.people.sealing import Keys
from services.people.workers import storage
from services.people.workers.drafts import Search
from services.people.workers.identities import name_mark
from services.people.workers.identities import number_index
from services.people.workers.storage import WorkerRow


async def search(
    session: AsyncSession, keys: Keys, caller: Caller, asked: Search
) -> Sequence[WorkerRow]:
    """Whoever answers to what is asked, within the caller's reach; perhaps nobody."""
    if asked.id_number:
        index = number_index(keys, asked.id_type, asked.id_number)
        return await storage.workers_by_number(session, caller, index)
    if asked.phone:
        index = keys.index("phone", asked.phone)
        return await storage.workers_by_phone(session, caller, index)
    if asked.name and asked.birth:
        mark = name_mark(keys, asked.name, whole=True)
        return await storage.workers_by_name(session, caller, mark, asked.birth)
    raise ValueError("a search asks in one way")
