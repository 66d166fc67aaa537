"""Contracts kept sealed beside their workers, so that a page is read, not understood.

To understand what a person said takes half a millisecond, and whoever reads the feed
from its beginning asks for everybody. A kept contract is used only under the version
of its worker and the digest of what it was made with: intake, law, contracts, and the
area where the person lives. The database itself forgets it with each change of the
worker, in the same transaction, so what was erased does not stay here either.
"""

import asyncio
from collections.abc import AsyncIterator
from collections.abc import Mapping
from collections.abc import Sequence
from contextlib import asynccontextmanager
from functools import cache
from hashlib import blake2b
from pathlib import Path
from uuid import UUID
from zlib import compress
from zlib import decompress

import structlog
from sqlmodel import Field
from sqlmodel.ext.asyncio.session import AsyncSession

from common.contracts.people import Worker
from common.database import Database
from common.database import run_sql
from common.migrating import Scope
from services.people.areas.storage import AreaRow
from services.people.sealing import Keys
from services.people.sealing import SealBrokenError
from services.people.tables import Table

log = structlog.get_logger()
TABLE = "kept_contracts"
COMMON = Path(__file__).parents[3] / "common"
SHAPED_BY = (
    COMMON / "contracts",
    COMMON / "intake",
    COMMON / "law",
    Path(__file__).with_name("rendering.py"),
)
KINDS = (".py", ".csv", ".json")
# The fastest level: it halves what is stored.
LEVEL = 1
EVERY_S = 0.5
# Sealed and stored in one go; more wait, and of too many the rest is made again.
BATCH, MOST_WAITING = 500, 20_000
KEEP = "SELECT people_keep_contracts(:ids, :versions, :shapes, :contracts)"
# Locked as they are read: a worker that changes meanwhile is not kept as it was.
KEEP_FUNCTION = """
CREATE FUNCTION people_keep_contracts(
  ids uuid[], versions bigint[], shapes bytea[], contracts bytea[]
) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH told AS (
    SELECT * FROM unnest(ids, versions, shapes, contracts)
      AS t (id, version, shape, contract)
  ), still AS (
    SELECT told.* FROM told JOIN workers AS w USING (id, version)
    ORDER BY id FOR SHARE OF w SKIP LOCKED
  )
  INSERT INTO kept_contracts (worker_id, version, shape, sealed)
  SELECT id, version, shape, contract FROM still
  ON CONFLICT (worker_id) DO UPDATE SET
    version = excluded.version, shape = excluded.shape, sealed = excluded.sealed
$$"""
FORGET_FUNCTION = """
CREATE FUNCTION people_forget_contract() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  DELETE FROM kept_contracts WHERE worker_id = OLD.id;
  RETURN NULL;
END $$"""
# Nobody but the feed and the owner reaches a row.
SCOPE = Scope(TABLE)
FORGET = (
    "CREATE TRIGGER forget_contract AFTER UPDATE OR DELETE ON workers"
    " FOR EACH ROW EXECUTE FUNCTION people_forget_contract()"
)


class KeptRow(Table, table=True):
    """The contract of one worker as it was last told, sealed."""

    __tablename__ = TABLE

    worker_id: UUID = Field(primary_key=True)
    version: int
    shape: bytes
    sealed: bytes


@cache
def code_digest() -> bytes:
    """Changes with the code and the data by which words become contracts."""
    found = blake2b(digest_size=16)
    inside = [path for one in SHAPED_BY for path in (one, *one.rglob("*"))]
    for file in sorted(p for p in inside if p.is_file() and p.suffix in KINDS):
        # Lengths keep two files from reading as two others.
        whole = file.read_bytes()
        found.update(f"{file.name}\0{len(whole)}\0".encode() + whole)
    return found.digest()


def shape_of(area: AreaRow | None) -> bytes:
    """What a contract is made with besides its worker's own facts."""
    names = ("terrain", "lat", "lng", "accuracy_m", "centre_source")
    lies = [getattr(area, name) for name in names] if area else None
    return blake2b(f"{lies}".encode(), key=code_digest(), digest_size=16).digest()


def seal_contract(keys: Keys, version: int, contract: Worker) -> bytes:
    """A contract as it is kept: packed, sealed, bound to its worker and version."""
    packed = compress(contract.model_dump_json().encode(), LEVEL)
    seal = keys.of_row(TABLE, contract.id)
    return seal.seal_bytes(f"sealed/{version}", packed)


def open_contract(keys: Keys, worker: UUID, version: int, sealed: bytes) -> bytes:
    """The contract as JSON; SealBrokenError if it is not that of this version."""
    seal = keys.of_row(TABLE, worker)
    return decompress(seal.open_bytes(f"sealed/{version}", sealed))


class Kept:
    """Contracts that were told wait here to be kept; what is lost is made again."""

    def __init__(self, keys: Keys) -> None:
        self._keys = keys
        self._waiting: dict[UUID, tuple[int, bytes, Worker]] = {}

    def add(self, version: int, shape: bytes, contract: Worker) -> None:
        """Keep it at the next opportunity."""
        if len(self._waiting) < MOST_WAITING:
            self._waiting[contract.id] = version, shape, contract

    def opened(self, row: KeptRow, shapes: Mapping[UUID, bytes]) -> bytes | None:
        """The contract of a row, or None where it may not be used."""
        if row.shape != shapes[row.worker_id]:
            return None
        try:
            return open_contract(self._keys, row.worker_id, row.version, row.sealed)
        except SealBrokenError:
            log.warning("contract_not_opened", worker=str(row.worker_id))
            return None

    async def run(self, database: Database) -> None:
        """Keep what waits, for ever."""
        while True:
            await asyncio.sleep(EVERY_S)
            try:
                await self.store(database)
            except Exception as error:
                # The edge of a loop that must survive: nothing depends on it.
                log.warning("contracts_not_kept", exc_info=error)

    async def store(self, database: Database) -> None:
        """Seal and store everything that waits."""
        while self._waiting:
            batch = [self._waiting.popitem()[1] for _ in range(min(BATCH, self.count))]
            values = {
                "ids": [contract.id for _, _, contract in batch],
                "versions": [version for version, _, _ in batch],
                "shapes": [shape for _, shape, _ in batch],
                "contracts": await asyncio.to_thread(self._sealed, batch),
            }
            async with database.transaction() as session:
                await run_sql(session, KEEP, **values)

    @property
    def count(self) -> int:
        """How many wait."""
        return len(self._waiting)

    def _sealed(self, batch: Sequence[tuple[int, bytes, Worker]]) -> list[bytes]:
        return [seal_contract(self._keys, v, contract) for v, _, contract in batch]


@asynccontextmanager
async def keeping(kept: Kept, database: Database | None) -> AsyncIterator[None]:
    """Keeps what was told, while the program lives; without a feed nothing is told."""
    if database is None:
        yield
        return
    task = asyncio.create_task(kept.run(database))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait({task})


async def kept_rows(session: AsyncSession, ids: Sequence[UUID]) -> list[KeptRow]:
    """What is kept of these workers."""
    query = (
        "SELECT worker_id, version, shape, sealed FROM kept_contracts"
        " WHERE worker_id = ANY(:ids)"
    )
    return list(await run_sql(session, query, ids=list(ids)))  # type: ignore[arg-type]
